"""A screenshot is so wide that its text will be too small in print.

The PNG is more than 3,000 pixels wide. Printed across a page (16 to 17 cm), text of 13 points
comes out smaller than 5 points even if the screen had two pixels a point, and half of that if not.
JPEG is not judged, which is mostly a photo, nor what is wider than a screen, which is a drawing; nor is
a plot whose file says that it has more than 180 pixels an inch, as no screen does: its text was made
for paper.

Why: Who reads the print sees that there is text and cannot read it.

Bad::

    a screenshot of a whole screen, 3840 pixels wide

Good::

    the part that the answer speaks of, 1200 pixels wide
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

WIDEST = 3000
"""Pixels across a page: 13-point text at two pixels a point is then about 4.1 points high."""
ON_PAPER = 180
"""Pixels an inch from which a file speaks of paper: screenshots say 72, 96, 144 or nothing."""
SCREEN = 5120
"""Pixels across the widest screens in use; a wider picture was drawn, its text as large as one likes."""


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each PNG in an answer that is too wide to be read in print."""
    for image in report.answer_images():
        width = image.node.get("pixels", (0, 0))[0]
        shot = image.media == "image/png" and image.node.get("dpi", 0) <= ON_PAPER
        if shot and not image.problem and WIDEST < width <= SCREEN:
            yield Finding(
                image.line,
                Message(
                    "image {name!r} is {width} pixels wide; in print its text will be too small to read",
                    name=shortened(image.uri),
                    width=width,
                ),
                Message("show only the part of the screen that the answer speaks of"),
                image.question,
                report.ranges.node(image.node),
            )
