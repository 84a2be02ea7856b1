"""A local link leads to nothing.

A link in an answer names a file that is not in the report's folder. A link that leaves the
folder is looked up by its name in the git repository around it, if there is one.

Why: Who clicks it on GitHub gets an error page.

Bad::

    [our workflow](.github/workflows/tests.yaml) in a report that lies in reports/

Good::

    [our workflow](../.github/workflows/tests.yaml)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Finding, Severity
from publisher.read.transforms import line_of
from publisher.rules.ranges import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each dead local link in an answer."""
    for link, question in report.answer_links():
        if link.get("problem") == "missing":
            near = link.get("near")
            yield Finding(
                line_of(link),
                f"link {shortened(link['refuri'])!r}: there is no such file in the report's folder",
                f"did you mean {near}?"
                if near
                else "write the path from the report's folder on, or the whole address (https://...)",
                question,
            )
        elif link.get("dead"):
            yield Finding(
                line_of(link),
                f"link {shortened(link['refuri'])!r}: there is no such file in the repository",
                "write the path from the report's folder on, in the letter case of the file's name",
                question,
            )
        elif link.get("problem") == "invalid":
            yield Finding(
                line_of(link),
                f"link {shortened(link['refuri'])!r} can lead nowhere: {link['fault']}",
                "copy the address again from where it opens",
                question,
            )
