"""A reminder of the authors to themselves is left in an answer.

A paragraph begins with `TODO`, `TO DO`, `TO BE ADDED` (or the like), `TBD` or `FIXME`, or has one in
brackets, before a colon or at its end; or `XXX` stands in it.

Why: It is printed, and tells that the answer is not finished.

Bad::

    TODO: Ann writes this

Good::

    We wrote 32 tests.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"

# By capitals alone: a "to do list" is none.
_REMINDER = re.compile(
    r"(?:^|[\[(])\W{0,3}(TODO|TO[ -]DO|TO BE [A-Z]{3,}|TBD|FIXME)\b"
    r"|\b(XXX\b|(?:TODO|TBD|FIXME)(?=\s?[:?!\])]|\W{0,3}$))"
)


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each answer with a reminder."""
    for question in report.questions:
        for passage in question.passages:
            found = _REMINDER.search(passage.text)
            if found:
                yield Finding(
                    passage.line,
                    Message(
                        "answer to question {number} still says {words!r}",
                        number=question.number,
                        words=found[1] or found[2],
                    ),
                    Message("write what is missing, and take the reminder out"),
                    question.number,
                    report.ranges.words(found[1] or found[2], passage.line),
                )
                break
