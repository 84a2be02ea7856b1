"""A course on a Dask cluster of two workers, one of which is ended on the way: ``nox -s distributed``."""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import files_below, png, question

ROOT = Path(__file__).resolve().parents[2]
WORKER = ("distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard", "--no-nanny")
GROUPS = 6


def started(folder, name, *command):
    """Start a program of the cluster, which stands in a folder of its own."""
    place = folder / name
    place.mkdir()
    with (place / "log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *command], cwd=place, stdout=log, stderr=log,
            env=os.environ | {"SOURCE_DATE_EPOCH": "1"},  # of the machine, not of the run
        )  # fmt: skip


def waited_for(found, seconds=60):
    """Wait until ``found`` returns something, and return that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.1)
    raise TimeoutError


@pytest.fixture
def cluster(tmp_path):
    """Start a scheduler and two workers; return its address and the workers."""
    file = tmp_path / "scheduler.json"
    scheduler = started(
        tmp_path, "scheduler", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
        "--no-dashboard", "--scheduler-file", str(file),
    )  # fmt: skip
    address = waited_for(
        lambda: file.is_file() and file.read_text() and json.loads(file.read_text())
    )
    workers = [
        started(tmp_path, f"worker-{number}", *WORKER, address["address"]) for number in (1, 2)
    ]
    yield address["address"], workers, scheduler
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Write a course and build it with processes of this machine; return its folder."""
    folder = tmp_path_factory.mktemp("course")
    for number in range(1, GROUPS + 1):
        place = folder / "handins" / f"Group {number}" / "reports"
        (place / "figures").mkdir(parents=True)
        (place / "figures" / "hive.png").write_bytes(png())
        answers = (f"Number {number}. ![a hive](figures/hive.png)", "On *Tuesday*.", "$x^2$")
        text = "".join(question(n, answer) for n, answer in enumerate(answers, 1))
        (place / "README.md").write_text(f"# Report\n\n## Part\n\n{text}")
    (folder / "handins" / "Group 7").mkdir()
    (folder / "handins" / "Group 7" / "README.md").write_bytes(b"\0")
    (folder / "course.yaml").write_text("title: Bees\n")
    assert build(folder, "here", "--jobs", "2") == 1  # one cannot be read
    return folder


def command(out, *options):
    build = (sys.executable, "-m", "publisher", "course", "build", "handins", "-c", "course.yaml")
    return [*build, "-o", out, *options]


def build(folder, out, *options):
    return subprocess.run(command(out, *options), cwd=folder, check=False).returncode


def test_same_bytes_as_with_jobs(course, cluster):
    address, *_ = cluster
    assert build(course, "there", "--scheduler", address) == 1
    assert files_below(course / "there") == files_below(course / "here")


def test_worker_that_ends_on_the_way_costs_nothing(course, cluster):
    address, workers, _ = cluster
    out = course / "half"
    running = subprocess.Popen(command("half", "--scheduler", address), cwd=course)
    try:
        waited_for(lambda: list((out / "groups").glob("*/row.json")))
        workers[0].send_signal(signal.SIGKILL)
        assert running.wait(120) == 1
    finally:
        running.kill()
        running.wait()
    assert files_below(out) == files_below(course / "here")


def test_scheduler_that_ends_is_told_and_the_next_run_goes_on(course, cluster):
    address, _, scheduler = cluster
    out = course / "gone"
    with subprocess.Popen(
        command("gone", "--scheduler", address), cwd=course, stderr=subprocess.PIPE, text=True
    ) as running:
        waited_for(lambda: list((out / "groups").glob("*/row.json")))
        scheduler.kill()
        _, told = running.communicate(timeout=120)
    assert running.returncode == 5
    assert "is gone; what is done stays" in told.splitlines()[-1]
    assert "Traceback" not in told
    assert build(course, "gone", "--jobs", "2") == 1
    assert files_below(out) == files_below(course / "here")


def test_nobody_who_answers_is_told(course):
    done = subprocess.run(
        command("none", "--scheduler", "nonsense"),
        cwd=course,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 5
    assert "no scheduler answers at 'nonsense'" in done.stderr


@pytest.mark.enable_socket
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("name", "mark"), [("lsf", "#BSUB -q"), ("slurm", "#SBATCH -p"), ("pbs", "#PBS -q")]
)
def test_examples_ask_for_workers(name, mark, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "examples" / "cluster")
    module = importlib.import_module(name)
    with module.cluster() as made:
        script = made.job_script()
    assert mark in script
    assert "--nworkers 4" in script
    assert "--nthreads 1" in script
    assert "--lifetime 225m" in script
