"""An image is given by URL.

The picture is somewhere else. It is never fetched: a note with its address stands in its
place. So it is with one that the address holds itself (``data:``), which GitHub does not show either.

Why: It can change or vanish, and the archive would not hold it.

Bad::

    ![Our bucket](https://example.org/bucket.png)

Good::

    ![Our bucket](figures/bucket.png)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.read.files.address import is_data
from publisher.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image by URL."""
    for image in report.answer_images():
        if image.problem == "remote":
            name = shortened(image.uri)
            yield Finding(
                image.line,
                Message("image {name!r} holds the picture itself", name=name)
                if is_data(image.uri)
                else Message("image {name!r} is elsewhere; it is not fetched", name=name),
                Message("save the picture into the folder figures and link it from there"),
                image.question,
                report.ranges.node(image.node),
            )
