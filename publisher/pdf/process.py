"""The process that makes a PDF: started early, limited, and never left behind."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread, Timer
from typing import IO, TYPE_CHECKING, Any

from publisher.pdf.environment import child_environment, import_path, write_fonts_conf
from publisher.pdf.job import (
    ImageArea,
    PdfAttachment,
    PdfCrashed,
    PdfError,
    PdfJob,
    PdfLibraryMissing,
    PdfLimits,
    PdfResult,
    PdfTimeout,
    PdfTooLarge,
    PdfTooLong,
)
from publisher.pdf.protocol import (
    ProtocolError,
    pack_attachments,
    pack_job,
    unpack,
    unpack_result,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType
    from typing import Self

__all__ = [
    "ImageArea",
    "PdfAttachment",
    "PdfCrashed",
    "PdfError",
    "PdfJob",
    "PdfLibraryMissing",
    "PdfLimits",
    "PdfProcess",
    "PdfResult",
    "PdfTimeout",
    "PdfTooLarge",
    "PdfTooLong",
]

# The path comes first: without it the package itself may not be found.
BOOTSTRAP = (
    "import json, sys; options = json.loads(sys.argv[1]); sys.path[:] = options['path'] + "
    "[p for p in sys.path if p not in options['path']]; "
    "from publisher.pdf.child import main; main(options)"
)
DETAIL_LIMIT = 64 * 1024
# The last two: a thread's stack found no room.
NO_MEMORY = (
    "MemoryError",
    "failed to allocate",
    "Cannot allocate memory",
    "bad_alloc",
    "Error creating thread",
    "can't start new thread",
)


class PdfProcess:
    """A child process that makes one PDF.

    `start` returns at once: the child imports WeasyPrint, about a second, while the caller reads
    the report. Use it as a context manager; leaving it ends the child, whatever its state.
    """

    def __init__(self, limits: PdfLimits | None = None) -> None:
        """Keep the limits; nothing is started yet."""
        self.limits = limits or PdfLimits()
        self._work: Path | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._used = self._overdue = False
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
        """The child's process number, or None before `start`."""
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Start the child and return at once; a second call does nothing.

        Raises:
            PdfCrashed: the system refuses to start a process.

        """
        if self._child is not None:
            return
        try:
            self._work = Path(tempfile.mkdtemp(prefix="publisher-pdf-")).resolve()
            write_fonts_conf(self._work)
            with (self._work / "stderr.txt").open("wb") as errors:
                self._child = subprocess.Popen(  # noqa: S603  (our own interpreter and text)
                    [sys.executable, "-P", "-s", "-X", "utf8", "-c", BOOTSTRAP, self._options()],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    bufsize=0,  # what a child that is gone did not take is not written again
                    env=child_environment(self._work, os.environ),
                    cwd=self._work,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except OSError as error:
            self.close()
            raise PdfCrashed("the process that makes the PDF cannot start", str(error)) from error

    def _options(self) -> str:
        work = str(self._work or "")
        return json.dumps({"path": import_path(), "work": work, "limits": asdict(self.limits)})

    def render(self, job: PdfJob, attachments: Sequence[PdfAttachment] = ()) -> PdfResult:
        """Make the PDF; may be called once, and starts the child if `start` was not called.

        Raises:
            PdfLibraryMissing: a library of the system is not installed.
            PdfTimeout: the limit of time is over.
            PdfTooLarge: the limit of memory is reached.
            PdfTooLong: the limit of pages is reached.
            PdfCrashed: the child ended without a result.
            RuntimeError: it was called before.

        """
        return self.submit(job)(attachments)

    def submit(self, job: PdfJob) -> Callable[[Sequence[PdfAttachment]], PdfResult]:
        """Hand over the job and return at once.

        What is returned takes the files to embed, which the child does not need before it has
        laid out the pages; it waits, and is as `render`.

        Raises:
            PdfCrashed: the child cannot be started.
            RuntimeError: it was called before.

        """
        if self._used:
            raise RuntimeError("a PdfProcess makes one PDF")
        self._used = True
        self.start()
        child = self._child
        if child is None or child.stdin is None:  # pragma: no cover  (`start` raises otherwise)
            raise RuntimeError("not started")
        self._clock = Timer(self.limits.seconds, self._give_up)
        self._clock.daemon = True
        self._clock.start()
        # The child may still be loading, and read nothing for a while.
        writer = Thread(target=_write, args=(child.stdin, pack_job(job)), daemon=True)
        writer.start()

        def result(attachments: Sequence[PdfAttachment]) -> PdfResult:
            writer.join()
            output, _ = child.communicate(pack_attachments(attachments))
            return self._read(output)

        return result

    def _give_up(self) -> None:
        if self._child is not None:
            self._overdue = True
            self._child.kill()

    def _read(self, output: bytes) -> PdfResult:
        """Return what the child answered; raises as `render`."""
        if self._overdue:
            message = f"the PDF was not ready after {self.limits.seconds:g} s, the limit"
            raise PdfTimeout(message, self._detail())
        try:
            header, blobs = unpack(io.BytesIO(output))
            if "error" not in header:
                return unpack_result(header, blobs)
        except ProtocolError:
            raise self._silence() from None
        raise self._failure(header)

    def _failure(self, header: dict[str, Any]) -> PdfError:
        """Return the error for what the child says of itself."""
        detail = f"{self._detail()}\n{header.get('detail', '')}".strip()
        if header["error"] == "library":
            return PdfLibraryMissing(
                f"WeasyPrint cannot load `{header.get('name')}`; install Pango and what belongs to "
                "it (see WeasyPrint's page on installation), or publish without the PDF",
                detail,
            )
        if header["error"] == "pages":
            pages = self.limits.pages
            return PdfTooLong(f"the PDF has more than {pages:,} pages, the limit", detail)
        if header["error"] == "memory" or any(word in detail for word in NO_MEMORY):
            return self._too_large(detail)
        return PdfCrashed("the PDF could not be made: WeasyPrint failed on this report", detail)

    def _silence(self) -> PdfError:
        """Return the error for a child that ended without a word."""
        detail = self._detail()
        code = self._child.returncode if self._child else None
        if code is not None and code == -getattr(signal, "SIGXCPU", 0):
            return PdfTimeout("the PDF took more computing time than its limit allows", detail)
        if any(word in detail for word in NO_MEMORY):
            return self._too_large(detail)
        return PdfCrashed(f"the process that makes the PDF ended early ({_ending(code)})", detail)

    def _too_large(self, detail: str) -> PdfTooLarge:
        size = self.limits.memory_mib
        return PdfTooLarge(f"the PDF needs more than {size} MiB of memory, the limit", detail)

    def _detail(self) -> str:
        if self._work is None:
            return ""
        with suppress(OSError), (self._work / "stderr.txt").open("rb") as errors:
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
        for pipe in (child.stdin, child.stdout):
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
            shutil.rmtree(self._work, ignore_errors=True)
            self._work = None


def _write(stream: IO[bytes], data: bytes) -> None:
    rest = memoryview(data)
    with suppress(OSError, ValueError):  # the child is gone, which its answer tells
        while rest:
            rest = rest[stream.write(rest) :]


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            name = signal.Signals(-code).name
            # The system kills so what takes its last memory.
            why = ": perhaps the machine is out of memory" if name == "SIGKILL" else ""
            return f"signal {name}{why}"
    return f"exit code {code}"
