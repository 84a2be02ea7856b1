"""The text of a report outside its questions, beside that of a template.

It is taken in items: a blank line, a heading, an item of a list, a paragraph, a block of code.  A question
is an item, too: it tells where the others stand.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING

from publisher.read.blocks.lines import Lines, plain_lines
from publisher.read.blocks.structure import blocks_of
from publisher.read.cut.question_line import heading_key
from publisher.read.yardstick.template import likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publisher.read.cut.segments import Split

_BOX = re.compile(r"(?P<before>\s*(?:[-*+]|\d{1,9}[.)])\s+)\[(?P<box>[^\[\]\n]{0,5})\](?=\s|$)")
_BEGINS = re.compile(r"\s*(?:[-*+]\s|\d{1,9}[.)]\s|>|`{3,}|~{3,}|<)|#{1,6}(?:\s|$)")
_LIKE = 0.7
"""Likeness from which two items of a checklist are taken for one in other words."""
_MODULE = re.compile(r"\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of prose as written, or (``question``: its place in the report) a question."""

    text: str
    question: int | None = None
    number: int | None = None
    level: int = 0
    """Of a heading."""

    @property
    def blank(self) -> bool:
        """Whether it is a blank line."""
        return self.question is None and not self.text.strip()

    @property
    def key(self) -> str | int:
        """What is compared: the words, whatever the box says; of a question its number."""
        if self.question is not None:
            return -1 if self.number is None else self.number
        if self.box is not None:
            return f"[ ] {self.task}"
        return " ".join(self.text.split())

    @property
    def box(self) -> str | None:
        """What stands in the box of a checklist's item; None: it is none."""
        match = _BOX.match(self.text)
        return match["box"] if match else None

    @property
    def task(self) -> str:
        """The words of a checklist's item, without its box and its module."""
        match = _BOX.match(self.text)
        return heading_key(_MODULE.sub("", self.text[match.end() if match else 0 :]))

    def with_box(self, box: str) -> str:
        """Return the text with another content of its box."""
        match = _BOX.match(self.text)
        return f"{match['before']}[{box}]{self.text[match.end() :]}" if match else self.text


def items_of(parts: Split, numbers: Sequence[int | None]) -> list[Item]:
    """Return the items of a text in their order; front matter is none.

    ``numbers``: what to call each question.
    """
    found: list[Item] = []
    starts = {q.heading.start: n for n, q in enumerate(parts.questions)}
    for segment in parts.segments:
        if segment.kind == "heading":
            at = starts[segment.start]
            found.append(Item("", at, numbers[at]))
        elif segment.kind == "prose":
            found += _prose(parts.text[segment.start : segment.end])
    return found


def title_of(items: Iterable[Item]) -> Item | None:
    """Return the first heading of the first level that stands before all questions, None where there is none."""
    before = takewhile(lambda item: item.question is None, items)
    return next((item for item in before if item.level == 1), None)


def _prose(text: str) -> Iterator[Item]:
    lines = Lines.of(text).items
    whole = {
        block.first: block
        for block in blocks_of(plain_lines(lines), 0, len(lines))
        if (block.level and not block.depth) or (block.verbatim and not block.open)
    }
    taken: list[str] = []
    at = 0
    while at < len(lines):
        block = whole.get(at)
        after = block.after if block else at + 1
        alone = block is not None or not lines[at].strip()
        if taken and (alone or _BEGINS.match(lines[at])):
            yield Item("".join(taken))
            taken = []
        taken += lines[at:after]
        if alone:
            yield Item("".join(taken), level=block.level if block else 0)
            taken = []
        at = after
    if taken:
        yield Item("".join(taken))


def embed(template: Sequence[Item], report: Sequence[Item]) -> list[int | None] | None:
    """Return for each item of the report its place in the template, if all of that is there."""
    found: list[int | None] = []
    at = 0
    for item in report:
        hit = at < len(template) and template[at].key == item.key
        found.append(at if hit else None)
        at += hit
    return found if at == len(template) else None


def align(template: Sequence[Item], report: Sequence[Item]) -> list[int | None]:
    """Return for each item of the report its place in the template, None where it has none.

    The order is kept.
    """
    whole = embed(template, report)
    if whole is not None:
        return whole
    found: list[int | None] = [None] * len(report)
    mine = [(n, i.key) for n, i in enumerate(report) if not i.blank]
    its = [(n, i.key) for n, i in enumerate(template) if not i.blank]
    # The template is the second sequence: its index bounds the time.
    matcher = SequenceMatcher(None, [k for _, k in mine], [k for _, k in its], autojunk=False)
    for block in matcher.get_matching_blocks():
        for n in range(block.size):
            found[mine[block.a + n][0]] = its[block.b + n][0]
    return found


def boxes(template: Iterable[Item], report: Iterable[Item]) -> tuple[dict[str, str], set[str]]:
    """Return the content of a template's boxes by task, and the report's tasks that it came from.

    Of a task that stands twice in the report, a box with something in it is taken.  A task
    that the template has in other words is the one that is most alike.
    """
    given: dict[str, str] = {}
    for item in report:
        if item.box is not None and (item.box.strip() or item.task not in given):
            given[item.task] = item.box
    wanted = {item.task for item in template if item.box is not None}
    found = {task: box for task, box in given.items() if task in wanted}
    used = set(found)
    words = {task: Counter(task.split()) for task in wanted - used}
    for task, box in sorted(given.items()):
        if task in used or not box.strip() or not words:
            continue
        own = Counter(task.split())
        like, other = max((likeness(own, known), t) for t, known in sorted(words.items()))
        if like >= _LIKE:
            found[other] = box
            used.add(task)
            del words[other]
    return found, used
