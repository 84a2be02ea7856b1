"""An image's file does not exist.

The path of an image leads to no file in the report's folder. Letter case counts, as on GitHub.

Why: The picture is not in any output.

Bad::

    ![Our bucket](figure/bucket.png)

Good::

    ![Our bucket](figures/bucket.png)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.read.files.address import shown
from publisher.report.phrases import meant, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "error"


_FOUND = {
    "missing": Message("there is no such file"),
    "folder": Message("this is a folder"),
    "no regular file": Message("this is no regular file"),
    "path too long": Message("its path is too long or too deep"),
}


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image without a file."""
    for image in report.answer_images():
        if image.problem in _FOUND:
            yield Finding(
                image.line,
                Message(
                    "image {name!r}: {what}",
                    name=shortened(shown(image.uri)),
                    what=_FOUND[image.problem],
                ),
                meant(image.uri, image.near)
                if image.near
                else Message("put the file into the folder figures and write its name as it is"),
                image.question,
                report.ranges.node(image.node),
            )
