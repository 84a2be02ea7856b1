"""Moves a report into the newest version of its template, and loses nothing.

Answers go where their question went, ticks to the items of the same words.  What
authors wrote elsewhere stays where it stood; what has no place is kept at the end.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.authoring.prose import Item, align, boxes, embed, items_of, title_of
from publisher.read.blocks.lines import plain_lines
from publisher.read.cut.answer import clean
from publisher.read.cut.marker import is_quote
from publisher.read.cut.question_line import heading_key
from publisher.read.cut.segments import KEPT
from publisher.read.yardstick.recognise import split_by_template
from publisher.read.yardstick.template import Template, likeness, prompt_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.read.cut.segments import QuestionSpan, Segment, Split

_LIKE = 0.5
"""Likeness of two prompts from which they are taken for one question."""
_SAME = 0.8
"""Likeness from which a prompt speaks for itself, whatever its number."""
_MOST_ROUNDS = 3
_TAIL = 200
_BLANK_LINE = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r)\Z")


@dataclass
class Migration:
    """A report in the new version.

    ``began``: the name of the version that it began as, empty if none is known;
    ``answers``: how many there were; ``moved``: pairs of an answer's old and new number,
    where they differ; ``kept``: what was kept at the end, each in a few words.
    """

    began: str
    text: str = ""
    answers: int = 0
    moved: list[tuple[int, int]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def migrate(text: str, templates: Sequence[Template], line_end: str = "\n") -> Migration:
    """Move the report ``text`` into the newest (the last) of ``templates``.

    ``line_end``: what the template's lines end with in the result.  A report that is in
    the newest version already gets the template's own text back where that was changed.
    """
    done = _Move(text, templates, line_end).done()
    # In its new place an answer's last heading may be read as prose: until nothing changes more.
    for _ in range(_MOST_ROUNDS):
        again = _Move(done.text, templates, line_end).done()
        if again.text == done.text:
            break
        done.text = again.text
        done.kept += again.kept
    return done


class _Move:
    def __init__(self, text: str, templates: Sequence[Template], line_end: str) -> None:
        self.templates = templates
        self.end = line_end
        self.parts, self.old = split_by_template(text, templates)
        lines = plain_lines(templates[-1].parts.lines.items)
        self.new = Template(templates[-1].name, "".join(f"{line}{line_end}" for line in lines))
        self.filled = [
            # Whether anything but the placeholder stands in the answer.
            any(line.strip() for line in clean(text, span).lines)
            for span in self.parts.questions
        ]
        self.asked: Counter[str] = Counter()
        for question in self.new.questions.values():
            self.asked |= Counter(question.words)
        self.kept: list[str] = []
        self.result = Migration(self.old.name if self.old else "")

    def done(self) -> Migration:
        """Return the new text and what became of the old one."""
        places = self._places()
        items = items_of(self.parts, [places.get(n) for n in range(len(self.filled))])
        at = next((n for n, i in enumerate(items) if _is_kept_heading(i)), len(items))
        kept_before = "".join(item.text for item in items[at:])
        for n, span in enumerate(self.parts.questions):
            self._keep_words(span)
            if self.filled[n] and n not in places:
                self._keep(f"answer to question {span.number}", _of(self.parts, span.answer))
        out = _Pieces(self.end)
        self._write(out, items[:at], places)
        if kept_before or self.kept:
            out.end_line(blank=True)
            out.add(kept_before or f"## {KEPT}{self.end}")
        for kept in self.kept:
            out.end_line(blank=True)
            out.add(kept)
        out.end_line()
        self.result.text = "".join(out.pieces)
        self.result.answers = sum(self.filled)
        self.result.moved = [
            (self.parts.questions[n].number, number)
            for n, number in sorted(places.items())
            if self.filled[n] and self.parts.questions[n].number != number
        ]
        return self.result

    def _places(self) -> dict[int, int]:
        """Return the new number of each question that has one: the most alike prompts first."""
        asked = {number: Counter(q.words) for number, q in self.new.questions.items()}
        pairs = []
        for n, span in enumerate(self.parts.questions):
            for number, like in self._likenesses(span, asked).items():
                if like >= _LIKE:
                    pairs.append((not self.filled[n], -like, number != span.number, n, number))
        places: dict[int, int] = {}
        taken: set[int] = set()
        for *_, n, number in sorted(pairs):
            if n not in places and number not in taken:
                places[n] = number
                taken.add(number)
        return places

    def _likenesses(self, span: QuestionSpan, asked: dict[int, Counter[str]]) -> dict[int, float]:
        """Return how much what was asked is like each question of the template, by number.

        A prompt that was edited too much does not speak for itself: then the version that
        the report began as says what was asked.  Where no words are known, the number does.
        """
        words = Counter(prompt_words(self.parts, span))
        found = {number: likeness(words, other) for number, other in asked.items()}
        if max(found.values()) >= _SAME and words:
            return found
        before = self.old.questions.get(span.number) if self.old else None
        if before and before.words:
            words = Counter(before.words)
            return {number: likeness(words, other) for number, other in asked.items()}
        if not words and (before or not self.old):
            return {number: float(number == span.number) for number in asked}
        return found if words else {}

    def _keep(self, what: str, text: str) -> None:
        self.result.kept.append(what)
        self.kept.append(f"### {what.capitalize()}{self.end * 2}" + text.lstrip("\r\n"))

    def _keep_words(self, span: QuestionSpan) -> None:
        """Keep heading and prompt of a question into which authors wrote words."""
        known = self.asked.copy()
        title = {"", "question", str(span.number)}
        for template in self.templates:
            if question := template.questions.get(span.number):
                known |= Counter(question.words)
                title.update(heading_key(question.title).split())
        heading = _of(self.parts, span.heading)
        if set(heading_key(heading).split()) - title:
            self._keep(f"heading of question {span.number}", heading.strip("# \t\r\n"))
        if span.prompt and Counter(prompt_words(self.parts, span)) - known:
            self._keep(f"prompt of question {span.number}", _of(self.parts, span.prompt))

    def _write(self, out: _Pieces, report: Sequence[Item], places: dict[int, int]) -> None:
        """Write the template with answers, ticks, and the authors' own text in its place."""
        template = items_of(self.new.parts, [q.number for q in self.new.parts.questions])
        heading = title_of(template)
        report, title = self._titled(heading, report)
        same = self.old is None or self.old.text == self.templates[-1].text
        # A report that was migrated before: only prompts can have to be put back.
        whole = embed(template, report) if same else None
        verbatim = whole is not None
        kept_as = {t: report[n].text for n, t in enumerate(whole or ()) if t is not None}
        ticks, carried = boxes(template, report)
        own = self._own(template, report, places, carried, same=same, verbatim=verbatim)
        answers = {number: n for n, number in places.items() if self.filled[n]}
        out.add(self._front_matter())
        for index, item in enumerate([*template, None]):
            added = own[index]
            if verbatim:
                out.add("".join(i.text for i in added))
            elif any(not i.blank for i in added):
                text = "".join(i.text for i in added).strip("\r\n")
                if index and template[index - 1].question is not None:
                    # Behind an answer it would be read as a part of it.
                    self._keep("text outside of questions", text)
                else:
                    out.end_line(blank=True)
                    out.add(text)
                    out.end_line(blank=True)
            if item is None:
                continue
            out.end_line()
            if item.question is not None:
                self._write_question(out, item.question, answers)
                # Nothing may come so close that it is read as a part of the answer.
                out.end_line(blank=not verbatim and index + 1 < len(template))
            elif title and item is heading:
                out.add(title)
            elif verbatim:
                out.add(kept_as[index])
            elif item.box is not None and item.task in ticks:
                out.add(item.with_box(ticks[item.task]))
            else:
                out.add(item.text)

    def _titled(self, new: Item | None, report: Sequence[Item]) -> tuple[Sequence[Item], str]:
        """Return the report with ``new``, the template's title, and that of the authors' own; empty: they have none."""
        old = title_of(report)
        versions = [
            items_of(t.parts, [q.number for q in t.parts.questions]) for t in self.templates
        ]
        known = {item.key for items in versions for item in items}
        titles = {title.key for title in map(title_of, versions) if title}
        if old is None or new is None or old.key in known or titles & {i.key for i in report}:
            return report, ""
        return [new if item is old else item for item in report], old.text

    def _own(
        self,
        template: Sequence[Item],
        report: Sequence[Item],
        places: dict[int, int],
        carried: set[str],
        *,
        same: bool,
        verbatim: bool,
    ) -> defaultdict[int, list[Item]]:
        """Return what is the authors' own, by the template's item that it goes before.

        Not their own is what the version has that the report began as.
        """
        found = before = align(template, report)
        if self.old and not same:
            numbers = {q.number: places.get(n) for n, q in enumerate(self.parts.questions)}
            asked = [numbers.get(q.number) for q in self.old.parts.questions]
            before = align(items_of(self.old.parts, asked), report)
        own: defaultdict[int, list[Item]] = defaultdict(list)
        lost = []
        at = 0
        for item, place, place_before in zip(report, found, before, strict=True):
            if place is not None:
                at = place + 1
            elif item.question is None and place_before is None:
                if own[at] or not item.blank or verbatim:
                    own[at].append(item)
            elif item.box and item.box.strip() and item.task not in carried:
                lost.append(f"* Ticked: {item.text[item.text.index(']') + 1 :].strip()}{self.end}")
        if lost:
            self._keep("ticks", "".join(lost))
        return own

    def _front_matter(self) -> str:
        for parts in (self.parts, self.new.parts):
            if parts.segments[0].kind == "front matter":
                return _of(parts, parts.segments[0])
        return ""

    def _write_question(self, out: _Pieces, index: int, answers: dict[int, int]) -> None:
        """Write a question of the template with its answer, or as it stands there."""
        parts = self.new.parts
        asked = parts.questions[index]
        head = _of(parts, asked.heading) + (_of(parts, asked.prompt) if asked.prompt else "")
        first = self.new.questions[asked.number].line == asked.heading.line
        if asked.number not in answers or not first:
            out.add(head + _of(parts, asked.answer))
            return
        span = self.parts.questions[answers[asked.number]]
        text = _of(self.parts, span.answer)
        start = span.answer.start
        if self.parts.text[start - 1 : start] not in ("\r", "\n"):
            # The answer stands on the marker's own line.
            head, text = (head.rstrip("\r\n"), text) if asked.marker else (head, text.lstrip(" \t"))
        elif text[:1].strip() and not is_quote(text):
            head += self.end  # GitHub would take it for a part of the quote
        out.add(head + text)


class _Pieces:
    """A text that is put together piece by piece."""

    def __init__(self, line_end: str) -> None:
        self.pieces: list[str] = []
        self.line_end = line_end
        self.last = ""

    def add(self, text: str) -> None:
        """Put ``text`` behind what is there; no two line ends become one."""
        if self.last.endswith("\r") and text.startswith("\n"):
            text = f"\n{text}"
        self.pieces.append(text)
        self.last = (self.last + text[-_TAIL:])[-_TAIL:]

    def end_line(self, *, blank: bool = False) -> None:
        """End the line that is open, and see to a blank line behind it if that is wanted."""
        if self.last and not self.last.endswith(("\r", "\n")):
            self.add(self.line_end)
        if blank and self.last and not _BLANK_LINE.search(self.last):
            self.add(self.line_end)


def _of(parts: Split, segment: Segment) -> str:
    return parts.text[segment.start : segment.end]


def _is_kept_heading(item: Item) -> bool:
    return item.text.startswith("#") and heading_key(item.text) == heading_key(KEPT)
