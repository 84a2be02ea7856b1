"""An image lies outside the report's folder, or is hidden in it.

The path leaves the folder that holds the report, directly or by a symbolic link; or it is, or leads
to, a dot file or one below a dot folder. The file is not opened.

Why: Neither is handed in with the report, so neither may get into an output.

Bad::

    ![Plot](../notebooks/plot.png)

Good::

    ![Plot](figures/plot.png)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.read.files.address import shown
from publisher.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "error"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image outside the folder or hidden in it."""
    for image in report.answer_images():
        if image.problem in ("outside", "hidden"):
            name = shortened(shown(image.uri))
            yield Finding(
                image.line,
                Message("image {name!r} lies outside the report's folder", name=name)
                if image.problem == "outside"
                else Message("image {name!r} is a hidden file, or leads to one", name=name),
                Message("copy the file into the folder figures and link it from there"),
                image.question,
                report.ranges.node(image.node),
            )
