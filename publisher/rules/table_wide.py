"""A table has more columns than paper has room for.

On a page on its side a line has room for about 100 columns of two letters. The PDF shows a table with
more as lines of text, row by row; the web page shows it as a table.

Why: Who has the PDF cannot tell which column a cell belongs to.

Bad::

    | 1 | 2 | 3 | ... | 699 | 700 |

Good::

    several tables, a picture of the numbers, or a file with them that the answer links
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.passages import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"
MOST: Final = 100
"""Columns for which a page has room."""


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each table of an answer that is too wide."""
    for question in report.questions:
        for line, columns in tables_of(question.all_nodes):
            if columns > MOST:
                yield Finding(
                    line,
                    Message(
                        "table in question {number} has {columns} columns; the PDF has room for "
                        "{most} and shows its rows as lines of text",
                        number=question.number,
                        columns=columns,
                        most=MOST,
                    ),
                    Message("write several tables, or link a file with the numbers"),
                    question.number,
                    report.ranges.block(line),
                )
