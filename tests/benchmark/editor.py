"""Times the editor's server as one types: last change to diagnostics beside a warm check, and its memory.

usage: editor.py [REPORT] [--bursts N] [--changes N]     REPORT: as compare.py.  A burst is eight changes, 30 ms
apart, in an answer drawn by lot; what is timed is from the last of them to its diagnostics, without the time that
the server waits for another (at most 50 ms).  C is a full check in a warm process, made between the bursts.
Then so many changes, without a pause, and what memory the server takes.  Nothing passes or fails here.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from pathlib import Path
from typing import NamedTuple

import psutil
from compare import ROOT, default_report

sys.path.insert(0, str(ROOT / "tests" / "desk"))

from editor import Editor, editor

from publisher.check import check
from publisher.desk.lsp.documents import QUIET

_WORDS = "the sensor was moved because its battery froze at night and nobody noticed".split()  # noqa: SIM905
_GOAL_TIME, _GOAL_MEMORY = 1.0, 1.1
_EARLY = 10
"""Changes after which the memory is what later ones are compared with."""


def main() -> None:
    """Time and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("report", nargs="?", type=Path, default=default_report())
    arguments.add_argument("--bursts", type=int, default=60)
    arguments.add_argument("--changes", type=int, default=10_000)
    given = arguments.parse_args()
    asyncio.run(measure(given.report.resolve() / "README.md", given.bursts, given.changes))


async def measure(path: Path, bursts: int, changes: int) -> None:
    """Type in the report at ``path``, which is not written."""
    drawn = random.Random(7)  # noqa: S311 - the same in each run
    check(path)
    async with editor() as desk:
        await desk.open(path)
        server = psutil.Process(desk.server.pid)
        taken, checks = [], []
        for _ in range(bursts):
            for _ in range(8):
                await asyncio.sleep(0.03)
                desk.send(typed(desk.text, drawn))
            start = Moment.now(server)
            await desk.found()
            taken.append(Moment.now(server) - start)
            start = Moment.now(psutil.Process())
            check(path)
            checks.append(Moment.now(psutil.Process()) - start)
        print(f"{path.parent.name}: {bursts} bursts of changes")
        told("C, a full check in a warm process", checks)
        wall, cpu = told("last change to diagnostics", taken, spared=QUIET)
        full, worked = (statistics.median(times) for times in zip(*checks, strict=True))
        print(f"  p95 {wall / full:.2f} C (goal: at most {_GOAL_TIME}), of CPU {cpu / worked:.2f}")
        await changed(desk, _EARLY, drawn)
        early = server.memory_info().rss
        start = time.perf_counter()
        for done in range(0, changes, 1000):
            await changed(desk, min(1000, changes - done), drawn)
        late = server.memory_info().rss
        each = 1000 * (time.perf_counter() - start) / max(1, changes)
        print(
            f"  {changes:,} changes, {each:.1f} ms each: {late / 2**20:.0f} MiB, {late / early:.2f} of that "
            f"after {_EARLY} (goal: at most {_GOAL_MEMORY})"
        )


class Moment(NamedTuple):
    """A time, or how long something took: seconds of the clock, and of processors in a process."""

    clock: float
    cpu: float

    @classmethod
    def now(cls, process: psutil.Process) -> Moment:
        """Return the time and what ``process`` has worked."""
        times = process.cpu_times()
        return cls(time.perf_counter(), times.user + times.system)

    def __sub__(self, other: Moment) -> Moment:
        """Return what lies between."""
        return Moment(self.clock - other.clock, self.cpu - other.cpu)


def told(name: str, times: list[Moment], spared: float = 0.0) -> Moment:
    """Print the median and the 95th of a hundred; return that, of clock and CPU, without what is ``spared``."""
    clock, cpu = ([*kind] for kind in zip(*times, strict=True))
    clock = [max(0.0, taken - spared) for taken in clock]
    p95 = Moment(*(statistics.quantiles(kind, n=20)[-1] for kind in (clock, cpu)))
    print(
        f"  {name:34} median {statistics.median(clock):.3f} s, {statistics.median(cpu):.3f} s CPU; "
        f"p95 {p95.clock:.3f} s, {p95.cpu:.3f} s CPU"
    )
    return p95


async def changed(desk: Editor, number: int, drawn: random.Random) -> None:
    """Send changes as fast as the server takes them; wait for the diagnostics of each hundredth."""
    for count in range(1, number + 1):
        desk.send(typed(desk.text, drawn))
        if count % 100 == 0 or count == number:
            await desk.found()


def typed(text: str, drawn: random.Random) -> str:
    """Return ``text`` with a word more, or one less, at the end of a line that holds some."""
    lines = text.split("\n")
    at = drawn.choice([n for n, line in enumerate(lines) if line and line[0].isalpha()])
    if drawn.random() < 0.5 and lines[at].endswith(tuple(f" {word}" for word in _WORDS)):
        lines[at] = lines[at].rpartition(" ")[0]
    else:
        lines[at] += f" {drawn.choice(_WORDS)}"
    return "\n".join(lines)


if __name__ == "__main__":
    main()
