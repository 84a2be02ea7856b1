"""An image's file cannot be read.

The file is empty, damaged, cut off, larger than 64 MiB, or no picture at all; or it is HEIC, as phones
write it. What browsers show is readable: a JPEG with a second picture or a film in it, a PNG with a damaged text.

Why: The picture is not in any output.

Bad::

    figures/bucket.png with zero bytes

Good::

    figures/bucket.png as a picture viewer opens it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.read.files.picture import HEIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "error"

_HEIC = Message("it is HEIC by its content, which few browsers show")
WHY = {
    "empty": Message("the file is empty"),
    "unreadable": Message("the file is damaged, cut off or no picture"),
    "not read": Message("the file could not be read: no permission, or it changed meanwhile"),
    "too large": Message("the file is larger than 64 MiB"),
}


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image that cannot be read."""
    for image in report.answer_images():
        if image.problem in WHY:
            heic = image.media == HEIC
            yield Finding(
                image.line,
                Message(
                    "image {name!r}: {what}",
                    name=image.uri,
                    what=_HEIC if heic else WHY[image.problem],
                ),
                Message("open it in a picture viewer, and export it as JPEG under another name")
                if heic
                else Message("open it in a picture viewer, and save or export it again"),
                image.question,
                report.ranges.node(image.node),
            )
