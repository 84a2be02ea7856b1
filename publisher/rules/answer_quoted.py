"""An answer is a quote to Markdown.

It begins on the marker's own line or right under it, so that it goes on in the prompt's quote; or
all of it has quote marks. It was read as the answer that it is. What is alike in several questions
is told once.

Why: On GitHub such an answer looks like a part of the question.

Bad::

    > Answer:
    We wrote 32 tests.

Good::

    > Answer:

    We wrote 32 tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.language.message import Message
from publisher.report.phrases import told_alike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics.model import Finding, Severity
    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Return one finding for each kind of quoted answer, with all its questions."""
    return told_alike(
        report,
        "answer_quoted",
        Message(
            "put a blank line between the marker and the answer, and no '>' before the answer's lines"
        ),
        lambda repair: report.ranges.answer(report.answer(repair["number"]) or repair),
    )
