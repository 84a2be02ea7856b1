"""Text into segments: a lossless partition, one answer never reaching into the next.

The cut is made on source lines before anything is rendered, at the headings that
``read.cut.headings`` finds.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from publisher.language.message import Message
from publisher.read.blocks.lines import Lines, plain_lines
from publisher.read.blocks.suppression import suppressions, without_suppression
from publisher.read.cut.conflict import conflict_marks
from publisher.read.cut.headings import Finder, Repair
from publisher.read.cut.marker import (
    Marker,
    find_marker,
    is_alert,
    is_marker,
    is_quote,
    prompt_end,
    said_in_quote,
)
from publisher.read.cut.question_line import heading_key, question_number
from publisher.read.cut.sections import Sections

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from publisher.read.blocks.memory import Memory
    from publisher.read.blocks.structure import Block
    from publisher.read.cut.heading_row import Heading

Kind = Literal["front matter", "prose", "heading", "prompt", "answer"]

KEPT = "Kept from an earlier version"
"""The heading below which ``publisher migrate`` keeps what has no place: no answer goes on there."""

_SECTIONS: dict[str, Collection[int]] = {heading_key(KEPT): (0,)}


class Segment(NamedTuple):
    """One piece of the text: ``text[start:end]``, its first character on ``line`` (from 1)."""

    kind: Kind
    start: int
    end: int
    line: int


class QuestionSpan(NamedTuple):
    """A question's segments; ``prompt`` is None where nothing stands before the answer."""

    number: int
    level: int
    title: str
    """The heading's text, as written, without the marks that make it one."""
    heading: Segment
    prompt: Segment | None
    answer: Segment
    marker: int | None
    """Line of the marker, None where it is lost."""
    marker_column: int
    """Column (from 0) on that line up to which the prompt goes on."""
    marker_text: str
    """The marker's words, ``Answer:`` as a rule."""
    markers_again: tuple[int, ...]
    """Lines of further markers inside the answer."""
    quote_end: int = 0
    """The line up to which Markdown takes the marker's quote; 0: it stands in none."""


@dataclass(frozen=True)
class Split:
    """The partition of a report's text and what was mended on the way."""

    text: str
    segments: tuple[Segment, ...]
    questions: tuple[QuestionSpan, ...]
    repairs: tuple[Repair, ...] = field(default=())

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines.of(self.text)

    def prompt_lines(self, question: QuestionSpan) -> list[str]:
        """Return the lines of a prompt, without line ends, up to its marker; blank are suppressions, and what makes a quote an alert."""
        if question.prompt is None:
            return []
        text = self.text[question.prompt.start : question.prompt.end]
        lines = plain_lines(Lines.of(text).items)
        for said in suppressions(lines):
            if said.alone:
                lines[said.index] = without_suppression(lines[said.index])
        if question.marker is not None:
            at = question.marker - question.prompt.line
            lines[at:] = [lines[at][: question.marker_column]]
        return [
            ">" if is_alert(line) and not is_quote(before) else line
            for before, line in pairwise(["", *lines])
        ]


def split(
    text: str,
    sections: Mapping[str, Collection[int]] | None = None,
    memory: Memory | None = None,
) -> Split:
    """Cut ``text`` into segments; ``"".join`` over them is ``text`` again.

    ``sections``: the headings of the course's template, each by its words with the
    numbers of the questions that it introduces (0: it stands behind the last).
    ``memory``: of what was read before.
    Never raises: a text without a question is one prose segment.
    """
    return _cut(text, sections or {}, memory) if sections or memory else _cut_alone(text)


@lru_cache(maxsize=1)
def _cut_alone(text: str) -> Split:
    """Cut a text, once for all that ask: reading, the archive, what can be mended."""
    return _cut(text, {}, None)


def _cut(text: str, sections: Mapping[str, Collection[int]], memory: Memory | None) -> Split:
    lines = Lines.of(text)
    plain = [without_suppression(line) for line in plain_lines(lines.items)]
    for index in conflict_marks(plain):
        plain[index] = ""
    body = _front_matter_lines(plain)
    finder = Finder(plain, body, memory)
    headings = finder.headings()
    first = headings[0].first if headings else len(plain)
    found = Sections(plain, finder.blocks, _SECTIONS | dict(sections), first)
    cutter = _Cutter(lines, plain, finder.blocks, found)
    segments, questions = cutter.cut(headings, body)
    repairs = (*finder.repairs, *cutter.repairs)
    return Split(text, tuple(segments), tuple(questions), repairs)


