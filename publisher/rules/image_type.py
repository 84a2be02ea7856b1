"""An image is not PNG or JPEG.

The course asks for files that end in .png, .jpg or .jpeg. The picture is shown all the same,
an animation by its first frame in the PDF.

Why: Not every program that reads the hand-in shows other types.

Bad::

    figures/cat.gif

Good::

    figures/cat.png
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image of another type, by its name."""
    for image in report.answer_images():
        if image.figure and not image.figure.lower().endswith((".png", ".jpg", ".jpeg")):
            yield Finding(
                image.line,
                Message("image {name!r} is not of the type png, jpg or jpeg", name=image.uri),
                Message("save or export it as PNG and link that"),
                image.question,
                report.ranges.node(image.node),
            )
