"""An image's file cannot be read.

The file is empty, damaged, cut off, larger than 64 MiB, or no picture at all.

Why: The picture is not in any output.

Bad::

    figures/bucket.png with zero bytes

Good::

    figures/bucket.png as a picture viewer opens it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Report

SEVERITY: Severity = "error"

WHY = {
    "empty": "the file is empty",
    "unreadable": "the file is damaged, cut off or no picture",
    "too large": "the file is larger than 64 MiB",
}


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image that cannot be read."""
    for image in report.answer_images():
        if image.problem in WHY:
            yield Finding(
                image.line,
                f"image {image.uri!r}: {WHY[image.problem]}",
                "open it in a picture viewer, and save or export it again",
                image.question,
            )
