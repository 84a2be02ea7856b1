"""The process that makes a PDF: started early, limited, and never left behind."""

from __future__ import annotations

import signal
from threading import Thread
from typing import TYPE_CHECKING, Any

from publisher.language.message import Message
from publisher.pdf.environment import write_fonts_conf
from publisher.pdf.errors import (
    PdfCrashed,
    PdfError,
    PdfFontsLost,
    PdfLibraryMissing,
    PdfTimeout,
    PdfTooLarge,
    PdfTooLong,
)
from publisher.pdf.job import ImageArea, PdfAttachment, PdfJob, PdfResult
from publisher.pdf.limits import PdfLimits
from publisher.pdf.parent import Child, ending
from publisher.pdf.protocol import (
    ProtocolError,
    pack_attachments,
    pack_job,
    unpack,
    unpack_result,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import IO

__all__ = [
    "ImageArea",
    "PdfAttachment",
    "PdfCrashed",
    "PdfError",
    "PdfFontsLost",
    "PdfJob",
    "PdfLibraryMissing",
    "PdfLimits",
    "PdfProcess",
    "PdfResult",
    "PdfTimeout",
    "PdfTooLarge",
    "PdfTooLong",
]

# The last two: a thread's stack found no room.
NO_MEMORY = (
    "MemoryError",
    "failed to allocate",
    "Cannot allocate memory",
    "bad_alloc",
    "Error creating thread",
    "can't start new thread",
)


class PdfProcess(Child):
    """A child process that makes one PDF.

    ``start`` returns at once: the child imports WeasyPrint, about a second, while the caller reads
    the report.
    """

    def __init__(self, limits: PdfLimits | None = None) -> None:
        """Keep the limits; nothing is started yet."""
        super().__init__(limits or PdfLimits(), "make")
        self._used = False

    def furnish(self, folder: Path) -> None:
        """Write what tells fontconfig where our fonts are."""
        write_fonts_conf(folder)

    def render(self, job: PdfJob, attachments: Sequence[PdfAttachment] = ()) -> PdfResult:
        """Make the PDF; may be called once, and starts the child if ``start`` was not called.

        Raises PdfLibraryMissing (a library of the system is not installed), PdfTimeout (the limit of time is
        over), PdfTooLarge (the limit of memory is reached), PdfTooLong (the limit of pages is reached),
        PdfFontsLost (it came out in fonts of the host's), PdfCrashed (the child ended without a result),
        RuntimeError (it was called before).
        """
        return self.submit(job)(attachments)

    def submit(self, job: PdfJob) -> Callable[[Sequence[PdfAttachment]], PdfResult]:
        """Hand over the job and return at once.

        What is returned takes the files to embed, which the child does not need before it has
        laid out the pages; it waits, and is as ``render``.

        Raises PdfCrashed (the child cannot be started), RuntimeError (it was called before).
        """
        if self._used:
            raise RuntimeError("a PdfProcess makes one PDF")
        self._used = True
        self.start()
        self.set_clock()
        # The child may still be loading, and read nothing for a while.
        writer = Thread(target=self.tell, args=(pack_job(job),), daemon=True)
        writer.start()

        def result(attachments: Sequence[PdfAttachment]) -> PdfResult:
            writer.join()
            return self._read(self.ask(pack_attachments(attachments)))

        return result

    def _read(self, answer: IO[bytes]) -> PdfResult:
        """Return what the child answered; raises as ``render``."""
        try:
            header, blobs = unpack(answer)
            if "error" not in header:
                return unpack_result(header, blobs)
        except ProtocolError:
            self.wait()
            raise self.silence() from None
        raise self.failure(header)

    def failure(self, header: dict[str, Any]) -> PdfError:
        """Return the error for what the child says of itself."""
        detail = f"{self.detail()}\n{header.get('detail', '')}".strip()
        if header["error"] == "library":
            return PdfLibraryMissing(
                Message(
                    "WeasyPrint cannot load `{library}`; install Pango and what belongs to it (see "
                    "WeasyPrint's page on installation), or publish without the PDF",
                    library=header.get("name"),
                ),
                detail,
            )
        if header["error"] == "pages":
            pages = self.limits.pages
            return PdfTooLong(
                Message("the PDF has more than {count:,} pages, the limit", count=pages), detail
            )
        if header["error"] == "fonts":
            names = ", ".join(map(repr, header["names"]))
            said = Message("the PDF came out in fonts of this machine: {names}", names=names)
            return PdfFontsLost(said, detail)
        if header["error"] == "memory" or any(word in detail for word in NO_MEMORY):
            return self._too_large(detail)
        return PdfCrashed(
            Message("the PDF could not be made: WeasyPrint failed on this report"), detail
        )

    def silence(self) -> PdfError:
        """Return the error for a child that ended without a word."""
        detail = self.detail()
        if self.overdue:
            message = Message(
                "the PDF was not ready after {seconds:g} s, the limit", seconds=self.limits.seconds
            )
            return PdfTimeout(message, detail)
        code = self.code
        if code is not None and code == -getattr(signal, "SIGXCPU", 0):
            return PdfTimeout(
                Message("the PDF took more computing time than its limit allows"), detail
            )
        if any(word in detail for word in NO_MEMORY):
            return self._too_large(detail)
        return PdfCrashed(
            Message("the process that makes the PDF ended early ({how})", how=ending(code)), detail
        )

    def _too_large(self, detail: str) -> PdfTooLarge:
        size = self.limits.memory_mib
        return PdfTooLarge(
            Message("the PDF needs more than {size} MiB of memory, the limit", size=size), detail
        )
