"""What is handed to the process that makes the PDF."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from publisher.archive.attached import FILE
from publisher.builders.page import page, print_style
from publisher.pdf.job import PdfAttachment, PdfJob

if TYPE_CHECKING:
    from publisher.build import Publication


def job_of(publication: Publication, *, attach: bool) -> tuple[PdfJob, dict[str, str]]:
    """Return the job, and the figures' paths by the addresses that stand for them in it.

    ``attach``: the PDF carries the archive, byte for byte as ``report.json``.
    """
    addresses: dict[str, str] = {}

    def address(path: str) -> str:
        return addresses.setdefault(path, f"figure:{len(addresses) + 1}")

    report, folder, course = publication.report, publication.folder, publication.course
    html = page(report, folder, course, date=publication.date, image_source=address, for_print=True)
    job = PdfJob(
        html=html,
        stylesheets=(print_style(),),
        images={url: folder.read(path) for path, url in addresses.items()},
        title=course.title or report.title or "Report",
        language=course.language,
        identifier=hashlib.sha256(publication.source.data).digest()[:16],
        attachments=(_attached(publication),) if attach else (),
    )
    return job, {url: path for path, url in addresses.items()}


def _attached(publication: Publication) -> PdfAttachment:
    return PdfAttachment(
        name=FILE,
        data=publication.archive(),
        media_type="application/json",
        description="The report itself, with its source and figures: see publisher restore",
    )
