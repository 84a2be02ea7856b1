"""A process that has loaded what makes PDFs, and forks a child for each: who makes many loads once.

It reads no byte of any report: a job goes to the child that was forked for it, which sets its limits and
its fence as one that was started alone does.  It forks one child at a time, and ends with its parent.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

from publisher.pdf.environment import child_environment, import_path
from publisher.pdf.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["ForkServer", "Forked", "kept", "running"]

_BOOTSTRAP = (
    "import gc, json, sys; gc.disable(); options = json.loads(sys.argv[1]); sys.path[:] = options['path'] + "
    "[p for p in sys.path if p not in options['path']]; "
    "from publisher.pdf.child.forking import main; main(options)"
)
_LONGEST = 256 * 1024


class Forked:
    """A child of the fork server, used as ``subprocess.Popen`` is: pipes without buffers, kill, wait."""

    def __init__(self, server: ForkServer, pid: int, asked: int, answer: int) -> None:
        """``pid``: its number; ``asked``, ``answer``: our ends of its standard input and output."""
        self._server = server
        self.pid = pid
        self.returncode: int | None = None
        self.stdin: IO[bytes] = os.fdopen(asked, "wb", buffering=0)
        self.stdout: IO[bytes] = os.fdopen(answer, "rb", buffering=0)

    def kill(self) -> None:
        """End it; what has ended already is left alone."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end and return the exit code, negative: the signal."""
        if self.returncode is None:
            self.returncode = self._server.code()
        return self.returncode


class ForkServer:
    """The process itself; ``close`` ends it."""

    def __init__(self) -> None:
        """Start it and return at once.  Raises OSError."""
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._work = Work()
        options = json.dumps(
            {"path": import_path(), "parent": os.getpid(), "socket": theirs.fileno()}
        )
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and text
                [sys.executable, "-P", "-s", "-X", "utf8", "-c", _BOOTSTRAP, options],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=child_environment(self._work.path, os.environ),
                cwd=self._work.path,
                pass_fds=[theirs.fileno()],
            )

    def fork(self, options: str, folder: Path, errors: IO[bytes]) -> Forked:
        """Fork a child that does what ``options`` say in ``folder``; ``errors``: its standard error.

        Raises OSError where the server is gone.
        """
        asked, ours_asked = os.pipe()
        ours_answer, answer = os.pipe()
        told = {
            "options": options,
            "env": child_environment(folder, os.environ),
            "folder": str(folder),
        }
        try:
            socket.send_fds(self._socket, [_line(told)], [asked, answer, errors.fileno()])
            pid = self._hear()["pid"]
        except BaseException:
            os.close(ours_asked)
            os.close(ours_answer)
            raise
        finally:
            os.close(asked)
            os.close(answer)
        return Forked(self, pid, ours_asked, ours_answer)

    def code(self) -> int:
        """Return what the child that was forked last ended with; waits for it."""
        try:
            return int(self._hear()["code"])
        except OSError:  # the server was ended, and the child with it
            return -signal.SIGKILL

    @property
    def ended(self) -> bool:
        """Whether the process has ended, by whatever cause."""
        return self._process.poll() is not None

    def _hear(self) -> dict[str, Any]:
        line = b""
        while not line.endswith(b"\n"):
            piece = self._socket.recv(_LONGEST)
            if not piece:
                raise OSError("the process that forks for PDFs is gone")
            line += piece
        held: dict[str, Any] = json.loads(line)
        return held

    def close(self) -> None:
        """End it, and with it a child of its that is still there."""
        self._socket.close()
        self._process.kill()
        self._process.wait()
        self._work.close()


def _line(told: Mapping[str, object]) -> bytes:
    return json.dumps(told).encode() + b"\n"


class _Keeper:
    """Starts a server when the first PDF is asked for, and again where one has ended."""

    def __init__(self) -> None:
        self.wanted = False
        self.server: ForkServer | None = None

    def give(self) -> ForkServer | None:
        if self.wanted and self.server is not None and self.server.ended:
            self.drop()
        if self.wanted and self.server is None:
            self.server = ForkServer()
        return self.server

    def drop(self) -> None:
        server, self.server = self.server, None
        if server is not None:
            server.close()


_KEEPER = _Keeper()


def running() -> ForkServer | None:
    """Return the server of this process, None where it keeps none.  Raises OSError."""
    return _KEEPER.give()


@contextmanager
def kept() -> Iterator[None]:
    """Keep a fork server while PDFs are made one after another in this process, where the system is Linux."""
    _KEEPER.wanted = sys.platform == "linux"
    try:
        yield
    finally:
        _KEEPER.wanted = False
        _KEEPER.drop()
