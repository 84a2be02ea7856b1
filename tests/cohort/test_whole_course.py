"""A whole course as a teacher runs it: repositories with histories, collected and built, and killed in between.

``nox -s course`` does it with real reports, where PUBLISHER_REPORTS names some, and kills at as many
moments as PUBLISHER_MOMENTS says.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import files_below, png, question, run
from test_collect import LIMIT, Repository

from publisher.archive.receipt import receipt
from publisher.check import check
from publisher.cohort.handin import read_handin
from publisher.cohort.results import read_results

REPORTS = os.environ.get("PUBLISHER_REPORTS", "") if "PUBLISHER_MOMENTS" in os.environ else ""
MOMENTS = int(os.environ.get("PUBLISHER_MOMENTS", "0"))
LATE = {
    "identical": "identical",
    "changed": "changed",
    "merged": "changed",
    "rebased": "unknown",
}
KINDS = (*LATE, "broken", "hostile", "plain")
README = "reports/README.md"


def sources(folder):
    """Return the folders of the reports, at least one for each kind of history; ``folder``: for one of ours."""
    if found := sorted(p.parent for p in Path(REPORTS).glob("*/README.md")) if REPORTS else []:
        return found
    (folder / "figures").mkdir(parents=True)
    (folder / "figures" / "hive.png").write_bytes(png())
    asked = question(1, "Ten of them. ![a hive](figures/hive.png)"), question(2, "On *Tuesday*.")
    (folder / "README.md").write_text(f"# Report\n\n{''.join(asked)}", encoding="utf-8")
    return [folder] * len(KINDS)


def write_repository(folder, source, kind, number):
    """Write a group's repository with its history; return what its row is to say."""
    repository = Repository(folder)
    repository.commit({"setup.py": "x"}, -48)
    shutil.copytree(source, folder / "reports")
    path = folder / README
    text = path.read_text(encoding="utf-8").replace("Report", f"Report {number}", 1)
    if kind == "broken":
        text = "\0"
    if kind == "hostile":
        text += "\n<script>alert(1)</script> ![etc](figures/etc.png) ![up](../../../etc/hostname)\n"
        (folder / "reports" / "figures").mkdir(exist_ok=True)
        (folder / "reports" / "figures" / "etc.png").symlink_to("/etc/hostname")
        (folder / ".gitmodules").write_text('[submodule "x"]\n\tpath = x\n\turl = ../x\n')
    repository.commit({README: text}, -2)
    later = {README: f"{text}\nToo late.\n"}
    if kind == "identical":
        repository.commit({"setup.py": "y"}, 3)
    elif kind == "changed":
        repository.commit(later, 3)
    elif kind == "merged":
        repository.git("checkout", "-q", "-b", "side")
        repository.commit(later, -1)
        repository.git("checkout", "-q", "main")
        repository.git("merge", "-q", "--no-ff", "-m", "x", "side", hours=3)
    elif kind == "rebased":
        repository.commit(later, 3, written=-1)
    if kind in ("broken", "hostile"):
        return "no", "broken" if kind == "broken" else "", None
    repository.git("checkout", "-q", "-B", "look", "main")
    path.write_text(text, encoding="utf-8")
    told = check(path).outcome, receipt(path)
    repository.git("checkout", "-q", "-f", "main")
    return LATE.get(kind, "no"), *told


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Write the repositories and settings of a course; return its folder and what rows are to say."""
    folder = tmp_path_factory.mktemp("course")
    expected = {}
    rows = ["group,repository"]
    for number, source in enumerate(sources(folder / "source")):
        kind = KINDS[number] if number < len(KINDS) else "plain"
        key = f"{kind}-{number}"
        expected[key] = write_repository(folder / "remote" / key, source, kind, number)
        rows.append(f"{key},{(folder / 'remote' / key).as_uri()}")
    rows.append(f"missing,{(folder / 'remote' / 'none').as_uri()}")
    (folder / "groups.csv").write_text("\n".join(rows))
    (folder / "course.yaml").write_text(f"groups: groups.csv\ndeadline: {LIMIT.text}\n")
    return folder, expected


def command(folder, step, out):
    settings = ("-c", folder / "course.yaml")
    if step == "collect":
        return ["course", "collect", *settings, "-o", out / "handins"]
    return ["course", "build", out / "handins", *settings, "-o", out / "out", "--check-only"]


@pytest.fixture(scope="module")
def whole(course, tmp_path_factory):
    """Collect and build the course without a disturbance; return where, and the seconds of each step."""
    folder, _ = course
    out = tmp_path_factory.mktemp("whole")
    took = {}
    for step in ("collect", "build"):
        began = time.monotonic()
        assert run(*command(folder, step, out)).code == 1  # a group is missing
        took[step] = time.monotonic() - began
    return out, took


def test_every_history_comes_out_as_it_should(course, whole):
    out, _ = whole
    _, rows = read_results(out / "out" / "results.json")
    told = {row.group: (row.late, row.outcome, row.receipt or None) for row in rows}
    assert told.pop("missing") == ("", "", None)
    hostile = next(row for row in rows if row.group.startswith("hostile"))
    told[hostile.group] = ("no", "", None)  # what it says is its source's to say
    assert told == course[1]
    runs = {row.group: row.run for row in rows}
    assert runs.pop("missing") == "missing"
    assert set(runs.values()) == {"done"}
    handin = read_handin(out / "handins" / hostile.group / "handin.json")
    assert "figures/etc.png" in json.dumps(handin.left_out) + json.dumps(handin.told)
    assert not os.path.lexists(out / "handins" / hostile.group / "reports/figures/etc.png")


def test_second_run_changes_nothing(course, whole):
    out, _ = whole
    before = files_below(out / "out")
    again = run(*command(course[0], "build", out))
    assert again.out == ""
    assert files_below(out / "out") == before


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_killed_at_any_moment_it_goes_on(course, whole, tmp_path, moment):
    reference, took = whole
    chance = random.Random(moment)  # noqa: S311 - the same moments each time
    for step in ("collect", "build"):
        line = [sys.executable, "-m", "publisher", *command(course[0], step, tmp_path)]
        nowhere = subprocess.DEVNULL
        started = subprocess.Popen(line, stdout=nowhere, stderr=nowhere, start_new_session=True)
        time.sleep(chance.uniform(0, took[step]))
        started.kill()
        started.wait()
        assert run(*command(course[0], step, tmp_path)).code == 1
    for name in ("handins", "out"):
        assert files_below(tmp_path / name) == files_below(reference / name)
