"""What a template asks, for a teacher to sign off, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publisher.check import BROKEN_HELP, check
from publisher.course.settings import Course
from publisher.diagnostics.model import Diagnostic, Finding, Outcome, Severity, outcome_of
from publisher.diagnostics.places import display_path
from publisher.diagnostics.visible import printed, printed_lines
from publisher.read.limits.limit import Limits
from publisher.read.limits.prompt import Kind, Wording, limits_of, wordings
from publisher.read.limits.quantities import not_understood
from publisher.read.yardstick.given import figures_of
from publisher.read.yardstick.recognise import split_by_template
from publisher.report.phrases import in_words
from publisher.reporters.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from publisher.diagnostics.ranges import Range
    from publisher.read.cut.segments import QuestionSpan
    from publisher.read.limits.limit import Range as Limit
    from publisher.report.question import Question
    from publisher.report.view import Report

FORMAT = "publisher.template/1"
UNREAD = "quantity_unread"
"""The code of a quantity in a prompt that no limit took."""
UNUSED = "understood_unused"
"""The code of a sign-off for which there is no such quantity."""

_RULES = frozenset(
    {
        "encoding",
        "byte_order_mark",
        "front_matter",
        "no_question",
        "question_missing",
        "question_twice",
        "question_order",
        "heading_repaired",
        "block_unclosed",
        "block_as_source",
        "marker_missing",
        "marker_twice",
        "checkbox_broken",
    }
)
"""The rules that judge a template; the others judge answers, and it has none."""
_KINDS: tuple[Kind, ...] = ("words", "images")


@dataclass(frozen=True, slots=True)
class Row:
    """What one question asks.

    ``read_from``: for each limit the words that it was read from, their ``line`` counted
    in the file.
    """

    number: int
    line: int
    limits: Limits
    read_from: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """The table of a template's limits, and its faults; ``broken``: it cannot be read.

    ``figures``: paths of the pictures that come with it, which in an answer do not count.
    """

    path: Path
    rows: tuple[Row, ...]
    diagnostics: tuple[Diagnostic, ...]
    figures: tuple[str, ...] = ()
    broken: bool = False

    @property
    def outcome(self) -> Outcome:
        """``ok``, ``warnings``, ``errors`` or ``broken``, as of a report."""
        return "broken" if self.broken else outcome_of(list(self.diagnostics))

    @property
    def unread(self) -> int:
        """How many quantities no limit took, and nobody signed off."""
        return sum(d.code == UNREAD for d in self.diagnostics)


def review(path: Path, course: Course | None = None) -> Review:
    """Read the template at ``path`` as any report is read, and its prompts for what they ask.

    ``course``: says how large it may be, how severe a fault is and which quantities are signed off; its
    limits are not the prompts'.
    """
    course = course or Course()
    result = check(path, course)
    if result.report is None or result.source is None:
        return Review(path, (), tuple(result.diagnostics), broken=True)
    report = result.report
    parts, _ = split_by_template(result.source.text, course.templates)
    rows = []
    found = [d for d in result.diagnostics if d.code in _RULES]
    unused = {(number, text) for number, texts in course.understood.items() for text in texts}
    for question, span in zip(report.questions, parts.questions, strict=True):
        lines = parts.prompt_lines(span)
        first = span.prompt.line if span.prompt else span.heading.line
        said = [_in_file(wording, first) for wording in wordings(lines)]
        chosen = tuple(next(w for w in said if w.kind == k) for k in _KINDS if _of(said, k))
        rows.append(Row(span.number, span.heading.line, limits_of(lines), chosen))
        found += _faults(report, question, span, said)
        signed = {
            " ".join(text.split()).casefold(): text
            for text in course.understood.get(span.number, ())
        }
        found += (_about(report, span.number, w) for w in said if w.tolerance)
        for text, index in not_understood(lines):
            if text.casefold() in signed:
                unused.discard((span.number, signed[text.casefold()]))
            else:
                found.append(_unread(report, span.number, text, first + index))
    lines_of = {span.number: span.heading.line for span in parts.questions}
    found += (
        _unused(report, number, text, lines_of.get(number, 1)) for number, text in sorted(unused)
    )
    found.sort(key=lambda d: (d.line, d.column))
    others = (template.path for template in course.templates if template.path)
    figures = figures_of(path, result.source.text, others)
    return Review(path, tuple(rows), tuple(found), tuple(figures))


def _about(report: Report, number: int, wording: Wording) -> Diagnostic:
    message = (
        f"question {number}: {wording.text!r} is read as {in_words(wording.limit)}, "
        f"with a tolerance of {wording.tolerance} %"
    )
    advice = "nothing has to be done if that is meant; else write both numbers"
    at = report.ranges.words(wording.text, wording.line)
    found = Finding(wording.line, message, advice, number, at)
    return report.diagnostic(found, "limit_about", "note")


def _unread(report: Report, number: int, text: str, line: int) -> Diagnostic:
    message = f"question {number}: {text!r} is not understood, and not held"
    advice = (
        "write it as 'Answer length: 100-200 words' or 'Insert 1-2 images' if it is such a limit; "
        f'else sign it off in the course\'s settings: understood: {{{number}: ["{text}"]}}'
    )
    found = Finding(line, message, advice, number, report.ranges.words(text, line))
    return report.diagnostic(found, UNREAD, "note")


def _unused(report: Report, number: int, text: str, line: int) -> Diagnostic:
    message = (
        f"question {number}: {text!r} is signed off in the course's settings, "
        "and is no quantity of its prompt that is not understood"
    )
    advice = f"write under understood: {number} what the prompt says, or take it out there"
    return report.diagnostic(Finding(line, message, advice, number), UNUSED, "note")


def unreadable(path: Path, why: str) -> Review:
    """Return the review of a file that is not there, or is no Markdown."""
    broken = Diagnostic("broken", "error", path.name, 1, 1, None, why, BROKEN_HELP)
    return Review(path, (), (broken,), broken=True)


def _in_file(wording: Wording, first: int) -> Wording:
    return wording._replace(line=first + wording.line)


def _of(said: Iterable[Wording], kind: Kind) -> list[Wording]:
    return [w for w in said if w.kind == kind]


def _faults(
    report: Report, question: Question, span: QuestionSpan, said: list[Wording]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with one question of a template."""
    number = span.number

    def fault(  # noqa: PLR0917 - a table of faults, written out
        code: str, severity: Severity, line: int, message: str, advice: str, at: Range | None = None
    ) -> Diagnostic:
        return report.diagnostic(Finding(line, message, advice, number, at), code, severity)

    for kind in _KINDS:
        several = _of(said, kind)
        if len(several) > 1:
            told = ", ".join(f"{w.text!r} in line {w.line}" for w in several)
            yield fault(
                "limit_contradiction",
                "warning",
                several[0].line,
                f"question {number} states different limits of {kind}: {told}",
                "state each limit once; what is said of the answer's length goes first",
                report.ranges.words(several[0].text, several[0].line),
            )
    for wording in said:
        if wording.reversed:
            yield fault(
                "limit_reversed",
                "warning",
                wording.line,
                f"question {number}: {wording.text!r} has the higher number first; "
                f"read as {in_words(wording.limit)}",
                "write the lower number first",
                report.ranges.words(wording.text, wording.line),
            )
    if not said:
        yield fault(
            "limit_none",
            "note",
            span.heading.line,
            f"question {number} has no limit that was understood",
            "nothing has to be done if none is meant; else write 'Answer length: 100-200 words' "
            "or 'Insert 1-2 images'",
        )
    if question.answered:
        yield fault(
            "template_answered",
            "warning",
            question.answer.line or question.line,
            f"question {number} has an answer already",
            "leave only a placeholder such as '--- question 1 fill here ---' under the marker",
            report.ranges.answer(question.answer),
        )
    for left in question.placeholders:
        named = re.search(r"\d{1,4}", left.astext())
        if named and int(named[0]) != number:
            yield fault(
                "placeholder_number",
                "warning",
                left.line or question.line,
                f"the placeholder under question {number} names question {int(named[0])}",
                "write the question's own number",
                report.ranges.words(left.astext(), left.line or question.line),
            )


