"""A picture in an answer is the course's own.

Its bytes are those of a figure that the course gives with its template. It is shown, and does not
count towards the images that the prompt asks for.

Why: The course's figure shows what is wanted; the group's own shows that it was done.

Bad::

    ![Our bucket](figures/bucket.png)    (the file that came with the template)

Good::

    ![Our bucket](figures/our-bucket.png)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each use of a figure of the course in an answer."""
    for image in report.answer_images():
        if image.given:
            yield Finding(
                image.line,
                Message(
                    "image {name!r} is a figure that the course gave; it does not count in the "
                    "answer to question {number}",
                    name=shortened(image.uri),
                    number=image.question,
                ),
                Message("show your own picture in its place, under another name"),
                image.question,
                report.ranges.node(image.node),
            )
