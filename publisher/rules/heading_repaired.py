"""A question's heading was mended while reading.

The heading has another level than the others, stands at the end of a line of text, inside a quote or
a list, or lacks the blank behind its number signs; or something else that has the number stands
above a prompt in its place (`**Question 5**`, `### Q5`). It was taken for the question because its
number is missing elsewhere and fits the order.

Why: GitHub shows such a heading as part of the answer above it.

Bad::

    end of an answer.### Question 5

Good::

    end of an answer.

    ### Question 5
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.language.message import Message
from publisher.read.transforms import line_of
from publisher.report.phrases import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics.model import Finding, Severity
    from publisher.report.view import Report

SEVERITY: Severity = "warning"

_HEADING = re.compile(r"((?:\#{1,6}[ \t]*)?(?<![\w#])question[ \t#]*\d.*?)[# \t]*$", re.IGNORECASE)


def check(report: Report) -> Iterator[Finding]:
    """Return one finding for each mended heading."""
    return told(
        report,
        "heading_repaired",
        Message(
            "write the heading as in the template, alone on its line, with a blank line before it"
        ),
        lambda repair: report.ranges.sign(line_of(repair), _HEADING),
    )
