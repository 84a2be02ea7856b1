"""What is handed to the process that makes the PDF."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from publisher.builders.page import PRINT, page, style_sheet
from publisher.pdf.job import PdfJob

if TYPE_CHECKING:
    from publisher.build import Publication


def job_of(publication: Publication) -> tuple[PdfJob, dict[str, str]]:
    """Return the job, and the figures' paths by the addresses that stand for them in it."""
    addresses: dict[str, str] = {}

    def address(path: str) -> str:
        return addresses.setdefault(path, f"figure:{len(addresses) + 1}")

    report, folder, course = publication.report, publication.folder, publication.course
    html = page(report, folder, course, date=publication.date, image_source=address, for_print=True)
    job = PdfJob(
        html=html,
        stylesheets=(style_sheet(PRINT),),
        images={url: folder.read(path) for path, url in addresses.items()},
        title=course.title or report.title or "Report",
        language=course.language,
        identifier=hashlib.sha256(publication.source.data).digest()[:16],
    )
    return job, {url: path for path, url in addresses.items()}
