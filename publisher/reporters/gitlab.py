"""Diagnostics as a Code Quality report, which GitLab shows in a merge request."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from publisher.diagnostics.places import repository_path
from publisher.diagnostics.ranges import Position
from publisher.diagnostics.visible import printed_json
from publisher.reporters.text import listed

if TYPE_CHECKING:
    from publisher.check import Result
    from publisher.diagnostics.model import Severity
    from publisher.diagnostics.ranges import Range

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}


def report(result: Result) -> str:
    """Return a JSON list with an issue for each diagnostic, ending in a line end."""
    path = repository_path(result.path)
    seen: Counter[tuple[str, ...]] = Counter()
    issues = []
    for found in listed(result):
        # Without the line, so that an issue is the same one after a line is added above it.
        what = (path, found.code, str(found.question), found.message)
        seen[what] += 1
        issues.append(
            {
                "description": f"{found.message}; {found.help}",
                "check_name": f"report.{found.code}",
                "fingerprint": hashlib.sha256(repr((what, seen[what])).encode()).hexdigest(),
                "severity": _SEVERITIES[found.severity],
                "location": {
                    "path": path,
                    # Of the two forms the one with columns; GitLab looks at its lines.
                    "positions": _positions(found.range),
                },
            }
        )
    return printed_json(issues)


def _positions(found: Range) -> dict[str, dict[str, int]]:
    """Return a range as Code Climate has it: from its first character to its last."""
    start, end = found
    last = end if start == end or end.column == 1 else Position(end.line, end.column - 1)
    return {"begin": start._asdict(), "end": last._asdict()}
