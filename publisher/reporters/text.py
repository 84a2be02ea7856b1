"""Diagnostics for a person: one a line, what to do said once for each code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.reporters.places import display_path

if TYPE_CHECKING:
    from publisher.check import Result
    from publisher.diagnostics import Diagnostic


def report(result: Result) -> str:
    """Return the diagnostics and the summary line, ending in a line end."""
    shown = display_path(result.path)
    lines = []
    told: set[str] = set()
    for diagnostic in result.diagnostics:
        lines.append(line(diagnostic, shown))
        if diagnostic.help not in told:
            told.add(diagnostic.help)
            lines.append(f"    {diagnostic.help}")
    return "\n".join([*lines, summary(result)]) + "\n"


def line(diagnostic: Diagnostic, path: str) -> str:
    """Return ``path:line:column: severity: message [report.code]``."""
    return (
        f"{path}:{diagnostic.line}:{diagnostic.column}: {diagnostic.severity}: "
        f"{diagnostic.message} [report.{diagnostic.code}]"
    )


def summary(result: Result) -> str:
    """Return the last line: questions, answered, unanswered, warnings, errors."""
    count = {
        severity: sum(d.severity == severity for d in result.diagnostics)
        for severity in ("note", "warning", "error")
    }
    if result.report is None:
        return f"{display_path(result.path)}: cannot be read."
    questions = result.report.questions
    answered = sum(q.answered for q in questions)
    notes = f", {_number(count['note'], 'note')}" if count["note"] else ""
    return (
        f"{_number(len(questions), 'question')}: {answered} answered, "
        f"{len(questions) - answered} unanswered; {_number(count['warning'], 'warning')}, "
        f"{_number(count['error'], 'error')}{notes}."
    )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
