"""Times whole processes side by side, in turn, and prints a table of ratios: medians and quartiles.

usage: compare.py [REPORT] [--runs N] [--courses N] [--before FOLDER] [--results FILE]     REPORT: a folder, by
default group-01 of PUBLISHER_REPORTS, else the example; --courses: how often 16 groups are built (0: not); --before:
an older checkout, whose memory is compared.  Nothing passes or fails here; a row whose quartiles lie on both sides of
its goal proves nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ("typer", "docutils", "markdown-it-py", "weasyprint", "pydyf", "typst")
# What is timed is the work, unless a row says that it is done again.
os.environ["PUBLISHER_NO_CACHE"] = "1"


_KINDS = {"cpu": "processor", "wall": "clock", "peaks": "memory"}
_PAGES = 200
"""Of the longer report whose memory is compared."""


@dataclass
class Timed:
    """A command and what its runs took: seconds of the clock and of processors, peak MiB of the
    largest process.  A busy machine changes the processors' seconds less than the clock's.

    ``kept``: the folder of a cache, if what was made before may be given out again; ``path``: where its program's
    package is, if not here."""

    name: str
    command: list[str]
    cwd: Path
    kept: Path | None = None
    path: Path | None = None
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
        env |= {"PYTHONPATH": str(self.path)} if self.path else {}
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
    """A ratio of two commands, and what it is to be at most: of seconds of processors, of the clock, and of memory."""

    name: str
    ours: Timed
    theirs: Timed
    cpu: float | None = None
    wall: float | None = None
    peaks: float | None = None
    most: int = 1000
    """Runs that are enough: memory is the same each time."""

    def lines(self) -> list[str]:
        """Return a line of the table for each goal."""
        told = []
        for kind, goal in (("cpu", self.cpu), ("wall", self.wall), ("peaks", self.peaks)):
            if goal is None:
                continue
            ours, theirs = getattr(self.ours, kind), getattr(self.theirs, kind)
            low, middle, high = statistics.quantiles(
                [a / b for a, b in zip(ours, theirs, strict=True)], n=4
            )
            proved = "met" if high <= goal else "missed" if low > goal else "unproved"
            unit = "{:.0f} MiB" if kind == "peaks" else "{:.3f} s"
            cells = (
                self.name,
                _KINDS[kind],
                unit.format(statistics.median(ours)),
                unit.format(statistics.median(theirs)),
                f"**{middle:.2f}** ({low:.2f} to {high:.2f})",
                f"{goal}",
                proved,
                f"{max(self.ours.peaks):.0f} MiB" if self.ours.peaks else "",
            )
            told.append(f"| {' | '.join(cells)} |")
        return told


def rows(report: Path, out: Path, before: Path | None) -> list[Row]:
    """Return what is compared; ``out``: a folder for what is made; ``before``: an older checkout."""
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
    typst = [sys.executable, str(ROOT / "tests/benchmark/typst_pdf.py"), "README.md"]
    typst_row = Row(
        "`build`, cold / pandoc + Typst, PDF alone",
        replace(build, **new()),
        Timed("pandoc + Typst", [*typst, str(out / "typst.pdf")], report),
        wall=4.2,
    )
    held = []
    if before:
        longer = write_longer(out / "longer", _PAGES)
        for place, named in ((report, report.name), (longer, f"{_PAGES} pages")):
            one = Timed("build", [*us[:1], "-P", *us[1:], "build", str(place)], out)
            name = f"memory of `build`, {named} / before"
            held.append(Row(name, one, replace(one, path=before, **new()), peaks=1.0, most=2))
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
        *([typst_row] if find_spec("typst") else []),
        Row("`build` again, nothing changed / cold", built, replace(build, **new()), wall=0.2),
        *held,
    ]


def write_longer(folder: Path, pages: int) -> Path:
    """Write a report of about so many pages; return its folder."""
    from pages import EXAMPLE, text

    shutil.copytree(EXAMPLE / "figures", folder / "figures")
    (folder / "README.md").write_text(text(pages), encoding="utf-8")
    return folder


def warm_row(report: Path, runs: int) -> Row:
    """Time a first reading and page in a process, and those after one word was changed."""
    script = [sys.executable, str(ROOT / "tests/benchmark/warm.py"), str(report)]
    first, again = (Timed(name, script, report) for name in ("first", "one word changed"))
    for _ in range(runs):
        said = subprocess.run(script, capture_output=True, text=True, check=True).stdout.split()
        first.cpu.append(float(said[0]))
        again.cpu.append(float(said[1]))
    return Row("one word changed, in a warm process / the first time there", again, first, cpu=0.65)


def course_row(room: Path, runs: int) -> Row:
    """Time 16 groups in all formats, and a loop of pandoc and WeasyPrint over the same."""
    from courses import US, spent, write_handins

    write_handins(room / "handins", 16)
    ours, theirs = Timed("16 groups", US, room), Timed("a loop", US, room)
    for run in range(runs):
        made = spent([*US, "handins", "-o", f"out-{run}", "--jobs", "2"], room, looked_at=False)
        ours.wall.append(made.wall)
        places = sorted((room / "handins").glob("*/reports"))
        loop = [
            spent(pandoc_command(place / "README.md", room), place, looked_at=False)
            for place in places
        ]
        theirs.wall.append(sum(one.wall for one in loop))
    name = "16 groups, all formats, `--jobs 2` / pandoc + WeasyPrint one after another"
    return Row(name, ours, theirs, wall=0.55)


def new() -> dict[str, list[float]]:
    """Return what a command took that was not run yet: one that stands in two rows is timed for each."""
    return {"wall": [], "cpu": [], "peaks": []}


def main() -> None:
    """Time and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("report", nargs="?", type=Path, default=default_report())
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--results", type=Path)
    arguments.add_argument("--courses", type=int, default=0)
    arguments.add_argument("--before", type=Path)
    given = arguments.parse_args()
    report = given.report.resolve()
    with tempfile.TemporaryDirectory() as name:
        compared = rows(report, Path(name), given.before)
        for row in compared:
            for turn in range(min(given.runs, row.most) + 1):
                for timed in (row.ours, row.theirs) if turn % 2 else (row.theirs, row.ours):
                    timed.run(counted=turn > 0)
            print("\n".join(row.lines()), flush=True)
        compared.append(warm_row(report, given.runs))
        print("\n".join(compared[-1].lines()), flush=True)
        if given.courses > 1:
            compared.append(course_row(Path(name), given.courses))
            print("\n".join(compared[-1].lines()), flush=True)
        told = table(given.report.name, given.runs, compared)
    if given.results:
        given.results.write_text(told, encoding="utf-8")


def table(report: str, runs: int, compared: list[Row]) -> str:
    """Return the results as Markdown."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES if _is_there(name))
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


def _is_there(library: str) -> bool:
    try:
        version(library)
    except PackageNotFoundError:
        return False
    return True


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
