"""A picture is only linked where pictures are asked for.

The prompt asks for images, the answer has fewer, and it links to a picture without showing it.

Why: A link shows a reader of the page or of the print no picture, and counts as none.

Bad::

    [the dashboard](figures/dashboard.png)

Good::

    ![the dashboard](figures/dashboard.png)
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.read.transforms import line_of
from publisher.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each picture that is linked where images are missing."""
    lacking = {q.number for q in report.questions if q.lacks_images}
    for link, question in report.answer_links():
        uri = link["refuri"]
        known = link.get("problem") == "invalid" or "given" in link
        if question in lacking and not known and _is_picture(uri):
            yield Finding(
                line_of(link),
                Message(
                    "picture {name!r} is linked, not shown; question {number} asks for images",
                    name=shortened(uri),
                    number=question,
                ),
                Message(
                    "did you forget the '!' before the bracket? ![what it shows](figures/name.png)"
                ),
                question,
                report.ranges.node(link),
            )


def _is_picture(uri: str) -> bool:
    parts = urlsplit(uri)
    return parts.scheme in ("", "http", "https") and parts.path.lower().endswith(PICTURES)
