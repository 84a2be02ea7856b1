"""What the README shows for the lines of an archive, run as it stands there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess

import pytest
from support import ROOT, run

README = (ROOT / "README.md").read_text(encoding="utf-8")
(COMMANDS,) = (b for b in re.findall(r"```bash\n(.*?)```", README, re.DOTALL) if "jq -r" in b)
(PROGRAM,) = (b for b in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "pandas" in b)


def command(name):
    """Return the arguments of the one line of the README's commands that begins with `name`."""
    (line,) = (line for line in COMMANDS.splitlines() if line.startswith(f"{name} "))
    return shlex.split(line)[1:]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("readme")
    done = run(*command("publisher"), "-o", made / "build", cwd=ROOT)
    assert done.code == 0, done.err
    return made


def test_duckdb(folder, monkeypatch):
    import duckdb

    monkeypatch.chdir(folder)
    option, query = command("duckdb")
    assert option == "-c"
    with duckdb.connect() as connection:
        rows = connection.execute(query).fetchall()
    assert sorted(number for number, _, _ in rows) == list(range(1, 32))
    assert {groups for _, groups, _ in rows} == {1}
    assert {number: words for number, _, words in rows}[1] == 1


def test_jq(folder):
    if not shutil.which("jq"):
        pytest.skip("jq is not on this machine")
    done = subprocess.run(
        ["jq", *command("jq")], cwd=folder, capture_output=True, text=True, check=True
    )
    written = (folder / "build/report.jsonl").read_text(encoding="utf-8")
    lines = list(map(json.loads, written.split("\n")[:-1]))
    shown = [
        f"report\t{q['question']}\t{q['images']}\t{q['verdict']}" for q in lines if q["images"]
    ]
    assert done.stdout.splitlines() == shown
    assert shown


def test_pandas(folder, monkeypatch):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed (nox -s readme)")
    monkeypatch.chdir(folder)
    names = {"pandas": pandas}
    *lines, last = PROGRAM.splitlines()
    exec("\n".join(lines), names)  # noqa: S102 - the README is our own
    table = eval(last, names)  # noqa: S307 - the same
    assert table.shape == (31, 1)
    assert table["report"][1] == 1
