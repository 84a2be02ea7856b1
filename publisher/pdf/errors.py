"""What can go wrong while a PDF is made."""

from __future__ import annotations

from publisher.language.message import Message
from publisher.pdf.progress import FIGURE, SECTION, unfinished

__all__ = [
    "PdfCrashed",
    "PdfError",
    "PdfFontsLost",
    "PdfLibraryMissing",
    "PdfTimeout",
    "PdfTooLarge",
    "PdfTooLong",
]


class PdfError(Exception):
    """The PDF could not be made.

    ``detail``: what the child process left on its standard error; for a bug report, not for users;
    ``advice``: what to do, for users.
    """

    advice: str = Message("publish the other formats")

    def __init__(self, message: str, detail: str = "") -> None:
        """Take a message for users, and the detail."""
        super().__init__(message)
        self.detail = detail

    @property
    def figure(self) -> str:
        """The address of the image that was being made ready when it ended; empty: none was."""
        return unfinished(self.detail, FIGURE)

    @property
    def section(self) -> str:
        """The id of the section that was being laid out when it ended; empty: none was."""
        return unfinished(self.detail, SECTION)


class PdfLibraryMissing(PdfError):  # noqa: N818  (the name is what a caller reads)
    """A library of the system that WeasyPrint needs is not installed."""


class PdfCrashed(PdfError):  # noqa: N818  (it says what happened)
    """The process that makes the PDF ended without a result."""


class PdfFontsLost(PdfError):  # noqa: N818  (it says what happened)
    """The PDF came out in fonts of the host's."""

    advice = Message("build again; if it fails again, 'publisher doctor' tells what is missing")


class PdfTimeout(PdfError):  # noqa: N818  (it says what happened)
    """The PDF was not ready within ``PdfLimits.seconds``."""

    advice = Message("simplify what is there, or ask the course for a higher max_pdf_seconds")


class PdfTooLarge(PdfError):  # noqa: N818  (it says what happened)
    """The PDF needed more than ``PdfLimits.memory_mib``."""

    advice = Message("make its images smaller, or ask the course for a higher max_pdf_memory_mib")


class PdfTooLong(PdfError):  # noqa: N818  (it says what happened)
    """The PDF would have had more than ``PdfLimits.pages``."""

    advice = Message("shorten the report, or ask the course for a higher max_pdf_pages")
