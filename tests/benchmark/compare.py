"""Times whole processes side by side, in turn, and prints medians and ratios.

usage: compare.py [REPORT] [--runs N]     REPORT: a folder, by default group-01 of
PUBLISHER_REPORTS, else the example.  Nothing passes or fails here.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Timed:
    """A command and what its runs took: seconds of the clock and of processors, peak MiB of the
    largest process.  A busy machine changes the processors' seconds less than the clock's."""

    name: str
    command: list[str]
    cwd: Path
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Median of wall seconds."""
        return statistics.median(self.seconds)

    def run(self, *, counted: bool) -> None:
        """Run once; the operating system's own account tells the memory."""
        start = time.perf_counter()
        child = subprocess.Popen(
            self.command, cwd=self.cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, _, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        if counted:
            self.seconds.append(seconds)
            self.cpu.append(usage.ru_utime + usage.ru_stime)
            self.peaks.append(usage.ru_maxrss / 1024)


def main() -> None:
    """Time and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("report", nargs="?", type=Path, default=default_report())
    arguments.add_argument("--runs", type=int, default=5)
    given = arguments.parse_args()
    report = given.report.resolve()
    markdown = report / "README.md"
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        python = sys.executable
        us = [python, "-m", "publisher"]
        pandoc = pandoc_command(markdown, out)
        check = Timed("publisher check", [*us, "check", str(report)], out)
        script = Timed(
            "script of the old kind",
            [python, str(ROOT / "tests/benchmark/baseline.py"), str(markdown)],
            out,
        )
        build = Timed("publisher build (3 formats)", [*us, "build", str(report)], out)
        rival = Timed("pandoc + WeasyPrint (PDF)", pandoc, report)
        pairs = [(check, script, 2.5), (build, rival, 1.2)]
        for ours, theirs, _ in pairs:
            for turn in range(given.runs + 1):
                for timed in (ours, theirs):
                    timed.run(counted=turn > 0)
    print(f"{report.name}: {given.runs} runs each, in turn, after one that is not counted")
    for ours, theirs, goal in pairs:
        for timed in (ours, theirs):
            cpu = statistics.median(timed.cpu)
            told = f"{timed.median:6.2f} s  {cpu:6.2f} s CPU  {max(timed.peaks):5.0f} MiB at most"
            print(f"  {timed.name:30} {told}")
        by_clock, by_cpu = (
            statistics.median(a / b for a, b in zip(*pair, strict=True))
            for pair in ((ours.seconds, theirs.seconds), (ours.cpu, theirs.cpu))
        )
        print(f"  ratio {by_clock:.2f} (goal: at most {goal}), of CPU {by_cpu:.2f}\n")


def default_report() -> Path:
    """Return the report that is timed when none is named."""
    folder = os.environ.get("PUBLISHER_REPORTS")
    return Path(folder) / "group-01" if folder else ROOT / "examples" / "report"


def pandoc_command(markdown: Path, out: Path) -> list[str]:
    """Return the rival's command: pandoc with WeasyPrint as its PDF engine."""
    import pypandoc

    engine = str(Path(sys.executable).parent / "weasyprint")
    pandoc = pypandoc.get_pandoc_path()
    return [
        pandoc, str(markdown), "-f", "gfm", "-s", "--toc", "--metadata", "title=Report",
        f"--pdf-engine={engine}", "-o", str(out / "rival.pdf"),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
