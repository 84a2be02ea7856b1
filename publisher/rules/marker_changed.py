"""The line `Answer:` does not stand as in the template.

The marker has other words (`Ans:`, `Svar -`), stands outside of the prompt's quote, or on a line of
the prompt. It was read as the marker all the same. What is alike in several questions is told once.

Why: Other programs look for the line as the template has it.

Bad::

    > **How many tests did you write?** Ans: We wrote 32 tests.

Good::

    > **How many tests did you write?**
    >
    > Answer:

    We wrote 32 tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.language.message import Message
from publisher.read.transforms import line_of
from publisher.report.phrases import told_alike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics.model import Finding, Severity
    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Return one finding for each form of a marker, with all its questions."""
    return told_alike(
        report,
        "marker_changed",
        Message("write the marker as the template has it: '> Answer:' on a line of its own"),
        lambda repair: report.ranges.marker(line_of(repair)),
    )
