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

import re
from typing import TYPE_CHECKING

from publisher.language.message import Message
from publisher.read.transforms import line_of
from publisher.report.phrases import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics.model import Finding, Severity
    from publisher.report.view import Report

SEVERITY: Severity = "warning"

_OPENED = re.compile(
    r"<!--|[`~]{3,}.*\S|[`~]{3,}|<(?:script|pre|style|textarea)\b[^<>]*>?", re.IGNORECASE
)
_TAG = re.compile(r"<(\w+)>")


def check(report: Report) -> Iterator[Finding]:
    """Return one finding for each open block."""
    return told(
        report,
        "block_unclosed",
        Message("close it: a line of three back-ticks for code, --> for a comment, </b> for <b>"),
        lambda repair: report.ranges.sign(line_of(repair), _opening(repair["found"])),
    )


def _opening(found: str) -> re.Pattern[str]:
    """Return how what was ``found`` begins: the tag that is named, else a comment's or a block's mark."""
    tag = _TAG.match(found)
    return re.compile(rf"<{tag[1]}\b[^<>]*>?", re.IGNORECASE) if tag else _OPENED
