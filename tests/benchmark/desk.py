"""Times the writer's desk: from a save to the page, and from the start of the preview to its first page.

usage: desk.py [REPORT] [--saves N] [--runs N]     REPORT: as in compare.py.  C is a warm full check of the report in
the same process.  With Playwright and Chromium there is a browser, too.  Nothing passes or fails here.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from compare import default_report

from publisher.check import check
from publisher.course.settings import Course
from publisher.desk.preview.state import Preview

QUIET = 0.05
"""Seconds that the goals do not count: in which nothing more may be saved."""


def main() -> None:
    """Time and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("report", nargs="?", type=Path, default=default_report())
    arguments.add_argument("--saves", type=int, default=60)
    arguments.add_argument("--runs", type=int, default=5)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "report"
        shutil.copytree(given.report, folder, copy_function=shutil.copy)
        path = folder / "README.md"
        print(f"{given.report.name}: {given.saves} saves, one after another")
        c = checked(path)
        print(f"  C, a warm full check        {c * 1000:6.0f} ms")
        told("save to page, p95", saved(path, given.saves), c, 2)
        if seen := in_browser(path, given.saves):
            told("save to repaint, p95", seen, c, 2)
        html, first = started(folder, given.runs)
        print(
            f"  first page of preview       {first:6.2f} s, publisher html {html:6.2f} s: "
            f"{first / html:.2f} (goal: at most 1.5)"
        )


def told(name: str, times: list[float], c: float, goal: int) -> None:
    """Print what a 95th percentile is beside C."""
    p95 = statistics.quantiles(times, n=20)[-1]
    median = statistics.median(times)
    print(
        f"  {name:27} {p95 * 1000:6.0f} ms (median {median * 1000:.0f}): {(p95 - QUIET) / c:.2f} C "
        f"without {QUIET * 1000:.0f} ms of quiet (goal: at most {goal})"
    )


def checked(path: Path) -> float:
    """Return the median seconds of a check in this process, once all is loaded."""
    times = []
    for _ in range(9):
        start = time.perf_counter()
        check(path)
        times.append(time.perf_counter() - start)
    return statistics.median(times[2:])


def edits(path: Path, saves: int):
    """Save the report so many times, each with another word in one of its answers; yield when each was saved."""
    text = path.read_text(encoding="utf-8")
    places = [at for at in range(len(text)) if text.startswith("Answer:", at)]
    for number in range(saves):
        at = text.index("\n", places[number % len(places)]) + 1
        new = path.with_name(".new")
        new.write_text(f"{text[:at]}\nedit {number} here\n{text[at:]}", encoding="utf-8")
        start = time.time()
        new.replace(path)
        yield start
    path.write_text(text, encoding="utf-8")


def saved(path: Path, saves: int) -> list[float]:
    """Return the seconds from each save until its page is told to the tabs."""

    async def run() -> list[float]:
        preview = Preview(path, None, Course())
        preview.start()
        stream, times = preview.told(), []
        await anext(stream)
        for start in edits(path, saves):
            while not await anext(stream):
                pass
            times.append(time.time() - start)
            await asyncio.sleep(0.05)
        preview.end()
        return times[5:]

    return asyncio.run(run())


def in_browser(path: Path, saves: int) -> list[float]:
    """Return the seconds from each save until a browser has changed its page; empty: there is none."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        return []
    times = []
    with sync_playwright() as started, server(path.parent) as (_, address):
        browser = started.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(address)
        page.wait_for_timeout(1000)
        for start in edits(path, saves):
            painted = page.evaluate(
                "() => new Promise((done) => addEventListener('publisher:changed', "
                "() => requestAnimationFrame(() => done(Date.now() / 1000)), {once: true, capture: true}))"
            )
            times.append(painted - start)
            time.sleep(0.05)
        browser.close()
    return times[5:]


class server:  # noqa: N801 - used as a function
    """Gives a preview's process and address; it ends with the block."""

    def __init__(self, folder: Path) -> None:
        """Take the report's folder."""
        command = [sys.executable, "-m", "publisher", "preview", "--no-open", str(folder)]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def __enter__(self) -> tuple[subprocess.Popen[str], str]:
        """Wait for the address."""
        return self._process, self._process.stdout.readline().strip()

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


def started(folder: Path, runs: int) -> tuple[float, float]:
    """Return the median seconds of ``publisher html``, and of a preview's start until its page is there."""
    html, first = [], []
    for turn in range(runs + 1):
        start = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "publisher",
            "html",
            str(folder),
            "-o",
            str(folder / "out"),
        ]
        subprocess.run(command, capture_output=True, check=False)
        middle = time.perf_counter()
        with server(folder) as (_, address):
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own
                answer.read()
            end = time.perf_counter()
        if turn:
            html.append(middle - start)
            first.append(end - middle)
    return statistics.median(html), statistics.median(first)


if __name__ == "__main__":
    main()
