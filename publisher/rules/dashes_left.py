"""Dashes of the placeholder stand around an answer.

The three dashes before or behind the answer were taken off.

Why: A line of dashes right under a line of text turns that line into a heading.

Bad::

    --- We wrote 32 tests.
    ---

Good::

    We wrote 32 tests.
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

_DASHES = r"\\?-{2,4}|[\u2013\u2014]{1,2}"
_AROUND = re.compile(rf"^[ \t>]*({_DASHES})(?![-\u2013\u2014])|({_DASHES})[ \t]*$")


def check(report: Report) -> Iterator[Finding]:
    """Return one finding for each answer with dashes around it."""
    return told(
        report,
        "dashes_left",
        Message("take the dashes out"),
        lambda repair: report.ranges.sign(line_of(repair), _AROUND),
    )
