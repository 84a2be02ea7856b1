"""What stands beside an answer while it is written: how much is asked, and what is wrong, where."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from docutils import nodes

from publisher import nodes as ours
from publisher.builders.state import beside_limit
from publisher.diagnostics.model import SEVERITIES
from publisher.language.message import Message
from publisher.read.transforms import line_of
from publisher.report.phrases import counted
from publisher.report.question import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from publisher.check import Result
    from publisher.diagnostics.model import Diagnostic, Severity
    from publisher.read.limits.limit import Range
    from publisher.report.question import Question
    from publisher.report.view import Report

PLACES: Final = (
    nodes.paragraph,
    nodes.rubric,
    nodes.list_item,
    nodes.literal_block,
    nodes.block_quote,
    nodes.table,
    nodes.row,
    nodes.footnote,
    nodes.term,
    nodes.definition,
    nodes.image,
    ours.checklist_item,
    ours.image_note,
    ours.placeholder,
    ours.alert,
    ours.details,
    ours.summary,
)
"""What can be jumped to."""
_ROOM: Final = 1.25
"""How far a meter goes beyond the most that is asked, as a factor."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is wrong, with the place on the page to which it leads.

    ``address``: an id of the page; ``line``, ``column``: in the file, from 1.
    """

    severity: Severity
    code: str
    message: str
    help: str
    question: int | None
    line: int
    column: int
    address: str


@dataclass(frozen=True, slots=True)
class Meter:
    """How much of one kind an answer has beside what is asked.

    ``label``: of what it is; ``told``: in words; ``advice``: what is missing or too much, empty: nothing; ``kept``: whether it is within the
    limit; ``count`` and ``most`` (the end of the scale) in words or images; the others are shares of the scale in percent.
    """

    label: str
    told: str
    advice: str
    kept: bool
    count: int
    most: int
    filled: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Found:
    """All that is wrong with a report.

    ``entries``: errors first, each severity in the order of the text; ``suppressed``: how many the report hides;
    ``ids``: those that nodes get on the page, so that entries can lead there.
    """

    entries: tuple[Entry, ...]
    suppressed: int
    ids: Mapping[int, str]

    def of(self, question: int) -> tuple[Entry, ...]:
        """Return what is wrong with a question."""
        return tuple(entry for entry in self.entries if entry.question == question)


def found_in(result: Result) -> Found:
    """Return what a check found, with the places where it did.  ``result``: of a report that could be read.

    Raises ValueError.
    """
    report = result.report
    if report is None:
        raise ValueError("a broken report has no page")
    places = _Places(report)
    listed = [d for d in result.diagnostics if not d.hidden]
    listed.sort(key=lambda d: (-SEVERITIES.index(d.severity), d.line, d.column))
    entries = tuple(
        Entry(d.severity, d.code, d.message, d.help, d.question, d.line, d.column, places.of(d))
        for d in listed
    )
    return Found(entries, len(result.diagnostics) - len(listed), places.ids)


class _Places:
    """Finds the node of which a diagnostic speaks, and gives it a name.

    A name holds no line: that of a question that did not change stays what it was.
    """

    def __init__(self, report: Report) -> None:
        self.ids: dict[int, str] = {}
        self._questions = {question.number: question.node for question in report.questions}
        self._document = report.document
        self._lines: dict[int | None, list[tuple[int, nodes.Element]]] = {}

    def of(self, diagnostic: Diagnostic) -> str:
        number = diagnostic.question if diagnostic.question in self._questions else None
        if number not in self._lines:
            self._lines[number] = list(_lines(self._within(number)))
        pictures = diagnostic.code.startswith("image_")
        node = None
        for line, candidate in self._lines[number]:
            if line <= diagnostic.line and (pictures or not isinstance(candidate, nodes.image)):
                node = candidate
        if node is None or (number is not None and diagnostic.line <= self._line(number)):
            return "page_report" if number is None else str(self._questions[number]["ids"][0])
        if node["ids"]:
            return str(node["ids"][0])
        begin = f"found_{number or 0}_"
        taken = sum(name.startswith(begin) for name in self.ids.values())
        return self.ids.setdefault(id(node), f"{begin}{taken + 1}")

    def _line(self, number: int) -> int:
        return self._questions[number].line or 0

    def _within(self, number: int | None) -> Iterable[nodes.Element]:
        if number is not None:
            return self._questions[number].findall(nodes.Element)
        return _outside_questions(self._document)


def _outside_questions(node: nodes.Element) -> Iterator[nodes.Element]:
    for child in node.children:
        if isinstance(child, nodes.Element) and not isinstance(child, ours.question):
            yield child
            yield from _outside_questions(child)


def _lines(found: Iterable[nodes.Element]) -> Iterator[tuple[int, nodes.Element]]:
    for node in found:
        if isinstance(node, PLACES):
            line = line_of(node) if isinstance(node, nodes.image) else node.line
            if line:
                yield line, node


def meters_of(question: Question) -> Iterator[Meter]:
    """Yield how long an answer is beside its limit, and how many images it has, each where that is asked."""
    words, images = question.words if question.answered else 0, question.images
    number = question.number
    if limit := question.limit_words:
        label = Message("Words of question {number}", number=number)
        yield _meter(question, label, words, limit, "word")
    if limit := question.limit_images:
        label = Message("Images of question {number}", number=number)
        yield _meter(question, label, images, limit, "image")


def _meter(question: Question, label: str, count: int, limit: Range, noun: str) -> Meter:
    low, high = limit
    most = max(ceil((high or 2 * low) * _ROOM), count, 1)
    return Meter(
        label,
        beside_limit(counted(count, noun), limit),
        _advice(count, limit),
        question.answered and within(count, limit),
        count,
        most,
        *(round(100 * at / most, 1) for at in (count, low, most if high is None else high)),
    )


def _advice(count: int, limit: Range) -> str:
    low, high = limit
    if count < low:
        return Message("{number} to go", number=low - count)
    if high is not None and count > high:
        return Message("{number} too many", number=count - high)
    return ""
