r"""An image's path is written with a backslash.

The file is found and shown here.

Why: In an address a backslash is a sign like any other, so GitHub looks for a file whose name holds it.

Bad::

    ![The loss](figures\loss.png)

Good::

    ![The loss](figures/loss.png)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.read.files.address import has_backslash, shown
from publisher.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image whose file is found in spite of a backslash."""
    for image in report.answer_images():
        if image.figure and has_backslash(image.uri):
            yield Finding(
                image.line,
                Message(
                    "image {name!r} is written with a backslash, and broken on GitHub",
                    name=shortened(shown(image.uri)),
                ),
                Message("write {path}", path=image.figure),
                image.question,
                report.ranges.node(image.node),
            )
