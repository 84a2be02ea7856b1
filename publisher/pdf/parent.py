"""The parent's side of a child process: started early, limited, and never left behind."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from threading import Timer
from typing import IO, TYPE_CHECKING

from publisher.language.message import Message
from publisher.pdf.environment import child_environment, import_path
from publisher.pdf.errors import PdfCrashed
from publisher.pdf.fork_server import running
from publisher.pdf.work import Work, sweep

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from publisher.pdf.fork_server import Forked
    from publisher.pdf.limits import PdfLimits

__all__ = ["Child", "ending"]

# The path comes first: without it the package itself may not be found. Imports leave no garbage:
# Python would look for it in vain.
BOOTSTRAP = (
    "import gc, json, sys; gc.disable(); options = json.loads(sys.argv[1]); sys.path[:] = options['path'] + "
    "[p for p in sys.path if p not in options['path']]; "
    "from publisher.pdf.child.main import main; main(options)"
)
DETAIL_LIMIT = 64 * 1024


class Child:
    """A child process with limits, for one task of those in ``publisher.pdf.child.main``.

    Use it as a context manager; leaving it ends the child, whatever its state. Where Linux ends it with
    the thread that started it, that thread must live as long as the child is needed.
    """

    def __init__(self, limits: PdfLimits, task: str) -> None:
        """Keep the limits and the task; nothing is started yet."""
        self.limits = limits
        self.task = task
        self.overdue = False
        self._work: Work | None = None
        self._child: subprocess.Popen[bytes] | Forked | None = None
        self._answer: IO[bytes] | None = None
        self._clock: Timer | None = None

    def __enter__(self) -> Self:
        """Return the process itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the child."""
        self.close()

    @property
    def pid(self) -> int | None:
        """The child's process number, or None before ``start``."""
        return self._child.pid if self._child else None

    @property
    def code(self) -> int | None:
        """What it ended with, None if it runs or never did."""
        return self._child.returncode if self._child else None

    def tell(self, *parts: bytes) -> None:
        """Hand over a message; that the child is gone is told by its answer."""
        with suppress(OSError, ValueError):
            for part in parts:
                rest = memoryview(part)
                while rest:
                    rest = rest[self._pipes[0].write(rest) :]

    def ask(self, *parts: bytes) -> IO[bytes]:
        """Hand over the last message, and return what the child answers."""
        self.tell(*parts)
        asked, answer = self._pipes
        with suppress(OSError):
            asked.close()
        # Without a buffer it is raw, and gives less than it is asked for.
        self._answer = io.BufferedReader(answer)  # type: ignore[type-var]
        return self._answer

    @property
    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            raise RuntimeError("not started")
        return child.stdin, child.stdout

    def start(self) -> None:
        """Start the child and return at once; a second call does nothing.

        Raises PdfCrashed (the system refuses to start a process).
        """
        if self._child is not None:
            return
        sweep()
        try:
            self._work = Work()
            folder = self._work.path
            self.furnish(folder)
            server = running() if self.task == "make" else None
            with (folder / "stderr.txt").open("wb") as errors:
                if server:
                    self._child = server.fork(self._options(), folder, errors)
                    return
                self._child = subprocess.Popen(  # noqa: S603  (our own interpreter and text)
                    [sys.executable, "-P", "-s", "-X", "utf8", "-c", BOOTSTRAP, self._options()],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    bufsize=0,  # what a child that is gone did not take is not written again
                    env=child_environment(folder, os.environ),
                    cwd=folder,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except OSError as error:
            self.close()
            raise PdfCrashed(Message("the process for the PDF cannot start"), str(error)) from error

    def furnish(self, folder: Path) -> None:
        """Put into the child's folder what it needs there."""

    def _options(self) -> str:
        work = str(self._work.path if self._work else "")
        options = {"task": self.task, "path": import_path(), "work": work, "parent": os.getpid()}
        return json.dumps({**options, "limits": asdict(self.limits)})

    def set_clock(self) -> None:
        """Let the limit of time begin."""
        self._clock = Timer(self.limits.seconds, self._give_up)
        self._clock.daemon = True
        self._clock.start()

    def _give_up(self) -> None:
        if self._child is not None:
            self.overdue = True
            self._child.kill()

    def wait(self) -> None:
        """Wait until the child, which says nothing more, has ended."""
        if self._child is not None:
            (self._answer or self._pipes[1]).close()
            self._child.wait()

    def detail(self) -> str:
        """Return what the child left on its standard error."""
        if self._work is None:
            return ""
        with suppress(OSError), (self._work.path / "stderr.txt").open("rb") as errors:
            errors.seek(0, os.SEEK_END)
            errors.seek(max(0, errors.tell() - DETAIL_LIMIT))
            return errors.read().decode("utf-8", "replace")
        return ""

    def _end(self) -> None:
        child = self._child
        if child is None:
            return
        with suppress(OSError):
            child.kill()
        for pipe in (child.stdin, self._answer or child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        child.wait()

    def close(self) -> None:
        """End the child, whatever its state, and remove its folder; safe to call twice."""
        if self._clock is not None:
            self._clock.cancel()
        self._end()
        if self._work is not None:
            self._work.close()
            self._work = None


def ending(code: int | None) -> str:
    """Return how a child ended, for people.

    ``code``: its exit code, negative: a signal, None: it runs.
    """
    if code is not None and code < 0:
        with suppress(ValueError):
            name = signal.Signals(-code).name
            # The system kills so what takes its last memory.
            if name == "SIGKILL":
                return Message("signal {name}: perhaps the machine is out of memory", name=name)
            return Message("signal {name}", name=name)
    return Message("exit code {code}", code=code)
