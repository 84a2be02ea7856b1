"""The title still says that the file is a template.

What is handed in is a report. The page, the cover and the running heads leave the words out ("Report template for
Course 1" is shown as "Course 1"); the file keeps them.

Why: A cover that says "template" looks like a file that was never filled in.

Bad::

    # Report template for Course 1

Good::

    # Nettles along the canal
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding
from publisher.language.message import Message
from publisher.report.titles import without_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics.model import Severity
    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding at the first heading."""
    shown = without_template(report.title)
    if shown != report.title:
        line = report.title_line
        message = Message(
            "the title is still the template's: {title}; shown is {shown}",
            title=repr(report.title),
            shown=repr(shown),
        )
        advice = Message("write the title of your report there, if it has one")
        yield Finding(line, message, advice, range=report.ranges.words(report.title, line, line))