def _front_matter_lines(plain: Sequence[str]) -> int:
    """Return how many lines YAML front matter takes at the top (0: there is none).

    GitHub takes a block between two ``---`` lines at the very start for front matter; YAML may end
    with ``...``, too.
    """
    if not plain or plain[0].rstrip(" \t") != "---":
        return 0
    for index in range(1, len(plain)):
        line = plain[index].rstrip(" \t")
        if line in ("---", "..."):
            return index + 1
        if line.startswith("#") and question_number(line) is not None:
            break
    return 0


class _Cutter:
    """Cuts the text at the accepted headings into segments."""

    def __init__(
        self,
        lines: Lines,
        plain: Sequence[str],
        blocks: Sequence[Block],
        sections: Sections,
    ) -> None:
        self.lines = lines
        self.plain = plain
        self.repairs: list[Repair] = []
        self.unread = _unread_lines(blocks, plain)
        self.sections = sections

    def cut(
        self, headings: Sequence[Heading], body: int
    ) -> tuple[list[Segment], list[QuestionSpan]]:
        """Return the segments and the questions they make."""
        segments: list[Segment] = []
        questions: list[QuestionSpan] = []
        whole = len(self.lines.text)
        position = self.lines.offset(body)
        if body:
            segments.append(self._segment("front matter", 0, position))
        for index, heading in enumerate(headings):
            start = self.lines.offset(heading.first) + heading.column
            if start > position:
                segments.append(self._segment("prose", position, start))
            following = headings[index + 1] if index + 1 < len(headings) else None
            position = self._end(heading, following)
            question = self._question(heading, start, position)
            questions.append(question)
            parts = (question.heading, question.prompt, question.answer)
            segments += [part for part in parts if part]
        if position < whole or not segments:
            segments.append(self._segment("prose", position, whole))
        return segments, questions

    def _segment(self, kind: Kind, start: int, end: int) -> Segment:
        return Segment(kind, start, end, self.lines.line_at(start))

    def _end(self, heading: Heading, following: Heading | None) -> int:
        """Return where the answer before ``following`` (None: the end of the text) ends."""
        section = self.sections.between(heading, following)
        if section is not None:
            return self.lines.offset(section)
        if following is None:
            return len(self.lines.text)
        return self.lines.offset(following.first) + following.column

    def _question(self, heading: Heading, start: int, end: int) -> QuestionSpan:
        """Cut the question that goes from ``start`` to ``end`` of the text."""
        first = heading.after
        body = min(self.lines.offset(first), end)
        after = max(first, bisect_left(self.lines.starts, end))
        marker = find_marker(self.plain, first, after, self.unread)
        again: tuple[int, ...] = ()
        quoted = marker.line if marker and marker.quoted else None
        if marker is None:
            behind = prompt_end(self.plain, first, after)
            if not any(x.strip() for x in self.plain[behind:after]):
                said = said_in_quote(self.plain, first, behind)
                behind, quoted = said, said if said < behind else None
            cut = self.lines.offset(behind)
        else:
            cut = self.lines.starts[marker.line] + marker.column
            following = marker.after
            if not self.plain[marker.line][marker.column :].strip():
                cut = self.lines.offset(following)
            again = tuple(
                index + 1
                for index in range(following, after)
                if index not in self.unread and is_marker(self.plain[index])
            )
            self._note_marker(heading.number, marker)
        cut = min(max(cut, body), end)
        return QuestionSpan(
            heading.number,
            heading.level,
            heading.title,
            self._segment("heading", start, body),
            self._segment("prompt", body, cut) if cut > body else None,
            self._segment("answer", cut, end),
            None if marker is None else marker.line + 1,
            0 if marker is None else marker.first,
            "" if marker is None else marker.text,
            again,
            0 if quoted is None else self.sections.quote_end(quoted),
        )

    def _note_marker(self, number: int, marker: Marker) -> None:
        """Tell of a marker that is not the template's line ``> Answer:``."""
        found: list[str] = [f"'{marker.text}'"] if marker.text != "Answer:" else []
        found += [Message("on a line of the prompt")] if marker.first else []
        found += [Message("outside of the prompt's quote")] if not marker.quoted else []
        if found:
            what = Message("the marker {how}", how=Message.joined(found, " "))
            taken = Message("as the end of the prompt")
            self._note("marker_changed", marker.line + 1, number, what, taken)

    def _note(self, code: str, line: int, number: int, found: str, taken: str) -> None:
        self.repairs.append(Repair(code, line, number, found, taken))


def _unread_lines(blocks: Sequence[Block], plain: Sequence[str]) -> frozenset[int]:
    """Return the lines (from 0) inside code and comments."""
    return frozenset(
        line
        for block in blocks
        if block.type in ("fence", "code_block")
        or (
            block.type == "html_block"
            and not block.open
            and plain[block.first].lstrip().startswith("<!--")
        )
        for line in range(block.first, block.after)
    )
