"""Diagnostics for a person: one a line, what to do said once for each code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.reporters.places import display_path
from publisher.rules.ranges import counted

if TYPE_CHECKING:
    from publisher.check import Result
    from publisher.diagnostics import Diagnostic

_MOST_NAMED = 10


def report(result: Result) -> str:
    """Return the diagnostics and the summary line, ending in a line end."""
    from publisher.fixes import fixes_of

    shown = display_path(result.path)
    lines = []
    told: set[str] = set()
    fixable = {id(fix.diagnostic) for fix in fixes_of(result)}
    for diagnostic in listed(result):
        lines.append(line(diagnostic, shown))
        if diagnostic.help not in told:
            told.add(diagnostic.help)
            lines.append(f"    {diagnostic.help}")
        if diagnostic.reply:
            lines.append(f"    {diagnostic.reply}")
        if id(diagnostic) in fixable:
            lines.append("    --fix mends this.")
    if fixable:
        lines.append(f"{len(fixable)} of these can be mended by 'publisher check --fix'.")
    return "\n".join([*lines, *hidden(result), summary(result)]) + "\n"


def listed(result: Result) -> list[Diagnostic]:
    """Return the diagnostics that the report itself does not suppress."""
    return [d for d in result.diagnostics if not d.hidden]


def hidden(result: Result) -> list[str]:
    """Return a line that counts and names what the report suppresses; empty: nothing."""
    found = [f"{d.code} (line {d.line})" for d in result.diagnostics if d.hidden]
    more = [f"and {len(found) - _MOST_NAMED} more"] if len(found) > _MOST_NAMED else []
    if not found:
        return []
    return [f"{len(found)} suppressed in the report: {', '.join(found[:_MOST_NAMED] + more)}."]


def line(diagnostic: Diagnostic, path: str) -> str:
    """Return ``path:line:column: severity: message [report.code]``."""
    return (
        f"{path}:{diagnostic.line}:{diagnostic.column}: {diagnostic.severity}: "
        f"{diagnostic.message} [report.{diagnostic.code}]"
    )


def summary(result: Result) -> str:
    """Return the last line: questions, answered, unanswered, warnings, errors."""
    count = {
        severity: sum(d.severity == severity for d in listed(result))
        for severity in ("note", "warning", "error")
    }
    if result.report is None:
        return f"{display_path(result.path)}: cannot be read."
    questions = result.report.questions
    answered = sum(q.answered for q in questions)
    notes = f", {counted(count['note'], 'note')}" if count["note"] else ""
    suppressed = len(result.diagnostics) - sum(count.values())
    notes += f", {suppressed} suppressed" if suppressed else ""
    return (
        f"{counted(len(questions), 'question')}: {answered} answered, "
        f"{len(questions) - answered} unanswered; {counted(count['warning'], 'warning')}, "
        f"{counted(count['error'], 'error')}{notes}."
    )