def as_json(found: Review) -> dict[str, Any]:
    """Return the members of ``publisher.template/1``; ranges as ``[low, high]``."""
    return {
        "format": FORMAT,
        "template": found.path.name,
        "outcome": found.outcome,
        "questions": [
            {
                "number": row.number,
                "line": row.line,
                "limits": {
                    "words": list(row.limits.words) if row.limits.words else None,
                    "images": list(row.limits.images) if row.limits.images else None,
                },
                "read_from": [
                    {"limit": w.kind, "text": w.text, "line": w.line} for w in row.read_from
                ],
            }
            for row in found.rows
        ],
        "figures": list(found.figures),
        "diagnostics": [d.as_json() for d in found.diagnostics],
    }


def as_text(found: Review) -> str:
    """Return the table, the faults and a last line that sums them up."""
    shown = printed(display_path(found.path))
    if found.broken:
        return printed(f"{shown}: cannot be read: {found.diagnostics[0].message}") + "\n"
    told = [line(d, shown) + f"\n    {d.help}" for d in found.diagnostics if d.severity != "note"]
    told += [
        line(d, shown) + (f"\n    {d.help}" if d.code in (UNREAD, UNUSED) else "")
        for d in found.diagnostics
        if d.severity == "note"
    ]
    head = ("question", "line", "words", "images", "read from")
    cells = [
        (
            str(row.number),
            str(row.line),
            _cell(row.limits.words),
            _cell(row.limits.images),
            "; ".join(f"{w.text!r} (line {w.line})" for w in row.read_from),
        )
        for row in found.rows
    ]
    widths = [max(len(cell) for cell in column) for column in zip(head, *cells, strict=True)]
    table = [
        "  ".join([*(c.rjust(w) for c, w in zip(row[:4], widths, strict=False)), row[4]]).rstrip()
        for row in (head, *cells)
    ]
    limited = sum(row.limits != Limits() for row in found.rows)
    count = {s: sum(d.severity == s for d in found.diagnostics) for s in ("warning", "error")}
    if found.figures:
        told.append(
            f"Figures of the course, which do not count: {printed(', '.join(found.figures))}."
        )
    summary = (
        f"Questions: {len(found.rows)}, with a limit: {limited}; "
        f"warnings: {count['warning']}, errors: {count['error']}; "
        f"quantities that are not understood: {found.unread}."
    )
    return printed_lines("\n".join([*table, "", *told, summary]) + "\n")


def _cell(limit: Limit | None) -> str:
    return in_words(limit) if limit else "-"
