"""The front matter cannot be read.

Lines between two `---` at the very top are YAML front matter; these are no YAML. They are kept
in the archive as they are.

Why: GitHub shows an error in place of the fields.

Bad::

    ---
    layout: [default
    ---

Good::

    ---
    layout: default
    ---
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
    """Return one finding for each fault."""
    return told(
        report,
        "front_matter",
        Message("correct the lines between the two --- at the top, or take them out"),
    )
