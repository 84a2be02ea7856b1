"""Workers: threads with one process each, so that what hangs or dies is one group's row.

A ``ProcessPoolExecutor`` fails all pending work when one process dies, and cannot end a task.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any

from publisher.cohort.row import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Self

    from publisher.cohort.worker import Job

RENEWED_AFTER = 25
"""Reports after which a worker is ended and another started: what they leave in memory goes with it."""
_LEAVING = 5.0
"""Seconds in which a worker that is let go has ended."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one group may take: seconds, and MiB of memory of its worker."""

    seconds: float = 300
    memory_mib: int = 2048


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job ended: ``answer`` of the worker, or why there is none (``timed_out``, ``crashed``)."""

    job: Job
    answer: dict[str, Any] | None
    run: str = "done"
    reason: str = ""


class Worker:
    """One warm process; a job that does not end well ends it."""

    def __init__(
        self, course: str, limits: Limits, environment: Mapping[str, str] | None = None
    ) -> None:
        """``course``: the path of the course's file, empty: none; ``environment``: None: this process's."""
        self._course = course
        self._environment = environment
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._done = 0

    def __enter__(self) -> Self:
        """Return the worker itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End its process."""
        self.let_go()

    def do(self, job: Job) -> Ended:
        """Do one job.  A worker that dies is tried once more anew: an earlier report may be to blame."""
        fresh = self._process is None
        ended = self._do(job)
        return self._do(job) if ended.run == "crashed" and not fresh else ended

    def _do(self, job: Job) -> Ended:
        process = self._started()
        assert process.stdin  # noqa: S101 - told to mypy
        try:
            process.stdin.write(packed(asdict(job)))
            process.stdin.flush()
            line = self._lines.get(timeout=self._limits.seconds)
        except queue.Empty:
            self.end()
            return Ended(
                job,
                None,
                "timed_out",
                f"it took more than {self._limits.seconds:.0f} s (the limit)",
            )
        except OSError:
            line = b""
        if not line:
            code = self._ended_with()
            return Ended(job, None, "crashed", f"its process ended by {code}")
        self._done += 1
        if self._done >= RENEWED_AFTER:
            self.let_go()
        return Ended(job, unpacked(line))

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                self._command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # what it starts ends with it
                env=self._environment,
            )
            self._lines, self._done = queue.SimpleQueue(), 0
            Thread(target=_listen, args=(self._process, self._lines), daemon=True).start()
        return self._process

    def _command(self) -> list[str]:
        memory = str(self._limits.memory_mib * 1024 * 1024)
        module = "publisher.cohort.worker"
        return [sys.executable, "-P", "-m", module, self._course, memory]

    def _ended_with(self) -> str:
        code = self._process.wait() if self._process else 0
        self.end()
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def let_go(self) -> None:
        """End the process when it has nothing to do: it tidies up, as long as that does not take its time."""
        if self._process and self._process.stdin:
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                self._process.stdin.close()
                self._process.wait(_LEAVING)
        self.end()

    def end(self) -> None:
        """End the process and what it started, whatever it is at."""
        process, self._process = self._process, None
        if process is None:
            return
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


def _listen(process: subprocess.Popen[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    assert process.stdout  # noqa: S101 - told to mypy
    try:
        for line in process.stdout:
            lines.put(line)
    except (OSError, ValueError):  # closed, since it is ended
        pass
    lines.put(b"")


def run(jobs: Sequence[Job], course: str, limits: Limits, workers: int) -> Iterator[Ended]:
    """Do ``jobs`` with as many ``workers`` and yield each as it ends; none is lost, none done twice."""
    idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    every = [Worker(course, limits) for _ in range(max(1, min(workers, len(jobs))))]
    for worker in every:
        idle.put(worker)

    def done(job: Job) -> Ended:
        worker = idle.get()
        try:
            return worker.do(job)
        finally:
            idle.put(worker)

    with ThreadPoolExecutor(len(every)) as pool:
        running = [pool.submit(done, job) for job in jobs]
        try:
            for ended in as_completed(running):
                yield ended.result()
            for worker in every:
                worker.let_go()
        finally:
            for waiting in running:
                waiting.cancel()
            for worker in every:
                worker.end()
