"""Diagnostics for a person: one a line, those of a code together where they are many."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from publisher.diagnostics.model import SEVERITIES
from publisher.diagnostics.places import display_path
from publisher.diagnostics.visible import printed
from publisher.report.phrases import counted, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.check import Result
    from publisher.diagnostics.model import Diagnostic, Severity

MOST: Final = 5
"""Diagnostics of a code that have a line each; more of them are one line for each severity."""
_MOST_NAMED = 10
_MOST_RUNS = 30

SEVERAL: Final = {
    "unanswered": "not answered",
    "answer_length": "too short or too long",
    "image_count": "too few or too many images",
    "image_missing": "image without a file",
    "image_alt": "image without a text that says what it shows",
    "placeholder_left": "placeholder beside an answer",
    "dashes_left": "dashes of the placeholder around an answer",
    "marker_missing": "the line 'Answer:' is lost",
    "link_dead": "link to nothing",
    "prompt_edited": "prompt is not the template's",
}
"""What is said of many of a code; of the others what the code means."""

_COLOURS: Final[dict[Severity, str]] = {
    "error": "\033[1;31m",
    "warning": "\033[33m",
    "note": "\033[36m",
}
_PLAIN: Final = "\033[0m"


def report(
    result: Result, *, every: bool = False, colour: bool = False, what_next: bool = True
) -> str:
    """Return the diagnostics, errors first, and the summary line, ending in a line end.

    ``every``: each has a line, however many there are; ``colour``: severities have colours, for a
    terminal; ``what_next``: the last line says what to do.
    """
    from publisher.fixes import fixes_of

    shown = printed(display_path(result.path))
    fixable = {id(fix.diagnostic) for fix in fixes_of(result)}
    lines = []
    told: set[str] = set()
    for group in _groups(listed(result), every=every):
        lines.append(_coloured(group, shown) if colour else _line(group, shown))
        helps = {diagnostic.help for diagnostic in group}
        if len(helps) == 1 and not helps <= told:
            told |= helps
            lines.append(f"    {group[0].help}")
        if len(group) == 1 and group[0].reply:
            lines.append(f"    {group[0].reply}")
        mended = sum(id(diagnostic) in fixable for diagnostic in group)
        if mended:
            those = "this" if len(group) == 1 else f"{mended} of these"
            lines.append(f"    --fix mends {those}.")
    lines += [*hidden(result), summary(result)]
    if what_next and (said := next_step(result, fixable=len(fixable), every=every)):
        lines.append(said)
    # What is coloured is safe already, and its colours are signs of a terminal.
    return "".join(f"{x if _PLAIN in x else printed(x)}\n" for x in lines)


def _groups(found: Sequence[Diagnostic], *, every: bool) -> list[Sequence[Diagnostic]]:
    """Return what has a line together: errors first, then by line."""
    many = frozenset() if every else _many(found)
    groups: dict[object, list[Diagnostic]] = {}
    for diagnostic in found:
        together = (diagnostic.code, diagnostic.severity)
        key = together if diagnostic.code in many else id(diagnostic)
        groups.setdefault(key, []).append(diagnostic)
    return sorted(groups.values(), key=lambda group: -SEVERITIES.index(group[0].severity))


def _many(found: Sequence[Diagnostic]) -> frozenset[str]:
    times = Counter(diagnostic.code for diagnostic in found)
    return frozenset(code for code, count in times.items() if count > MOST)


def _line(group: Sequence[Diagnostic], path: str) -> str:
    first = group[0]
    if len(group) == 1:
        return line(first, path)
    said = SEVERAL.get(first.code) or _meaning(first.code)
    return f"{path}: {first.severity}: {said} ({len(group)}): {_where(group)} [report.{first.code}]"


def _coloured(group: Sequence[Diagnostic], path: str) -> str:
    severity = group[0].severity
    told = printed(_line(group, path))
    before = told[: len(path)]
    return before + told[len(path) :].replace(
        f" {severity}: ", f" {_COLOURS[severity]}{severity}{_PLAIN}: ", 1
    )


def _meaning(code: str) -> str:
    """Return what a code means, as a part of a sentence."""
    from publisher.rules import explanations

    short = explanations()[code].short.rstrip(".")
    return short[:1].lower() + short[1:]


def _where(group: Sequence[Diagnostic]) -> str:
    """Return the numbers of the questions, and the lines of what belongs to none."""
    numbers = sorted({d.question for d in group if d.question is not None})
    lines = sorted({d.line for d in group if d.question is None})
    told = _runs(numbers)
    if lines:
        told += f"{'; ' if told else ''}line{'s' if len(lines) > 1 else ''} {_runs(lines)}"
    return told


def _runs(numbers: Sequence[int]) -> str:
    found = runs(numbers)
    more = [f"{len(found) - _MOST_RUNS} more"] if len(found) > _MOST_RUNS else []
    return ", ".join([*found[:_MOST_RUNS], *more])


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
    """Return what is counted: questions, answered, unanswered, warnings, errors."""
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


def next_step(result: Result, *, fixable: int = 0, every: bool = False, built: bool = False) -> str:
    """Return a line that says what to do next; empty: the diagnostics say it.

    ``fixable``: how many of them ``--fix`` mends; ``every``: each has a line; ``built``: the
    report was published.
    """
    if result.report is None or not result.report.questions:
        return ""
    cut = not every and _many(listed(result))
    more = "; 'publisher check --all' gives every line" if cut else ""
    found = [d for d in listed(result) if d.severity != "note"]
    if fixable:
        rest = "" if fixable >= len(found) else "; mend the others by hand"
        return f"Next: 'publisher check --fix' mends {fixable} of these{rest}{more}."
    if found:
        worst = max(found, key=lambda d: SEVERITIES.index(d.severity))
        again = "build" if built else "check"
        return (
            f"Next: mend the {worst.severity}s and {again} again; "
            f"'publisher explain {worst.code}' says how{more}."
        )
    published = "read the page, and hand it in" if built else "'publisher build' publishes it"
    return f"Next: {published}{more}."
