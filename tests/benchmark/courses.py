"""Times a course: beside a loop of pandoc and WeasyPrint, by size, once more, after one change, and checks alone.

usage: courses.py [--groups N] [--only PART]     N: of the large course, 200 by default; PART: beside, large,
checks or pages (in a browser, where Playwright is installed and chromium is there).  Hand-ins are the reports that PUBLISHER_REPORTS names, else the example, in copies with changed words.
Nothing passes or fails here.  Beside each figure of the clock stands one of the processors, and the load: on a busy
machine two processes get more of it than one, and what two processors give is not seen.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
from compare import ROOT, pandoc_command

US = [sys.executable, "-m", "publisher", "course", "build"]
_SUBREAPER = 36  # prctl(2)
_EACH = 0.3
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Spent:
    """What a run took: seconds of the clock and of processors, MiB of memory (sum of PSS), and the load."""

    wall: float
    cpu: float
    pss: float
    load: float

    def __str__(self) -> str:
        """Return one line."""
        return f"{self.wall:7.1f} s, {self.cpu:7.1f} s CPU, {self.pss:5.0f} MiB of PSS, load {self.load:.1f}"


def spent(command: list[str], cwd: Path, *, looked_at: bool = True) -> Spent:
    """Run a command and return what it took, with all that it started."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak = [0.0]
    ended = threading.Event()
    look = threading.Thread(target=_look, args=(process.pid, peak, ended))
    if looked_at:
        look.start()
    _, code, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    ended.set()
    if looked_at:
        look.join()
    cpu = usage.ru_utime + usage.ru_stime + _orphans()
    if os.waitstatus_to_exitcode(code) not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: ended with {os.waitstatus_to_exitcode(code)}")
    return Spent(wall, cpu, peak[0], os.getloadavg()[0])


def _orphans() -> float:
    """Wait for the processes whose parent was ended, and return their seconds of processors."""
    total = 0.0
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return total
        total += usage.ru_utime + usage.ru_stime


def _look(pid: int, peak: list[float], ended: threading.Event) -> None:
    while not ended.wait(_EACH):
        total = 0
        try:
            top = psutil.Process(pid)
            for process in (top, *top.children(recursive=True)):
                try:
                    total += process.memory_full_info().pss
                except psutil.Error:
                    continue
        except psutil.Error:
            return
        peak[0] = max(peak[0], total / 1024 / 1024)


def write_handins(folder: Path, groups: int) -> None:
    """Write the hand-ins of so many groups, of each report in turn, with some words changed from group to group."""
    named = os.environ.get("PUBLISHER_REPORTS", "")
    found = sorted(p.parent for p in Path(named).glob("*/README.md")) if named else []
    reports = found or [ROOT / "examples" / "report"]
    for number in range(groups):
        source, place = reports[number % len(reports)], folder / f"Group {number + 1}" / "reports"
        shutil.copytree(source, place)
        if number >= len(reports):
            change_words(place / "README.md", number)


def change_words(path: Path, seed: int) -> None:
    """Change one in twenty of the longer words in a Markdown file, outside of headings, quotes and addresses."""
    chance = random.Random(seed)  # noqa: S311 - the same words each time
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    for at, line in enumerate(lines):
        if not line.startswith(("#", ">", "-", "|", "`", "<")) and "](" not in line:
            lines[at] = re.sub(
                r"\b[a-z]{6,}\b",
                lambda word: word[0][::-1] if chance.random() < 1 / 20 else word[0],
                line,
            )
    path.write_text("".join(lines), encoding="utf-8")


def beside(room: Path) -> None:
    """Build 16 groups cold, and make as many PDFs with pandoc and WeasyPrint, one after another."""
    write_handins(room / "handins", 16)
    ours = spent([*US, "handins", "-o", "out", "--jobs", "2"], room)
    wall = cpu = pss = 0.0
    for place in sorted((room / "handins").glob("*/reports")):
        one = spent(pandoc_command(place / "README.md", room), place)
        wall, cpu, pss = wall + one.wall, cpu + one.cpu, max(pss, one.pss)
    theirs = Spent(wall, cpu, pss, os.getloadavg()[0])
    print("16 groups, all formats, --jobs 2, cold\n ", ours)
    print("one after another, pandoc + WeasyPrint (PDF only)\n ", theirs)
    print(
        f"  ratio {ours.wall / theirs.wall:.2f} (goal: at most 0.62), of CPU {ours.cpu / theirs.cpu:.2f}\n"
    )


