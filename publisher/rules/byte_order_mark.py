r"""The report begins with a byte-order mark.

The invisible mark U+FEFF at the very start of the file is dropped.

Why: It is harmless here, but other programs take it for a letter, and then the first heading
is none.

Bad::

    \xef\xbb\xbf# Report

Good::

    # Report
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.diagnostics.ranges import point
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for the first line."""
    if report.document.get("bom"):
        yield Finding(
            1,
            Message("the file begins with a byte-order mark, which was dropped"),
            Message("save the file as UTF-8 without a byte-order mark"),
            range=point(1),
        )
