"""Names that are too long or no text, places without permission, disks without room: a message each."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from support import EXAMPLE, ROOT, Done, files_below, png, run, write_report

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
COURSE = EXAMPLE.parent.parent / "course.yaml"
LONG = "x" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "{report}", "--to", "html", "-o", LONG],
        ["build", "{report}", "--to", "html", "-o", f"{LONG}/deeper"],
        ["archive", "{report}", "--bag", "--date", "2026-01-31", "-o", LONG],
        ["check", "{report}", "--output", LONG],
        ["check", "{report}", "--repository", LONG],
        ["check", "{report}", "--course", LONG],
        ["diff", "{report}", "{report}", "-o", LONG],
        ["migrate", "{report}", "--course", str(COURSE), "-o", LONG],
        ["new", LONG, "--course", str(COURSE)],
        ["check", LONG],
        ["verify", f"{LONG}.json"],
        ["restore", LONG, "-o", "out"],
    ],
)
def test_a_name_that_is_too_long_is_told(tmp_path, arguments):
    path = write_report(tmp_path, "words")
    done = run(*(argument.format(report=path) for argument in arguments), cwd=tmp_path)
    assert done.code in (2, 3)
    assert len((done.err or done.out).splitlines()) <= 2
    assert LONG in done.err + done.out
    assert [p.name for p in tmp_path.iterdir()] == ["README.md"]


@LINUX
@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif", "junit", "markdown"])
def test_a_folder_whose_name_is_no_text(tmp_path, form):
    folder = tmp_path / os.fsdecode(b"gr\xf6sse")
    write_report(folder, "words")
    assert run("check", folder, "--format", form).code == 0
    assert run("check", folder, "--format", form, "--output", folder / "told").code == 0
    assert (folder / "told").read_bytes().decode("utf-8")
    assert run("build", folder, "--to", "html,archive", "-o", folder / "out").code == 0
    assert run("verify", folder / "out" / "report.json", "--format", "json").code == 0


@LINUX
def test_a_report_whose_name_is_no_text_is_to_be_renamed(tmp_path):
    path = write_report(tmp_path, "words").rename(tmp_path / os.fsdecode(b"gr\xf6sse.md"))
    for command in ("check", "build", "receipt"):
        done = run(command, path, cwd=tmp_path)
        assert done.code == 3
        assert "rename it" in done.err
    assert json.loads(run("check", path, "--format", "json").out)["outcome"] == "broken"


def without_rights(*arguments: object, cwd) -> Done:
    """Run the command line in a process that permissions hold for, as they do not for root."""
    line = [sys.executable, "-m", "publisher", *map(str, arguments)]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("permissions hold not for root, and there is no setpriv")
        rights = "-dac_override,-dac_read_search"
        line = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}", *line]
    done = subprocess.run(
        line, cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize(
    ("closed", "mode", "command", "code"),
    [
        ("figures/a.png", 0, ["check", "."], 1),
        ("figures/a.png", 0, ["build", ".", "--to", "html,archive"], 1),
        ("figures", 0, ["check", "."], 1),
        ("figures", 0o400, ["check", "."], 1),
        ("figures", 0o400, ["build", ".", "--to", "html,archive"], 1),
        ("figures", 0, ["build", ".", "--to", "html,archive"], 1),
        ("figures/a.png", 0, ["receipt", "."], 3),
        ("figures", 0, ["receipt", "."], 3),
        ("figures", 0o400, ["receipt", "."], 3),
        ("README.md", 0, ["check", "."], 3),
        ("README.md", 0, ["build", "."], 3),
        ("README.md", 0, ["receipt", "README.md"], 3),
        ("README.md", 0, ["diff", "deep", "README.md"], 3),
        ("README.md", 0, ["verify", "README.md"], 3),
        ("README.md", 0, ["restore", "README.md", "-o", "new"], 3),
        ("README.md", 0, ["migrate-archive", "README.md"], 3),
        ("deep", 0, ["check", "deep"], 3),
        ("deep", 0, ["check", "deep/README.md"], 3),
        ("deep", 0o500, ["html", ".", "-o", "deep"], 2),
        ("deep", 0, ["html", ".", "-o", "deep/er"], 2),
        ("deep", 0o500, ["check", ".", "--output", "deep/told"], 2),
        ("deep", 0, ["check", ".", "--course", "deep/course.yaml"], 2),
        ("deep", 0, ["course", "build", ".", "--check-only", "-o", "../built"], 1),
        ("deep", 0o400, ["course", "build", ".", "--check-only", "-o", "../built"], 1),
    ],
)
def test_a_place_without_permission_is_told(tmp_path, closed, mode, command, code):
    write_report(tmp_path, "![a plan of it](figures/a.png)", figures={"figures/a.png": png()})
    write_report(tmp_path / "deep", "words")
    (tmp_path / closed).chmod(mode)
    try:
        done = without_rights(*command, cwd=tmp_path)
    finally:
        (tmp_path / closed).chmod(0o700)
    assert done.code == code, done
    assert "fault" not in done.err
    assert "Traceback" not in done.err


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 200 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(made, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_full_leaves_the_files_of_before(tmp_path, small_disk):
    path = write_report(tmp_path, "words")
    arguments = ("build", path, "--to", "html,archive", "-o", small_disk / "out")
    assert run(*arguments).code == 0
    old = files_below(small_disk)
    write_report(tmp_path, "![a plan of it](figures/a.svg)", figures={"figures/a.svg": SVG})
    done = run(*arguments)
    assert done.code == 2
    assert "No space left on device" in done.err
    assert files_below(small_disk) == old
    for more in (["--bag", "--date", "2026-01-31"], ["--bag", "--zip", "--date", "2026-01-31"]):
        done = run("archive", path, *more, "-o", small_disk / "out")
        assert done.code == 2
        assert files_below(small_disk) == old


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="'
    + b" ".join(b"M%d %dL5 5" % (n % 9, n % 7) for n in range(9000))
    + b'"/></svg>'
)
