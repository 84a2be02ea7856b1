"""``report.pages.json``: on which pages of the PDF each question stands, for those who grade."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.pdf.job import PdfResult
    from publisher.report.view import Report

FORMAT = "publisher.pages/1"


def pages_file(report: Report, made: PdfResult, name: str) -> bytes:
    """Return the file's bytes: questions in the order of the text, pages counted from 1.

    ``pdf`` gives the file's ``name`` and digest, so that nobody takes one report's pages for another's.
    """
    questions = []
    for question in report.questions:
        place = question.node["ids"][0]
        first, last = made.places.get(place, (0, 0))
        if first:
            questions.append(
                {"number": question.number, "id": place, "first_page": first, "last_page": last}
            )
    told = {
        "format": FORMAT,
        "pdf": {
            "file": name,
            "sha256": hashlib.sha256(made.pdf).hexdigest(),
            "pages": made.pages,
        },
        "questions": questions,
    }
    return (json.dumps(told, indent=2) + "\n").encode()
