"""Diagnostics for a person: one a line, those of a code together where they are many."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from publisher.diagnostics.model import SEVERITIES
from publisher.diagnostics.places import display_path
from publisher.diagnostics.visible import printed
from publisher.language.catalog import IN_ENGLISH
from publisher.language.message import Message
from publisher.report.phrases import counted, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.check import Result
    from publisher.diagnostics.model import Diagnostic, Severity
    from publisher.language.catalog import Catalog

MOST: Final = 5
"""Diagnostics of a code that have a line each; more of them are one line for each severity."""
_MOST_NAMED = 10
_MOST_RUNS = 30

SEVERAL: Final = {
    "unanswered": Message("not answered"),
    "answer_length": Message("too short or too long"),
    "image_count": Message("too few or too many images"),
    "image_missing": Message("image without a file"),
    "image_alt": Message("image without a text that says what it shows"),
    "placeholder_left": Message("placeholder beside an answer"),
    "dashes_left": Message("dashes of the placeholder around an answer"),
    "marker_missing": Message("the line 'Answer:' is lost"),
    "link_dead": Message("link to nothing"),
    "prompt_edited": Message("prompt is not the template's"),
}
"""What is said of many of a code; of the others what the code means."""

SAID: Final[dict[Severity, Message]] = {
    "error": Message("error"),
    "warning": Message("warning"),
    "note": Message("note"),
}
"""What severities are called."""
# Lines that are put together of messages, and are none themselves.
_LINE: Final = "{path}:{line}:{column}: {severity}: {message} [report.{code}]"
_GROUP: Final = "{path}: {severity}: {said} ({count}): {where} [report.{code}]"
_SUMMARY: Final = "{questions}: {states}; {found}."

_COLOURS: Final[dict[Severity, str]] = {
    "error": "\033[1;31m",
    "warning": "\033[33m",
    "note": "\033[36m",
}
_PLAIN: Final = "\033[0m"


def report(
    result: Result,
    *,
    every: bool = False,
    colour: bool = False,
    what_next: bool = True,
    said: Catalog = IN_ENGLISH,
) -> str:
    """Return the diagnostics, errors first, and the summary line, ending in a line end.

    ``every``: each has a line, however many there are; ``colour``: severities have colours, for a
    terminal; ``what_next``: the last line says what to do; ``said``: the language.
    """
    from publisher.fixes import fixes_of

    shown = printed(display_path(result.path))
    fixable = {id(fix.diagnostic) for fix in fixes_of(result)}
    lines: list[str] = []
    told: set[str] = set()
    for group in _groups(listed(result), every=every):
        first = said(_line(group, shown))
        severity = group[0].severity
        lines.append(_coloured(first, severity, shown, said) if colour else first)
        helps = {diagnostic.help for diagnostic in group}
        if len(helps) == 1 and not helps <= told:
            told |= helps
            lines.append(f"    {said(group[0].help)}")
        if len(group) == 1 and group[0].reply:
            lines.append(f"    {said(group[0].reply)}")
        mended = sum(id(diagnostic) in fixable for diagnostic in group)
        if mended:
            those = (
                Message("--fix mends this.")
                if len(group) == 1
                else Message("--fix mends {count} of these.", count=mended)
            )
            lines.append(f"    {said(those)}")
    lines += map(said, [*hidden(result), summary(result)])
    if what_next and (step := next_step(result, fixable=len(fixable), every=every)):
        lines.append(said(step))
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


def _line(group: Sequence[Diagnostic], path: str) -> Message:
    first = group[0]
    if len(group) == 1:
        return line(first, path)
    return Message(
        _GROUP,
        path=path,
        severity=SAID[first.severity],
        said=SEVERAL.get(first.code) or _meaning(first.code),
        count=len(group),
        where=_where(group),
        code=first.code,
    )


def _coloured(line: str, severity: Severity, path: str, said: Catalog) -> str:
    told = printed(line)
    before, called = told[: len(path)], said(SAID[severity])
    return before + told[len(path) :].replace(
        f" {called}: ", f" {_COLOURS[severity]}{called}{_PLAIN}: ", 1
    )


def _meaning(code: str) -> Message:
    """Return what a code means, as a part of a sentence."""
    from publisher.rules import explanations

    return Message(explanations()[code].short).changed(_within_a_sentence)


def _within_a_sentence(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


def _where(group: Sequence[Diagnostic]) -> Message:
    """Return the numbers of the questions, and the lines of what belongs to none."""
    numbers = sorted({d.question for d in group if d.question is not None})
    lines = sorted({d.line for d in group if d.question is None})
    told = [_runs(numbers)] if numbers else []
    if lines:
        told.append(
            Message.plural("line {lines}", "lines {lines}", count=len(lines), lines=_runs(lines))
        )
    return Message.joined(told, "; ")


def _runs(numbers: Sequence[int]) -> Message:
    found = runs(numbers)
    rest = len(found) - _MOST_RUNS
    more = [Message("{count} more", count=rest)] if rest > 0 else []
    return Message.joined([*found[:_MOST_RUNS], *more])


def listed(result: Result) -> list[Diagnostic]:
    """Return the diagnostics that the report itself does not suppress."""
    return [d for d in result.diagnostics if not d.hidden]


def hidden(result: Result) -> list[Message]:
    """Return a line that counts and names what the report suppresses; empty: nothing."""
    found = [
        Message("{code} (line {line})", code=d.code, line=d.line)
        for d in result.diagnostics
        if d.hidden
    ]
    rest = len(found) - _MOST_NAMED
    more = [Message("and {count} more", count=rest)] if rest > 0 else []
    if not found:
        return []
    named = Message.joined([*found[:_MOST_NAMED], *more])
    return [Message("{count} suppressed in the report: {codes}.", count=len(found), codes=named)]


def line(diagnostic: Diagnostic, path: str) -> Message:
    """Return ``path:line:column: severity: message [report.code]``."""
    return Message(
        _LINE,
        path=path,
        line=diagnostic.line,
        column=diagnostic.column,
        severity=SAID[diagnostic.severity],
        message=diagnostic.message,
        code=diagnostic.code,
    )


def summary(result: Result) -> Message:
    """Return what is counted: questions, answered, unanswered, warnings, errors."""
    count = {
        severity: sum(d.severity == severity for d in listed(result))
        for severity in ("note", "warning", "error")
    }
    if result.report is None:
        return Message("{path}: cannot be read.", path=display_path(result.path))
    questions = result.report.questions
    answered = sum(q.answered for q in questions)
    states = Message(
        "{answered} answered, {unanswered} unanswered",
        answered=answered,
        unanswered=len(questions) - answered,
    )
    found = [counted(count["warning"], "warning"), counted(count["error"], "error")]
    if count["note"]:
        found.append(counted(count["note"], "note"))
    if suppressed := len(result.diagnostics) - sum(count.values()):
        found.append(Message("{count} suppressed", count=suppressed))
    return Message(
        _SUMMARY,
        questions=counted(len(questions), "question"),
        states=states,
        found=Message.joined(found),
    )


def next_step(
    result: Result, *, fixable: int = 0, every: bool = False, built: bool = False
) -> Message:
    """Return a line that says what to do next; empty: the diagnostics say it.

    ``fixable``: how many of them ``--fix`` mends; ``every``: each has a line; ``built``: the
    report was published.
    """
    if result.report is None or not result.report.questions:
        return Message("")
    cut = not every and _many(listed(result))
    found = [d for d in listed(result) if d.severity != "note"]
    steps = [_step(found, fixable=fixable, built=built)]
    if 0 < fixable < len(found):
        steps.append(Message("mend the others by hand"))
    if cut:
        steps.append(Message("'publisher check --all' gives every line"))
    return Message("Next: {steps}.", steps=Message.joined(steps, "; "))


def _step(found: Sequence[Diagnostic], *, fixable: int, built: bool) -> Message:
    if fixable:
        return Message("'publisher check --fix' mends {count} of these", count=fixable)
    if not found:
        published = Message("read what was made, and hand it in")
        return published if built else Message("'publisher build' publishes it")
    worst = max(found, key=lambda d: SEVERITIES.index(d.severity))
    errors = worst.severity == "error"
    if built:
        said = Message("mend the errors and build again") if errors else _MEND_WARNINGS_AND_BUILD
    else:
        said = Message("mend the errors and check again") if errors else _MEND_WARNINGS
    how = Message("'publisher explain {code}' says how", code=worst.code)
    return Message.joined([said, how], "; ")


_MEND_WARNINGS: Final = Message("mend the warnings and check again")
_MEND_WARNINGS_AND_BUILD: Final = Message("mend the warnings and build again")
