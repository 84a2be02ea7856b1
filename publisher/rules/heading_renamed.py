"""A heading of the template has other words.

A heading that is no question's stands where the template has another one. Where that names itself a template,
as its title does, another one is asked for (`title_of_template`).

Why: Readers and programs find the parts of a report by the template's headings.

Bad::

    ## How we worked

Good::

    ## Coding environment
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.titles import without_template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each heading with other words."""
    for difference in report.differences("heading_renamed"):
        asked = difference["found"].values["heading"]
        if without_template(asked) != asked:
            continue
        yield Finding(
            difference.line or 1,
            difference["found"],
            Message("write the heading as it stands in the template"),
        )
