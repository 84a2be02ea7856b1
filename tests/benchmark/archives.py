"""Times an archive's making and proving beside pandoc's JSON, and shows that both grow as the files do.

usage: archives.py [REPORT] [--runs N] [--sizes MB,MB...]     as compare.py; sizes of all figures
together.  Nothing passes or fails here.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from compare import Timed, default_report

US = [sys.executable, "-m", "publisher"]
_GOAL = 0.5
"""Seconds beyond the start-up of the program, for each of the two commands."""


def main() -> None:
    """Time and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("report", nargs="?", type=Path, default=default_report())
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--sizes", default="10,50,100")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        beside_pandoc(given.report.resolve(), Path(name), given.runs)
        print("figures, archive: seconds and MiB at most of archive, verify, restore")
        for size in map(int, given.sizes.split(",")):
            of_size(size, Path(name) / str(size))


def beside_pandoc(report: Path, out: Path, runs: int) -> None:
    """Time the commands in turn, each run of one followed by one of the next."""
    import pypandoc

    pandoc = [pypandoc.get_pandoc_path(), "-f", "gfm", "-t", "json", str(report / "README.md")]
    start = Timed("publisher --version", [*US, "--version"], out)
    archive = Timed("publisher archive", [*US, "archive", str(report), "-o", "."], out)
    verify = Timed("publisher verify", [*US, "verify", "report.json"], out)
    rival = Timed("pandoc -t json (no figures)", [*pandoc, "-o", "pandoc.json"], out)
    every = (start, archive, verify, rival)
    for turn in range(runs + 1):
        for timed in every:
            timed.run(counted=turn > 0)
    print(f"{report.name}: {runs} runs each, in turn, after one that is not counted")
    for timed in every:
        print(f"  {timed.name:30} {timed.median:6.2f} s  {max(timed.peaks):5.0f} MiB at most")
    for timed in (archive, verify):
        beyond = timed.median - start.median
        print(f"  {timed.name} beyond start-up {beyond:.2f} s (goal: at most {_GOAL})")
    print()


def of_size(megabytes: int, folder: Path) -> None:
    """Time the commands once on a report with figures of so many megabytes."""
    figures = folder / "report" / "figures"
    figures.mkdir(parents=True)
    (folder / "report" / "README.md").write_text("### Question 1\n> Answer:\n\nwords\n", "utf-8")
    for number in range(megabytes // 5):
        data = random.Random(number).randbytes(5_000_000)  # noqa: S311 - bytes that do not shrink
        (figures / f"{number}.bin").write_bytes(data)
    told = []
    for more in (
        ["archive", "report", "-o", "."],
        ["verify", "report.json"],
        ["restore", "report.json", "-o", "again"],
    ):
        timed = Timed(more[0], [*US, *more], folder)
        timed.run(counted=True)
        told.append(f"{timed.median:.2f} s {timed.peaks[0]:.0f} MiB")
    written = (folder / "report.json").stat().st_size / 1e6
    print(f"  {megabytes} MB, {written:.0f} MB: " + "; ".join(told))


if __name__ == "__main__":
    main()
