"""A tick box is broken.

An item of the checklist begins with a box that GitHub does not take for one, or lost its bullet or
the blank behind it. It counts neither as an item nor as a tick.

Why: The tick is not seen.

Bad::

    * [(X)] Write unit tests
    * [] Write API tests

Good::

    * [x] Write unit tests
    * [ ] Write API tests
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Finding, Severity
from publisher.rules.ranges import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each broken box."""
    for item in report.checklist:
        if item.broken:
            yield Finding(
                item.line,
                f"the tick box {item.broken} is none to GitHub",
                "write [x] for a tick and [ ] for none",
            )
    yield from told(report, "checkbox_broken", "begin the line with '* [x] ' or '* [ ] '")
