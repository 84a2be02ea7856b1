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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each such row."""
    for repair in report.repairs_of("cells_surplus"):
        place = f" in question {repair['number']}" if repair["number"] else ""
        yield Finding(
            repair.line or 1,
            f"this row{place} has more cells than its table has columns; "
            f"not shown: {repair['found']!r}",
            "add a column to the table's head, or write \\| where a bar is text",
            repair["number"] or None,
            report.ranges.words(repair["found"], repair.line or 1, repair.line or 1),
        )
