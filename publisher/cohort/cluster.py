"""Groups on a Dask cluster: a worker of it does a job as one of ours does it here (see ``pool``), with the same bytes.

Hand-ins, settings and outputs lie where all machines see them under one path.  A job is one object, and its future is let go as soon as
its row is there: else a task that is done runs again when its worker is lost.  One that does run again writes the same bytes.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections import deque
from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from publisher.cohort.pool import Ended, Limits, Worker
from publisher.cohort.worker import versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor, Future

    from publisher.cohort.worker import Job

EXTRA: Final = "distributed"
"""The library, which is an extra of ours."""
_AHEAD: Final = 4_000
"""Jobs that the cluster knows of at a time; more would only fill the scheduler's memory."""
_CONNECTED_IN: Final = "20s"
LOST: Final = "lost"
"""How a job ended whose worker ended before it."""


class ClusterError(Exception):
    """A cluster cannot do the work; the message says why.  What is done stays."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all jobs of a run have in common.

    ``course``: the path of its file, empty: none; ``settings``: the digest of all that outputs are made of beside hand-ins;
    ``date``: ``SOURCE_DATE_EPOCH``, None: it is not set; ``versions``: of the libraries that bytes depend on.
    """

    course: str
    settings: str
    limits: Limits = field(default_factory=Limits)
    date: str | None = None
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A job with all that its worker needs: one object, since the cluster takes keywords for its own."""

    job: Job
    shared: Shared


_kept = threading.local()
"""The process of this thread of a Dask worker, which is warm for the next job of the same run."""


def do(task: Task) -> tuple[dict[str, Any] | None, str, str]:
    """Do a job, on whichever machine this is; return what ``Ended`` says of it."""
    if other := unlike(dict(task.shared.versions)):
        return {"unwritten": other}, "done", ""
    if getattr(_kept, "shared", None) != task.shared:
        if worker := getattr(_kept, "worker", None):
            worker.let_go()
        environment = {n: v for n, v in os.environ.items() if n != "SOURCE_DATE_EPOCH"}
        if task.shared.date is not None:
            environment["SOURCE_DATE_EPOCH"] = task.shared.date
        _kept.worker = Worker(task.shared.course, task.shared.limits, environment)
        _kept.shared = task.shared
    ended = _kept.worker.do(task.job)
    return ended.answer, ended.run, ended.reason


def unlike(wanted: dict[str, str]) -> str:
    """Return which library here is another than those ``wanted``, which would make other bytes; empty: none is."""
    here = dict(versions())
    names = [name for name in wanted if here.get(name) != wanted[name]]
    if not names:
        return ""
    told = ", ".join(
        f"{name} {here.get(name) or 'none'} instead of {wanted[name] or 'none'}" for name in names
    )
    return f"--scheduler: a worker of the cluster has {told}; install the same there as here"


def run(jobs: Iterable[Job], address: str, shared: Shared) -> Iterator[Ended]:
    """Do ``jobs`` on the cluster whose scheduler is at ``address``; yield each as it ends.  Raises ClusterError."""
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise ClusterError(
            f"--scheduler: not installed: {EXTRA}; install with: pip install report-publisher[{EXTRA}]"
        ) from None
    for name in (EXTRA, f"{EXTRA}.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters of it is said by us
    try:
        client = Client(address, timeout=_CONNECTED_IN, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        why = " ".join(str(error).split())[:200]
        raise ClusterError(f"--scheduler: no scheduler answers at {address!r}: {why}") from None
    with contextlib.ExitStack() as held:
        held.callback(client.close)
        executor = client.get_executor(pure=False)
        held.callback(executor.shutdown, wait=False)
        try:
            for ended in through(executor, jobs, shared, KilledWorker):
                if ended.run == LOST and client.status != "running":
                    break
                yield ended
            else:
                return
        except RuntimeError:  # it takes no more work
            pass
        raise ClusterError(
            f"--scheduler: the scheduler at {address!r} is gone; what is done stays, and the next run goes on"
        )


def through(
    executor: Executor, jobs: Iterable[Job], shared: Shared, lost: type[Exception]
) -> Iterator[Ended]:
    """Do ``jobs`` through ``executor`` and yield each as it ends, none twice.  Raises ClusterError.

    ``lost``: what is raised of a job whose worker died.  Those are done again, alone, when all others have ended: a sound
    one is often lost with its neighbour.
    """
    again: list[Job] = []
    for ended in _ended(executor, jobs, shared, lost, _AHEAD):
        if ended.run == LOST:
            again.append(ended.job)
        else:
            yield ended
    for job in again:
        alone = replace(job, target=_other_folder(job.target))
        yield from _ended(executor, [alone], shared, lost, 1)


def _ended(
    executor: Executor,
    jobs: Iterable[Job],
    shared: Shared,
    lost: type[Exception],
    ahead: int,
) -> Iterator[Ended]:
    """Yield each job as it ends, and hold no future of those that did; ``ahead``: jobs at a time."""
    waiting = deque(jobs)
    running: dict[Future[Any], Job] = {}
    ended: SimpleQueue[Future[Any]] = SimpleQueue()
    while waiting or running:
        while waiting and len(running) < ahead:
            job = waiting.popleft()
            future = executor.submit(do, Task(job, shared))
            running[future] = job
            future.add_done_callback(ended.put)
        future = ended.get()
        told = _told(running.pop(future), future, lost)
        del future  # the cluster keeps what somebody holds
        yield told


def _told(job: Job, future: Future[Any], lost: type[Exception]) -> Ended:
    """Return how a job ended.  Raises ClusterError where it could not begin at all."""
    try:
        answer, run_, reason = future.result()
    except (CancelledError, lost):
        return Ended(job, None, LOST, "the worker of the cluster that it was made on ended, twice")
    except Exception as error:  # noqa: BLE001 - whatever kept the worker from it is so for all groups
        told = " ".join(str(error).split())[:300]
        raise ClusterError(
            f"--scheduler: a worker of the cluster cannot do it: {type(error).__name__}: {told}"
        ) from None
    return Ended(job, answer, run_, reason)


def _other_folder(target: str) -> str:
    """Return another empty folder beside ``target``: who was lost may write into that one still."""
    other = Path(f"{target}-again")
    other.mkdir(mode=0o700)
    return str(other)
