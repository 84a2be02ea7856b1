"""Times the PDF of reports of 20, 200 and 1,000 pages: do time and memory grow as the pages do?

usage: pages.py [--pages N,N...]     Nothing passes or fails here.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from compare import ROOT

EXAMPLE = ROOT / "examples" / "report"
PAGES = 25
"""Of the example, about."""
MEMORY = 400
"""MiB that a report of 200 pages may take at most: the goal."""
PAUSE = 0.02
"""Seconds from one look at the memory to the next."""


@dataclass
class Taken:
    """What a command took, with all processes below it.

    ``cpu``: seconds of processors; ``peak``: MiB of all processes at once, what they share
    counted for each.
    """

    seconds: float
    cpu: float
    peak: float


def main() -> None:
    """Time and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pages", default="20,200,1000")
    given = arguments.parse_args()
    print("publisher pdf, by pages: once each; MiB of all processes together")
    first = 0.0
    with tempfile.TemporaryDirectory() as name:
        for asked in map(int, given.pages.split(",")):
            pages, taken = made(asked, Path(name) / str(asked))
            each = taken.cpu / pages
            first = first or each
            print(
                f"  {pages:5} pages  {taken.seconds:6.1f} s  {taken.cpu:6.1f} s CPU"
                f"  {1000 * each:4.0f} ms CPU a page ({each / first:.2f} of the first)"
                f"  {taken.peak:5.0f} MiB at most",
                flush=True,
            )
    print(f"  (goals: time in proportion to pages; at most {MEMORY} MiB at 200 pages)")


def made(asked: int, folder: Path) -> tuple[int, Taken]:
    """Make the PDF of a report of about so many pages; return how many it has, what it took."""
    report, out = folder / "report", folder / "out"
    report.mkdir(parents=True)
    shutil.copytree(EXAMPLE / "figures", report / "figures")
    (report / "README.md").write_text(text(asked), encoding="utf-8")
    taken = take([sys.executable, "-m", "publisher", "pdf", str(report), "-o", str(out)], folder)
    made_of = json.loads((out / "report.pages.json").read_bytes())
    return made_of["pdf"]["pages"], taken


def text(pages: int) -> str:
    """Return the example's questions again and again, each with a number of its own."""
    source = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    head, *questions = source.split("\n### Question ")
    answers = [question.partition("\n")[2] for question in questions]
    return head + "".join(
        f"\n### Question {number + 1}\n{answers[number % len(answers)]}"
        for number in range(round(pages * len(answers) / PAGES))
    )


def take(command: list[str], cwd: Path) -> Taken:
    """Run a command and return what it took."""
    before, start, peak = os.times(), time.perf_counter(), 0
    with subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            peak = max(peak, resident(process.pid))
            time.sleep(PAUSE)
    seconds, after = time.perf_counter() - start, os.times()
    cpu = sum(after[2:4]) - sum(before[2:4])  # of children that have ended, and theirs
    return Taken(seconds, cpu, peak / 1024**2)


def resident(number: int) -> int:
    """Return the bytes in memory of a process and all below it."""
    size = 0
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(number)
        for process in (root, *root.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                size += process.memory_info().rss
    return size


if __name__ == "__main__":
    main()
