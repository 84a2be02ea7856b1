"""Edits of a report's text, and where in it they go."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from publisher.read.blocks.lines import Lines, plain_lines
from publisher.read.cut.answer import AnswerText, clean
from publisher.read.files.address import shown
from publisher.read.yardstick.recognise import split_by_template
from publisher.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.course.settings import Course
    from publisher.diagnostics.model import Diagnostic
    from publisher.read.cut.segments import QuestionSpan
    from publisher.read.files.folder import Folder
    from publisher.report.view import Report


class Edit(NamedTuple):
    """``text`` in place of ``start`` to ``end`` of the report's text."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """The edits that mend what ``diagnostic`` tells of.

    ``question``: the index of the question it is in, -1 for none.
    """

    diagnostic: Diagnostic
    question: int
    edits: tuple[Edit, ...]


class Place:
    """A report's text as it was read: where a diagnostic's question, answer and lines are."""

    def __init__(self, report: Report, text: str, folder: Folder, course: Course) -> None:
        """Take a report with its text; ``course``: its templates were part of the reading."""
        self.report = report
        self.text = text
        self.folder = folder
        self.parts = split_by_template(text, course.templates)[0]
        self.plain = plain_lines(self.parts.lines.items)
        self._answers: dict[int, AnswerText] = {}

    @cached_property
    def _firsts(self) -> list[int]:
        return [q.heading.line for q in self.parts.questions]

    @cached_property
    def local(self) -> dict[str, list[str]]:
        """The addresses in answers, of images and links, that name files, by how messages show them."""
        found: dict[str, dict[str, None]] = {}
        meant = [i.uri for i in self.report.answer_images() if i.figure or i.problem == "missing"]
        meant += [link["refuri"] for link, _ in self.report.answer_links() if "local" in link]
        for uri in meant:
            found.setdefault(repr(shortened(shown(uri))), {})[uri] = None
        return {name: list(uris) for name, uris in found.items()}

    def index_of(self, diagnostic: Diagnostic) -> int:
        """Return the index of the question that ``diagnostic`` speaks of, -1 for none."""
        at = bisect_right(self._firsts, diagnostic.line) - 1
        # A heading that is glued to a line of text shares it with the question before.
        while at > 0 and self.parts.questions[at].number != diagnostic.question:
            if self._firsts[at] != diagnostic.line:
                return -1
            at -= 1
        return at

    def question(self, diagnostic: Diagnostic) -> QuestionSpan | None:
        """Return the question that ``diagnostic`` speaks of."""
        at = self.index_of(diagnostic)
        return self.parts.questions[at] if at >= 0 else None

    def answer(self, question: QuestionSpan) -> AnswerText:
        """Return the answer to ``question`` as it was read."""
        start = question.heading.start
        if start not in self._answers:
            self._answers[start] = clean(self.text, question)
        return self._answers[start]

    def is_blank(self, line: int) -> bool:
        """Tell whether source line ``line`` (from 1) is there and blank."""
        return 0 < line <= len(self.plain) and not self.plain[line - 1].strip()


def applied(text: str, fixes: Iterable[Fix]) -> str:
    """Return ``text`` after the edits of ``fixes``; an edit that two of them share is made once."""
    parts, position = [], 0
    groups = {id(fix.edits): fix.edits for fix in fixes}  # many fixes may share one
    for edit in sorted({edit for edits in groups.values() for edit in edits}):
        if edit.start >= position:  # what overlaps waits for the next round
            parts += [text[position : edit.start], edit.text]
            position = edit.end
    return "".join([*parts, text[position:]])


def line_span(lines: Lines, line: int) -> tuple[int, int]:
    """Return where source line ``line`` (from 1) starts, and where its line end does."""
    start = lines.starts[line - 1]
    return start, start + len(lines.items[line - 1].rstrip("\r\n"))
