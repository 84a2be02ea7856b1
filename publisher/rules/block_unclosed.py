"""A block is never closed.

A code fence, an HTML comment or an HTML element is open when the next question begins. It was ended
there.

Why: On GitHub everything behind it is code, or invisible, or in bold, up to the end of the page.

Bad::

    ```bash
    uv sync

    ### Question 5

Good::

    ```bash
    uv sync
    ```

    ### Question 5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.language.message import Message
from publisher.report.phrases import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics.model import Finding, Severity
    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Return one finding for each open block."""
    return told(
        report,
        "block_unclosed",
        Message("close it: a line of three back-ticks for code, --> for a comment, </b> for <b>"),
    )
