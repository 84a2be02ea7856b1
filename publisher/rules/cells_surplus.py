"""A row has more cells than its table has columns.

GitHub does not show the cells that are too many, and nor do we; the archive's source has them.

Why: What stands in them is read by nobody.

Bad::

    | name | day |
    | --- | --- |
    | visit | Monday | with two of us |

Good::

    | name | day | remark |
    | --- | --- | --- |
    | visit | Monday | with two of us |
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each such row."""
    for repair in report.repairs_of("cells_surplus"):
        yield Finding(
            repair.line or 1,
            _told(repair["found"], repair["number"]),
            Message("add a column to the table's head, or write \\| where a bar is text"),
            repair["number"] or None,
            report.ranges.words(repair["found"], repair.line or 1, repair.line or 1),
        )


def _told(cells: str, question: int) -> Message:
    if not question:
        return Message(
            "this row has more cells than its table has columns; not shown: {cells!r}", cells=cells
        )
    return Message(
        "this row in question {number} has more cells than its table has columns; "
        "not shown: {cells!r}",
        number=question,
        cells=cells,
    )
