"""An image lies outside the report's folder.

The path leaves the folder that holds the report, directly or by a symbolic link. The file is
not opened.

Why: Nothing outside the folder is handed in, and nothing outside it may get into an output.

Bad::

    ![Plot](../notebooks/plot.png)

Good::

    ![Plot](figures/plot.png)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Report

SEVERITY: Severity = "error"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image outside the folder."""
    for image in report.answer_images():
        if image.problem == "outside":
            yield Finding(
                image.line,
                f"image {image.uri!r} lies outside the report's folder",
                "copy the file into the folder figures and link it from there",
                image.question,
            )
