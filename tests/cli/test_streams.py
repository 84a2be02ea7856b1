"""Streams that are closed, full or read by nobody: a message where there is one, and the right exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT, write_report

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


def shell(line: str, *arguments: object, cwd=ROOT):
    """Run ``line``, in which ``"$@"`` is the program with its arguments."""
    return subprocess.run(
        ["/bin/sh", "-c", line, "sh", sys.executable, "-m", "publisher", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_changes_no_exit_code(tmp_path, closed):
    path = write_report(tmp_path, "")
    for command, code in ((["check"], 1), (["html", "-o", tmp_path / "out"], 0)):
        done = shell(f'"$@" {closed}', *command, path)
        assert done.returncode == code
        assert "Traceback" not in done.stderr
    assert (tmp_path / "out" / "report.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert shell(f'"$@" {closed}', "check", tmp_path / "gone.md").returncode == 3
    assert shell(f'"$@" {closed}', "chek").returncode == 2


@FULL
@pytest.mark.parametrize(
    "arguments", [["check"], ["check", "--format", "json"], ["check", "--help"], ["receipt"]]
)
def test_a_full_standard_output_is_told(tmp_path, arguments):
    path = write_report(tmp_path, "")
    done = shell('"$@" >/dev/full', *arguments, path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "No space left on device" in done.stderr


@FULL
def test_a_full_standard_error_changes_no_exit_code(tmp_path):
    path = write_report(tmp_path, "")
    assert shell('"$@" 2>/dev/full', "check", path).returncode == 1
    assert shell('"$@" 2>/dev/full', "check", tmp_path / "gone.md").returncode == 3
    assert shell('"$@" 2>/dev/full', "html", path, "-o", tmp_path / "out").returncode == 0
    assert shell('"$@" 2>/dev/full', "chek").returncode == 2


def test_who_stops_reading_changes_no_exit_code(tmp_path):
    path = write_report(tmp_path, *["![a plan of it](figures/gone.png)"] * 900)
    line = '{ "$@"; echo "$?" >code; } | head -n 1'
    done = shell(line, "check", path, "--all", cwd=tmp_path)
    assert (tmp_path / "code").read_text() == "1\n"
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
