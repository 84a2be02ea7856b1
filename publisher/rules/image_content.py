"""An image is not what its name says.

The content of the file is of another type than the ending of its name.

Why: Some programs believe the name and show nothing.

Bad::

    figures/bucket.png that is a JPEG

Good::

    figures/bucket.jpg
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.read.files.picture import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Image, Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image whose name and content differ."""
    for image in report.answer_images():
        if image.media in SUFFIXES and _differs(image):
            yield Finding(
                image.line,
                Message(
                    "image {name!r} is {type} by its content", name=image.uri, type=image.media
                ),
                Message(
                    "rename it to end in {ending}, here and in the text, or save it again",
                    ending=SUFFIXES[image.media][0],
                ),
                image.question,
                report.ranges.node(image.node),
            )


def _differs(image: Image) -> bool:
    """Tell whether the name's ending is one of a picture type, and of another one."""
    known = {suffix: media for media, all_of in SUFFIXES.items() for suffix in all_of}
    ending = "." + image.figure.rpartition(".")[2].lower()
    return known.get(ending, image.media) != image.media
