"""Times a course on a Dask cluster of two workers on this machine beside ``--jobs 2``, in turn, and prints the ratio.

usage: cluster.py [--groups N] [--rounds N]

Nothing passes or fails here; it needs report-publisher[distributed]. The cluster stands when the clock starts, as one that is kept does.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from courses import US, write_handins

WORKER = ("distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard")
SCHEDULER = (
    "distributed.cli.dask_scheduler",
    *("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file"),
)


@contextlib.contextmanager
def cluster(room: Path):
    """Start a scheduler and two workers; give its address."""
    with contextlib.ExitStack() as held:

        def start(*command: str) -> None:
            process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=room,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            held.callback(process.wait)
            held.callback(process.terminate)

        file = room / "scheduler.json"
        start(*SCHEDULER, str(file))
        while not (file.is_file() and file.read_text()):
            time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        for _ in range(2):
            start(*WORKER, address)
        time.sleep(5)
        yield address


def main() -> None:
    """Time and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--groups", type=int, default=32)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name, cluster(Path(name)) as address:
        room = Path(name)
        write_handins(room / "handins", given.groups)
        ratios = []
        for _ in range(given.rounds):
            took = []
            for way in (("--scheduler", address), ("--jobs", "2")):
                shutil.rmtree(room / "out", ignore_errors=True)
                begun = time.perf_counter()
                command = [*US, "handins", "-o", "out", *way]
                subprocess.run(command, cwd=room, stdout=subprocess.DEVNULL, check=False)
                took.append(time.perf_counter() - begun)
                print(
                    f"{given.groups} groups, {way[0]}: {took[-1]:.1f} s, load {os.getloadavg()[0]:.1f}",
                    flush=True,
                )
            ratios.append(took[0] / took[1])
        print(f"  ratio {median(ratios):.2f} (goal: at most 1.1), of {len(ratios)} rounds")


if __name__ == "__main__":
    main()
