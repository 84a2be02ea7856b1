"""An image is a Git LFS pointer.

The file holds three lines of text that say where Git LFS keeps the picture, not the picture.

Why: The picture is not in any output.

Bad::

    version https://git-lfs.github.com/spec/v1

Good::

    the PNG itself, after git lfs pull
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
    """Yield one finding for each pointer."""
    for image in report.answer_images():
        if image.problem == "lfs":
            yield Finding(
                image.line,
                Message("image {name!r} is a Git LFS pointer, not the picture", name=image.uri),
                Message(
                    "run git lfs pull; to hand it in, take the file out of LFS: git lfs untrack, "
                    "then add it"
                ),
                image.question,
                report.ranges.node(image.node),
            )
