"""The marks of a merge conflict are left in the report.

Git wrote two versions of a part, one under the other, with lines of seven signs around them, and nobody
chose one. The lines were taken off; both versions are read.

Why: Both versions are printed and counted. To Markdown `=======` makes a heading of the paragraph
above it.

Bad::

    <<<<<<< HEAD
    We wrote 32 tests.
    =======
    We wrote 31 tests.
    >>>>>>> main

Good::

    We wrote 32 tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.language.message import Message
from publisher.read.transforms import line_of
from publisher.report.phrases import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics.model import Finding, Severity
    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Return one finding for each answer or section with such marks."""
    return told(
        report,
        "conflict_left",
        Message(
            "keep one of the two versions, and take the lines <<<<<<<, ======= and >>>>>>> out"
        ),
        lambda repair: report.ranges.conflict(line_of(repair)),
    )
