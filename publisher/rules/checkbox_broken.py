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

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.phrases import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each kind of broken box."""
    kinds: dict[str, list[int]] = {}
    for item in report.checklist:
        if item.broken:
            kinds.setdefault(item.broken, []).append(item.line)
    for box, lines in kinds.items():
        yield Finding(
            lines[0],
            Message.plural(
                "the tick box {box} is none to GitHub",
                "the tick box {box} is none to GitHub ({count} items, from this one on)",
                count=len(lines),
                box=box,
            ),
            Message("write [x] for a tick and [ ] for none"),
            range=report.ranges.words(box, lines[0], lines[0]),
        )
    advice = Message("begin the line with '* [x] ' or '* [ ] '")
    yield from told(report, "checkbox_broken", advice)
