"""Times whole processes side by side, in turn, and prints a table of ratios: medians and quartiles.

usage: compare.py [REPORT] [--runs N] [--results FILE]     REPORT: a folder, by default group-01 of
PUBLISHER_REPORTS, else the example.  Nothing passes or fails here; a row whose quartiles lie on both sides of its goal
proves nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ("typer", "docutils", "markdown-it-py", "myst-parser", "weasyprint", "pydyf")
# What is timed is the work, unless a row says that it is done again.
os.environ["PUBLISHER_NO_CACHE"] = "1"


@dataclass
class Timed:
    """A command and what its runs took: seconds of the clock and of processors, peak MiB of the
    largest process.  A busy machine changes the processors' seconds less than the clock's.

    ``kept``: the folder of a cache, if what was made before may be given out again."""

    name: str
    command: list[str]
    cwd: Path
    kept: Path | None = None
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Median of seconds of the clock."""
        return statistics.median(self.wall)

    def run(self, *, counted: bool) -> None:
        """Run once; the operating system's own account tells the memory."""
        env = {name: text for name, text in os.environ.items() if name != "PUBLISHER_NO_CACHE"}
        env = env | {"XDG_CACHE_HOME": str(self.kept)} if self.kept else dict(os.environ)
        start = time.perf_counter()
        child = subprocess.Popen(
            self.command, cwd=self.cwd, env=env,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _, code, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        if os.waitstatus_to_exitcode(code) not in (0, 1):
            raise SystemExit(
                f"{' '.join(self.command)}: ended with {os.waitstatus_to_exitcode(code)}"
            )
        if counted:
            self.wall.append(seconds)
            self.cpu.append(usage.ru_utime + usage.ru_stime)
            self.peaks.append(usage.ru_maxrss / 1024)


@dataclass(frozen=True)
class Row:
    """A ratio of two commands, and what it is to be at most: of seconds of processors, and of the clock."""

    name: str
    ours: Timed
    theirs: Timed
    cpu: float | None = None
    wall: float | None = None

    def lines(self) -> list[str]:
        """Return a line of the table for each goal."""
        told = []
        for kind, goal in (("cpu", self.cpu), ("wall", self.wall)):
            if goal is None:
                continue
            ours, theirs = getattr(self.ours, kind), getattr(self.theirs, kind)
            low, middle, high = statistics.quantiles(
                [a / b for a, b in zip(ours, theirs, strict=True)], n=4
            )
            proved = "met" if high <= goal else "missed" if low > goal else "unproved"
            cells = (
                self.name,
                "processor" if kind == "cpu" else "clock",
                f"{statistics.median(ours):.3f} s",
                f"{statistics.median(theirs):.3f} s",
                f"**{middle:.2f}** ({low:.2f} to {high:.2f})",
                f"{goal}",
                proved,
                f"{max(self.ours.peaks):.0f} MiB",
            )
            told.append(f"| {' | '.join(cells)} |")
        return told


def rows(report: Path, out: Path) -> list[Row]:
    """Return what is compared; ``out``: a folder for what is made."""
    markdown = report / "README.md"
    us, kept = [sys.executable, "-m", "publisher"], out / "cache"
    page = [
        *pandoc_command(markdown, out)[:6],
        "--embed-resources",
        "-t",
        "html",
        "-o",
        str(out / "rival.html"),
    ]
    check = Timed("check", [*us, "check", str(report)], out)
    again = Timed("check again", check.command, out, kept)
    script = Timed(
        "script", [sys.executable, str(ROOT / "tests/benchmark/baseline.py"), str(markdown)], out
    )
    html = Timed("html", [*us, "html", str(report)], out)
    build = Timed("build", [*us, "build", str(report)], out)
    built = Timed("build again", build.command, out, kept)
    rival = Timed("pandoc + WeasyPrint", pandoc_command(markdown, out), report)
    return [
        Row("`check`, cold / a script of the same work", check, script, cpu=1.4),
        Row(
            "`check` again, nothing changed / the same script",
            again,
            replace(script, **new()),
            cpu=0.6,
        ),
        Row(
            "`html`, cold / pandoc's self-contained page",
            html,
            Timed("page", page, report),
            cpu=1.9,
        ),
        Row("`build`, cold / pandoc + WeasyPrint, PDF alone", build, rival, cpu=1.15, wall=0.85),
        Row("`build` again, nothing changed / cold", built, replace(build, **new()), wall=0.2),
    ]


def new() -> dict[str, list[float]]:
    """Return what a command took that was not run yet: one that stands in two rows is timed for each."""
    return {"wall": [], "cpu": [], "peaks": []}


def main() -> None:
    """Time and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("report", nargs="?", type=Path, default=default_report())
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--results", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        compared = rows(given.report.resolve(), Path(name))
        for row in compared:
            for turn in range(given.runs + 1):
                for timed in (row.ours, row.theirs) if turn % 2 else (row.theirs, row.ours):
                    timed.run(counted=turn > 0)
            print("\n".join(row.lines()), flush=True)
        told = table(given.report.name, given.runs, compared)
    if given.results:
        given.results.write_text(told, encoding="utf-8")


def table(report: str, runs: int, compared: list[Row]) -> str:
    """Return the results as Markdown."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return "\n".join(
        [
            f"# Speed, on {report}\n",
            f"Whole processes, {runs} runs of both in turn after one that is not counted: medians, and of the ratio the quartiles.",
            "A row whose quartiles lie on both sides of its goal proves nothing. `nox -s benchmark` makes this table.\n",
            f"Python {platform.python_version()}, {os.cpu_count()} processors ({platform.machine()}); {libraries}.\n",
            "| what | of | ours | theirs | ratio | goal | | largest process |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *(line for row in compared for line in row.lines()),
            "",
        ]
    )


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
