"""PDFs by children that are forked: the same bytes, the same limits, and one child's end is its own."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from publisher.pdf.fork_server import kept, running
from publisher.pdf.process import PdfCrashed, PdfJob, PdfLimits, PdfProcess, PdfTimeout, PdfTooLong

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fork server is for Linux")


def small(words="and more"):
    html = f"<!doctype html><html lang=en><title>t</title><body><h1>Words</h1><p>{words}"
    return PdfJob(html=html, stylesheets=(), images={}, title="t", language="en", identifier=b"x")


def made(job, limits=None):
    with PdfProcess(limits) as process:
        return process.render(job)


@pytest.fixture(scope="module", autouse=True)
def server():
    with kept():
        yield


def alone(job, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("publisher.pdf.parent.running", lambda: None)
        return made(job)


def test_bytes_are_those_of_a_child_started_alone(monkeypatch):
    # A character that no font has gets a font of its own, in a folder that no other child sees.
    for job in (small(), small("\ue000 private"), small()):
        assert made(job) == alone(job, monkeypatch)


def test_limits_are_each_childs_own():
    many = small("<p style='break-before: page'>x" * 5)
    with pytest.raises(PdfTooLong):
        made(many, PdfLimits(pages=2))
    with pytest.raises(PdfTimeout):
        made(small("word " * 200_000), PdfLimits(seconds=1))
    assert made(many).pages == 6


def test_child_that_is_killed_is_told_and_the_next_works():
    with PdfProcess() as process:
        process.start()
        os.kill(process.pid, signal.SIGKILL)
        with pytest.raises(PdfCrashed, match="SIGKILL"):
            process.render(small())
    assert made(small()).pages == 1


def test_server_that_is_killed_is_started_again():
    before = running()._process
    before.kill()
    before.wait()
    assert made(small()).pages == 1
    assert running()._process.pid != before.pid


def test_child_that_is_not_needed_any_more_ends():
    with PdfProcess() as process:
        process.start()
        pid = process.pid
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.05)
    pytest.fail("it is still there")


def test_child_ends_with_the_server():
    with PdfProcess() as process:
        process.start()
        running()._process.kill()
        with pytest.raises(PdfCrashed):
            process.render(small())


def test_nothing_of_one_child_is_there_for_the_next():
    """Its folder, its environment and its descriptors are its own."""
    with PdfProcess() as one:
        one.start()
        folder = one._work.path
        for _ in range(100):  # it is forked at once, and takes its place then
            told = Path(f"/proc/{one.pid}/cwd").resolve()
            if told == folder:
                break
            time.sleep(0.05)
        time.sleep(0.2)
        pipes = sorted(int(p.name) for p in Path(f"/proc/{one.pid}/fd").iterdir())
    assert told == folder
    assert not folder.exists()
    assert pipes[:3] == [0, 1, 2]
    assert len(pipes) <= 5  # and the answer's own, and what Python reads chance from
