"""An answer has too few or too many images.

The pictures that a reader would see in the answer are fewer or more than the prompt asks for.
A picture counts whether its file exists or not; a link to one is none.

Why: The prompt asks for them as evidence, and for no more than it needs.

Bad::

    "Insert 1-2 images": an answer of text

Good::

    "Insert 1-2 images": ![Our bucket](figures/bucket.png)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.phrases import advice, asked, counted
from publisher.report.question import within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each answer outside its range of images."""
    for question in report.questions:
        if question.answered and not within(question.images, question.limit_images):
            yield Finding(
                question.answer.line or question.line,
                Message(
                    "answer to question {number} has {counted}; {asked}",
                    number=question.number,
                    counted=counted(question.images, "image"),
                    asked=asked(report, question, "images"),
                ),
                Message(
                    "{advice}; an image is written ![what it shows](figures/name.png)",
                    advice=advice(question.images, question.limit_images, "image"),
                ),
                question.number,
                report.ranges.answer(question.answer),
            )
