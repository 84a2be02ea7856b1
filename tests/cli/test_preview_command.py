"""``publisher preview`` as a process: it says where it is, follows, and ends at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from importlib.util import find_spec

import pytest
from support import ROOT, run, write_report

from publisher.cli import preview

THERE = all(find_spec(name) for name in ("starlette", "uvicorn", "watchfiles"))
LONG = 60


def opened(address):
    return urllib.request.urlopen(address, timeout=LONG)  # noqa: S310 - our own


@pytest.fixture
def report(tmp_path):
    return write_report(tmp_path / "report", "Ten bees.")


@pytest.mark.parametrize("library", ["starlette", "uvicorn", "watchfiles"])
def test_what_is_not_installed_is_named(report, monkeypatch, library):
    monkeypatch.setattr(preview, "find_spec", lambda name: None if name == library else object())
    done = run("preview", report)
    assert done.code == 5
    assert f"not installed: {library}" in done.err
    assert "pip install" in done.err
    assert done.out == ""


@pytest.mark.skipif(not THERE, reason="the extra 'preview' is not installed")
@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--editor", "code -g"], 2, "{file}"),
        (["--editor", "no-such-editor {file}"], 2, "no-such-editor"),
        (["--allow-host", "https://example.org/"], 2, "example.org"),
        (["--port", "70000"], 2, "70000"),
        (["--course", "none.yaml"], 2, "none.yaml"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_served(report, options, code, told):
    done = run("preview", "--no-open", *options, report)
    assert done.code == code
    assert told in done.err
    assert done.out == ""


@pytest.mark.skipif(not THERE, reason="the extra 'preview' is not installed")
def test_a_report_that_is_not_there_is_told(tmp_path):
    done = run("preview", "--no-open", tmp_path / "none.md")
    assert done.code == 3
    assert "none.md" in done.err


@pytest.mark.enable_socket
@pytest.mark.skipif(not THERE, reason="the extra 'preview' is not installed")
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_it_follows_and_ends_at_once_with_open_tabs(report):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "publisher", "preview", "--no-open", str(report)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            address = process.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            with opened(address) as answer:
                assert b"Ten bees." in answer.read()
            tabs = [opened(f"{address}events") for _ in range(3)]
            before = {tab.readline() for tab in tabs}
            assert len(before) == 1
            report.write_text(report.read_text().replace("Ten", "Nine"))
            for tab in tabs:
                assert tab.readline() == b"\n"
                assert tab.readline() not in before
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=LONG)
        finally:
            process.kill()
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "Ctrl-C ends it" in said
    for tab in tabs:
        tab.close()


@pytest.mark.enable_socket
@pytest.mark.skipif(not THERE, reason="the extra 'preview' is not installed")
def test_a_port_that_is_taken_is_told(report):
    from publisher.desk.preview.serve import bound

    with bound(0) as taken:
        done = run("preview", "--no-open", "--port", taken.getsockname()[1], report)
    assert done.code == 2
    assert "in use" in done.err
