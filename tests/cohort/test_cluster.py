"""Groups on a cluster, as far as it can be seen without one: what is handed over, and what becomes of the lost."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import Future
from importlib.util import find_spec
from pathlib import Path

import pytest
from support import question, run

from publisher.cohort.cluster import LOST, ClusterError, Shared, Task, do, through, unlike
from publisher.cohort.worker import Job, versions

SHARED = Shared("", "digest")


class LostWorkerError(Exception):
    """What a cluster raises of a job whose worker died."""


class Cluster:
    """Stands for a cluster's executor: ``answer`` says what becomes of a job, given how often it was handed over."""

    def __init__(self, answer):
        self.answer = answer
        self.seen = []
        self.futures = []

    def submit(self, function, task, /):
        assert function is do
        assert isinstance(task, Task)
        self.seen.append(task.job)
        future = Future()
        self.futures.append(weakref.ref(future))
        times = sum(job.group == task.job.group for job in self.seen)
        try:
            future.set_result(self.answer(task.job, times))
        except LostWorkerError as error:
            future.set_exception(error)
        except ModuleNotFoundError as error:
            future.set_exception(error)
        return future


def jobs_in(folder, *groups):
    for group in groups:
        (folder / group).mkdir()
    return [Job(group, "x", {}, str(folder / group), ("html",)) for group in groups]


def done(job, _times):
    return {"row": job.group}, "done", ""


def through_all(cluster, jobs):
    return list(through(cluster, jobs, SHARED, LostWorkerError))


def test_each_job_ends_once_and_its_future_is_let_go(tmp_path):
    cluster = Cluster(done)
    jobs = jobs_in(tmp_path, *"abcd")
    ended = []
    for one in through(cluster, jobs, SHARED, LostWorkerError):
        ended.append(one.job.group)
        gc.collect()
        assert sum(future() is not None for future in cluster.futures) <= len(jobs) - len(ended)
    assert sorted(ended) == list("abcd")
    assert cluster.seen == jobs


def test_lost_ones_are_tried_again_alone_when_all_others_have_ended(tmp_path):
    def answer(job, times):
        if job.group in "bd" and times == 1:
            raise LostWorkerError
        return done(job, times)

    cluster = Cluster(answer)
    ended = through_all(cluster, jobs_in(tmp_path, *"abcd"))
    assert [(e.job.group, e.run) for e in ended] == [(g, "done") for g in "acbd"]
    assert [job.group for job in cluster.seen] == list("abcdbd")
    # Into another folder: who was lost may write into the first still.
    first, again = cluster.seen[1].target, cluster.seen[4].target
    assert first != again
    assert Path(again).is_dir()
    assert ended[2].job.target == again


def test_twice_lost_is_told(tmp_path):
    def answer(job, times):
        if job.group == "b":
            raise LostWorkerError
        return done(job, times)

    *_, last = through_all(Cluster(answer), jobs_in(tmp_path, *"abc"))
    assert (last.job.group, last.run, last.answer) == ("b", LOST, None)
    assert "ended, twice" in last.reason


def test_cluster_without_the_program_ends_the_run(tmp_path):
    def answer(_job, _times):
        raise ModuleNotFoundError("No module named 'publisher'")

    with pytest.raises(ClusterError, match="cannot do it: ModuleNotFoundError: No module named"):
        through_all(Cluster(answer), jobs_in(tmp_path, "a"))


def test_other_versions_end_the_run_before_anything_is_made(tmp_path):
    here = dict(versions())
    assert not unlike(here)
    assert "weasyprint" in here
    other = tuple((here | {"weasyprint": "1.0", "pillow": ""}).items())
    (job,) = jobs_in(tmp_path, "a")
    answer, *_ = do(Task(job, Shared("", "digest", versions=other)))
    assert f"weasyprint {here['weasyprint']} instead of 1.0" in answer["unwritten"]
    assert f"pillow {here['pillow']} instead of none" in answer["unwritten"]
    assert not list((tmp_path / "a").iterdir())


@pytest.mark.skipif(find_spec("distributed") is not None, reason="distributed is installed")
def test_what_is_not_installed_is_told(tmp_path):
    (tmp_path / "handins" / "one").mkdir(parents=True)
    (tmp_path / "handins" / "one" / "README.md").write_text(question(1, "Ten."))
    options = ("-o", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:1")
    ended = run("course", "build", tmp_path / "handins", *options)
    assert ended.code == 5
    assert "not installed: distributed; install with: pip install report-publisher" in ended.err
    assert not (tmp_path / "out" / "index.html").exists()
