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

from publisher.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Report

SEVERITY: Severity = "error"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image without a file."""
    for image in report.answer_images():
        if image.problem in ("missing", "folder"):
            yield Finding(
                image.line,
                f"image {image.uri!r}: "
                + ("this is a folder" if image.problem == "folder" else "there is no such file"),
                f"did you mean {image.near}?"
                if image.near
                else "put the file into the folder figures and write its name as it is",
                image.question,
            )
