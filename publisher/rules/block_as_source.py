"""A part of the report is shown as it was typed.

Lists, quotes or HTML nest deeper than any reader can follow, or a paragraph has more than
30,000 characters. The lines are shown as plain text, as they were typed; nothing of them is lost.

Why: No program shows such nesting well, and several drop what lies deepest without a word.

Bad::

    > > > > > > (forty quotes in each other)

Good::

    > one quote
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.language.message import Message
from publisher.report.phrases import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics.model import Finding, Severity
    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Return one finding for each such part."""
    return told(
        report,
        "block_as_source",
        Message("nest less deeply, and break long text into paragraphs"),
    )
