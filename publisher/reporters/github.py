"""Diagnostics as workflow commands: GitHub shows them as annotations beside the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import SEVERITIES
from publisher.diagnostics.places import repository_path
from publisher.diagnostics.visible import printed, printed_lines
from publisher.reporters.text import listed, summary

if TYPE_CHECKING:
    from publisher.check import Result
    from publisher.diagnostics.model import Diagnostic, Severity
    from publisher.diagnostics.ranges import Range

MOST = 10
"""Annotations of a level that GitHub shows for a step; those beyond are dropped without a word."""

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def report(result: Result) -> str:
    """Return a line for each annotation, the worst first, and one that counts what is hidden."""
    file = repository_path(result.path)
    lines = []
    for severity in reversed(SEVERITIES):
        found = [d for d in listed(result) if d.severity == severity]
        groups = _grouped(found)
        shown = groups if len(groups) <= MOST else groups[: MOST - 1]
        lines += [_command(_LEVELS[severity], file, group) for group in shown]
        hidden = len(found) - sum(map(len, shown))
        if hidden:
            told = f"{hidden} more of {len(found)} are not shown here; the log of the check has all"
            lines.append(f"::{_LEVELS[severity]} title=publisher::{told.translate(_DATA)}")
    # Behind a word of ours no command can begin, whatever the report's folder is called.
    return "\n".join([*lines, f"publisher: {printed(summary(result)).translate(_DATA)}"]) + "\n"


def _grouped(found: list[Diagnostic]) -> list[list[Diagnostic]]:
    """Return one group each while all fit, else those of a code together."""
    if len(found) <= MOST:
        return [[d] for d in found]
    codes: dict[str, list[Diagnostic]] = {}
    for diagnostic in found:
        codes.setdefault(diagnostic.code, []).append(diagnostic)
    return list(codes.values())


def _place(found: Range) -> dict[str, str]:
    """Return a range as GitHub takes it: with columns in one line only, the last one included."""
    start, end = found
    if start.line != end.line:
        return {"line": str(start.line), "endLine": str(end.line)}
    place = {"line": str(start.line), "col": str(start.column)}
    return place | ({"endColumn": str(end.column - 1)} if found.in_a_line else {})


def _command(level: str, file: str, group: list[Diagnostic]) -> str:
    first = group[0]
    properties = {"file": file, **_place(first.range), "title": f"report.{first.code}"}
    if len(group) == 1:
        told = "\n".join(filter(None, (first.message, first.help, first.reply)))
    else:
        listed = [f"line {d.line}: {d.message}" for d in group]
        told = "\n".join([*listed, f"'publisher explain {first.code}' says what to do"])
    written = ",".join(f"{k}={printed(v).translate(_PROPERTY)}" for k, v in properties.items())
    return f"::{level} {written}::{printed_lines(told).translate(_DATA)}"
