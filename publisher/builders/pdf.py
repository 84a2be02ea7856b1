"""What is handed to the process that makes the PDF."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from publisher.archive.attached import FILE
from publisher.builders.page import page, print_style
from publisher.pdf.job import PdfAttachment, PdfJob

if TYPE_CHECKING:
    from publisher.course import Course
    from publisher.read.folder import Folder
    from publisher.report import Report


def job_of(
    report: Report,
    folder: Folder,
    course: Course,
    *,
    date: str,
    source: bytes,
    archive: bytes | None,
) -> tuple[PdfJob, dict[str, str]]:
    """Return the job, and the figures' paths by the addresses that stand for them in it.

    ``source``: the Markdown file, which identifies the PDF; ``archive``: ``report.json``, which
    the PDF is to carry, byte for byte.
    """
    addresses: dict[str, str] = {}

    def address(path: str) -> str:
        return addresses.setdefault(path, f"figure:{len(addresses) + 1}")

    html = page(report, folder, course, date=date, image_source=address, for_print=True)
    job = PdfJob(
        html=html,
        stylesheets=(print_style(),),
        images={url: folder.read(path) for path, url in addresses.items()},
        title=course.title or report.title or "Report",
        language=course.language,
        identifier=hashlib.sha256(source).digest()[:16],
        attachments=() if archive is None else (_attached(archive),),
    )
    return job, {url: path for path, url in addresses.items()}


def _attached(archive: bytes) -> PdfAttachment:
    return PdfAttachment(
        name=FILE,
        data=archive,
        media_type="application/json",
        description="The report itself, with its source and figures: see publisher restore",
    )
