"""Times reading again: from an edit to what is said of it, held against a full check in the same process.

usage: edits.py [REPORT] [--edits N]     REPORT: a folder, as compare.py has it. Nothing passes or fails here.
Seconds are those of the processor, so that a busy machine changes them less.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from pathlib import Path

import psutil
from compare import default_report

from publisher.check import check
from publisher.desk.session import Session
from publisher.read.cut.segments import split
from publisher.read.files.load import load

SOON = 10
"""Edits after which memory is looked at first."""
GOAL = 1.0
"""Of a full check, for 95 of 100 edits."""
GROWTH = 1.1
"""Of the memory after some edits, at most, after many."""
KINDS = {"a letter": "e", "a blank": " ", "a new line": "\n", "a bracket": "["}


def main() -> None:
    """Edit, time and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("report", nargs="?", type=Path, default=default_report())
    arguments.add_argument("--edits", type=int, default=1000)
    given = arguments.parse_args()
    path = given.report.resolve() / "README.md"
    text = load(path).text
    dice = random.Random(0)  # noqa: S311 - the same edits each time
    session = Session(path)
    session.check(text)
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    full = []
    memory = {}
    for number in range(1, given.edits + 1):
        kind, typed = dice.choice(list(KINDS.items()))
        answer = dice.choice(split(text).questions).answer
        at = dice.randrange(answer.start, answer.end)
        before, text = text, text[:at] + typed + text[at:]
        start = time.process_time()
        session.check(text)
        took[kind].append(time.process_time() - start)
        if number % 10 == 0:  # a text that grows would be another one
            text = before
            start = time.process_time()
            check(path)
            full.append(time.process_time() - start)
        if number in (SOON, given.edits):
            memory[number] = psutil.Process().memory_info().rss / 1024**2
    whole = statistics.median(full)
    print(
        f"{given.report.name}: {given.edits} edits of answers; C, a full check: {whole * 1000:.0f} ms"
    )
    for kind, seconds in took.items():
        ratios = [second / whole for second in seconds]
        print(
            f"  {kind:12} {statistics.median(ratios):.2f} C, 95 of 100 within {_most(ratios):.2f} C"
        )
    everything = [second / whole for seconds in took.values() for second in seconds]
    print(f"  edit to what is said: 95 of 100 within {_most(everything):.2f} C (goal: {GOAL})")
    first, last = memory.values()
    print(
        f"  memory after {SOON} edits {first:.0f} MiB, after {given.edits} {last:.0f} MiB:"
        f" {last / first:.2f} (goal: at most {GROWTH})"
    )


def _most(ratios: list[float]) -> float:
    return statistics.quantiles(ratios, n=20)[-1]


if __name__ == "__main__":
    main()