def large(room: Path, groups: int) -> None:
    """Build a quarter, a half and all of a large course; again; and again with one group changed."""
    write_handins(room / "handins", groups)
    every = {}
    for part in (4, 2, 1):
        size = groups // part
        (room / f"handins-{size}").mkdir()
        for number in range(size):
            name = f"Group {number + 1}"
            (room / f"handins-{size}" / name).symlink_to(room / "handins" / name)
        every[size] = spent([*US, f"handins-{size}", "-o", f"out-{size}", "--jobs", "2"], room)
        told = f"{every[size].cpu / size:.2f} s CPU a group"
        print(f"{size} groups, all formats, --jobs 2: {told}\n ", every[size], flush=True)
    first = every[groups]
    command = [*US, f"handins-{groups}", "-o", f"out-{groups}", "--jobs", "2"]
    again = spent(command, room)
    print(f"again, nothing changed\n  {again}")
    print(
        f"  {again.wall / first.wall:.2%} of the clock (goal: at most 2 %), {again.cpu / first.cpu:.2%} of CPU"
    )
    change_words(room / "handins" / "Group 1" / "reports" / "README.md", -1)
    one = spent(command, room)
    print(f"again, one group changed\n  {one}")
    alone = spent([*US[:-2], "build", "handins/Group 1/reports", "-o", "alone"], room)
    print(f"that group alone, `publisher build`\n  {alone}")
    more = (one.cpu - alone.cpu) / first.cpu
    print(f"  {more:.2%} of the first run's CPU beyond that (goal: at most 2 %)\n")


_WARM = """
import sys
from pathlib import Path
from publisher.check import check
from publisher.course.settings import Course
from publisher.reporters.json import report
for path in sorted(Path(sys.argv[1]).glob("*/reports/README.md")):
    report(check(path, Course()))
"""


def checks(room: Path, groups: int) -> None:
    """Check a large course, and as many reports in one warm process."""
    write_handins(room / "handins", groups)
    ours = spent([*US, "handins", "-o", "out", "--jobs", "2", "--check-only"], room)
    warm = spent([sys.executable, "-c", _WARM, "handins"], room)
    print(
        f"{groups} groups, --check-only, --jobs 2\n  {ours}\nas many checks in one warm process\n  {warm}"
    )
    print(
        f"  ratio {ours.wall / warm.wall:.2f} (goal: at most 0.75), of CPU {ours.cpu / warm.cpu:.2f}\n"
    )


def pages(room: Path) -> None:
    """Open, sort and filter the dashboard of 500 groups by 31 questions in Chromium, and a page with 500 answers."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("pages: Playwright is not installed")
        return
    write_dashboard(room, 500)
    index = room / "index.html"
    print(
        f"index.html of 500 groups by 31 questions: {index.stat().st_size / 1e6:.2f} MB (goal: under 4)"
    )
    steps = {
        "open index.html (goal: 2 s)": lambda tab: tab.goto(index.as_uri()),
        "sort by words": lambda tab: tab.get_by_role("button", name="Sort by Words").click(),
        "filter by a group's name": lambda tab: tab.get_by_label("Group", exact=True).fill(
            "Group 77"
        ),
        "open a question's page (goal: 3 s)": lambda tab: tab.goto(
            (room / "questions" / "question-14.html").as_uri()
        ),
        "ten answers on": lambda tab: [tab.keyboard.press("j") for _ in range(10)],
    }
    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.goto("about:blank")
        for name, step in steps.items():
            before, begun = _cpu_below(), time.perf_counter()
            step(tab)
            tab.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
            wall = time.perf_counter() - begun
            print(
                f"  {name:36} {wall:5.2f} s, {_cpu_below() - before:5.2f} s CPU, load {os.getloadavg()[0]:.1f}"
            )
        browser.close()


def _cpu_below() -> float:
    """Return the seconds of processors of all processes below this one."""
    return sum(
        sum(process.cpu_times()[:2]) for process in psutil.Process().children(recursive=True)
    )


def write_dashboard(out: Path, groups: int) -> None:
    """Write the pages of a course of so many groups, each with the example's answers and figures."""
    from publisher.cohort.built import GROUPS
    from publisher.cohort.fragments import FRAGMENTS
    from publisher.cohort.handin import Handin
    from publisher.cohort.marking import Marking
    from publisher.cohort.pages import write_pages
    from publisher.cohort.results import Head
    from publisher.cohort.worker import Job, make
    from publisher.course.settings import Course

    key = "Group-0"
    first = out / GROUPS / key
    first.mkdir(parents=True)
    path = ROOT / "examples" / "report" / "README.md"
    row = make(Job(key, str(path), Handin(key).members(), str(first), ("html",)), Course())
    questions = tuple(q | {"page": q["number"] + 2} for q in row.questions)
    row = replace(row, questions=questions, files=(*row.files, "report.pdf"))
    parts = (first / FRAGMENTS).read_text(encoding="utf-8")
    rows = [row]
    for number in range(1, groups):
        rows.append(
            replace(row, group=f"Group-{number}", late="changed" if number % 9 == 0 else "no")
        )
        place = out / GROUPS / rows[-1].group
        shutil.copytree(first / "figures", place / "figures", copy_function=os.link)
        (place / FRAGMENTS).write_text(parts.replace(key, rows[-1].group), encoding="utf-8")
    write_pages(out, rows, Head("Bees", "", "source", "x"), Marking())


def main() -> None:
    """Time and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--groups", type=int, default=200)
    arguments.add_argument("--only", choices=("beside", "large", "checks", "pages"))
    given = arguments.parse_args()
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    parts = {
        "beside": beside,
        "large": lambda room: large(room, given.groups),
        "checks": lambda room: checks(room, given.groups),
        "pages": pages,
    }
    for name, part in parts.items():
        if given.only in (None, name):
            with tempfile.TemporaryDirectory() as room:
                part(Path(room))


if __name__ == "__main__":
    main()
