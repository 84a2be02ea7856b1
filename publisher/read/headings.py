"""Which lines are the headings of questions.

A CommonMark block parse of the whole text finds them; a second look at the lines
finds those that a block which is never closed has swallowed, and those that lost
their line break.
"""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from publisher.read.blocks import Block, blocks_of
from publisher.read.marker import is_marker, is_quote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_QUESTION = re.compile(
    r"\W*question\s*#?\s*(?P<number>\d{1,4})(?!\d)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_LOST = re.compile(
    r"[ \t>*+-]{0,12}(?P<marks>#{1,6})[ \t]*\W{0,4}question\s*#?\s*\d", re.IGNORECASE
)
_GLUED = re.compile(
    r"(?<!#)(?P<marks>#{1,6})[ \t]{1,9}question[ \t]{1,9}(?P<number>\d{1,4})$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Repair:
    """Something found and mended while reading: the rule's code, where, what, how it was read."""

    code: str
    line: int
    question: int
    found: str
    taken: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A question's heading: lines ``first`` to ``after`` (from 0, exclusive), level, number.

    ``plain``: no words behind the number; ``column`` where it is glued to a line of text.
    """

    first: int
    after: int
    level: int
    number: int
    plain: bool = True
    column: int = 0

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands, for sorting."""
        return self.first, self.column


def question_number(heading: str) -> int | None:
    """Return N where ``heading`` is the text of a heading ``Question N``, else None."""
    match = _QUESTION.fullmatch(heading)
    return int(match["number"]) if match else None


def heading_key(heading: str) -> str:
    """Return the words of a heading's text, by which headings are compared."""
    return " ".join(re.findall(r"\w+", heading.casefold()))


class _Row:
    """Accepted headings in the order of the text."""

    def __init__(self, headings: Iterable[Heading]) -> None:
        self.items = sorted(headings, key=lambda h: h.place)
        self.numbers = {h.number for h in self.items}

    def fits(self, heading: Heading) -> bool:
        """Tell whether the heading's number is missing and lies between its neighbours'."""
        at = bisect(self.items, heading.place, key=lambda h: h.place)
        return (
            heading.number not in self.numbers
            and (at == 0 or self.items[at - 1].number < heading.number)
            and (at == len(self.items) or heading.number < self.items[at].number)
        )

    def add(self, heading: Heading) -> None:
        insort(self.items, heading, key=lambda h: h.place)
        self.numbers.add(heading.number)


class Finder:
    """Finds the question headings of a text.

    ``blocks``: its block structure, after what was never closed is ended at the
    next question; ``repairs``: what was mended.
    """

    def __init__(self, plain: Sequence[str], body: int) -> None:
        """``plain``: the lines without line ends; ``body``: how many front matter takes."""
        self.plain = plain
        self.body = body
        self.repairs: list[Repair] = []
        self.blocks: list[Block] = blocks_of(plain, body, len(plain))

    def headings(self) -> list[Heading]:
        """Return the accepted question headings in the order of the text."""
        found = list(_parsed(self.blocks))
        level = _usual_level(found) or self._usual_lost_level()
        if not level:
            return []
        row = _accepted(found, level)
        lost = [h for h in self._lost(row, level) if self._take(row, h)]
        if lost:
            # Parse again, each question alone: so each ends whatever is open above it.
            self.blocks = self._parse_in_pieces([h.first for h in row.items])
            parsed = {h.first: h for h in _parsed(self.blocks)}
            for heading in lost:
                if heading.first not in parsed:
                    self._note_text(heading)
            row = _accepted(({h.first: h for h in row.items} | parsed).values(), level)
        self._note_open_blocks(row.items)
        self._take_glued(row, level)
        for heading in row.items:
            if heading.level != level:
                self._note_level(heading, level)
        return row.items

    def _usual_lost_level(self) -> int:
        """Return the level of question headings where the block parse shows none at all."""
        marks = [m for m in map(_LOST.match, self.plain[self.body :]) if m]
        return Counter(len(m["marks"]) for m in marks).most_common(1)[0][0] if marks else 0

    def _lost(self, row: _Row, level: int) -> Iterator[Heading]:
        """Yield lines that look like question headings but are none to the block parse."""
        known = {h.first for h in row.items}
        for index in range(self.body, len(self.plain)):
            match = _LOST.match(self.plain[index])
            if not match or index in known or len(match["marks"]) != level:
                continue
            text = self.plain[index][match.start("marks") :].strip("# \t")
            question = _QUESTION.fullmatch(text)
            if question and not _goes_on(question["rest"]):
                yield Heading(index, index + 1, level, int(question["number"]))

    def _take(self, row: _Row, heading: Heading) -> bool:
        """Accept a lost heading where its number fits, and it does not stand in closed code."""
        if not row.fits(heading) or not (self._runs_out(heading) or self._asks(heading)):
            return False
        row.add(heading)
        return True

    def _holder(self, heading: Heading) -> Block | None:
        """Return the code or HTML that swallowed a lost heading."""
        at = bisect(self.blocks, heading.first, key=lambda b: b.first)
        while at:
            at -= 1
            block = self.blocks[at]
            if block.verbatim and block.after > heading.first:
                return block
            if not block.depth:
                break
        return None

    def _runs_out(self, heading: Heading) -> bool:
        """Tell whether the block around a lost heading is never closed (or there is none)."""
        holder = self._holder(heading)
        return holder is None or holder.open

    def _asks(self, heading: Heading) -> bool:
        """Tell whether a prompt or a marker follows, as behind the headings of a template."""
        behind = (x.strip() for x in islice(self.plain, heading.after, None))
        line = next(filter(None, behind), "")
        return is_quote(line) or is_marker(line)

    def _take_glued(self, row: _Row, level: int) -> None:
        """Accept headings at the end of a line of text, whose line break was deleted."""
        for index in range(self.body, len(self.plain)):
            line = self.plain[index].rstrip("# \t")
            match = _GLUED.search(line) if line[-1:].isdigit() and "#" in line else None
            if not match or len(match["marks"]) != level:
                continue
            column = match.start("marks")
            before = line[:column].rstrip(" \t")
            heading = Heading(index, index + 1, level, int(match["number"]), column=column)
            if before[-1:] not in ("", ">") and row.fits(heading):
                row.add(heading)
                self.repairs.append(
                    Repair(
                        "heading_repaired",
                        index + 1,
                        heading.number,
                        f"the heading of question {heading.number} at the end of a line of text",
                        "as a heading of its own",
                    )
                )

    def _note_text(self, heading: Heading) -> None:
        self.repairs.append(
            Repair(
                "heading_repaired",
                heading.first + 1,
                heading.number,
                f"the heading of question {heading.number} on a line that Markdown takes for text",
                "as a heading",
            )
        )

    def _note_level(self, heading: Heading, level: int) -> None:
        self.repairs.append(
            Repair(
                "heading_repaired",
                heading.first + 1,
                heading.number,
                f"question {heading.number} under a heading of level {heading.level}, "
                f"the other questions at level {level}",
                "as a question like the others",
            )
        )

    def _note_open_blocks(self, row: Sequence[Heading]) -> None:
        """Tell of code and comments that are still open where their question ends."""
        firsts = [h.first for h in row]
        for block in self.blocks:
            if not block.open:
                continue
            at = bisect(firsts, block.first)
            end = firsts[at] if at < len(row) else len(self.plain)
            if any(x.strip() for x in self.plain[block.after : end]):
                continue
            where = f"before question {row[at].number}" if at < len(row) else "at the end"
            self.repairs.append(
                Repair(
                    "block_unclosed",
                    block.first + 1,
                    row[at - 1].number if at else 0,
                    f"{block.swallows} that is not closed {where}",
                    f"as ending {where}",
                )
            )

    def _parse_in_pieces(self, cuts: Sequence[int]) -> list[Block]:
        bounds = sorted({self.body, *cuts, len(self.plain)})
        return [b for first, after in pairwise(bounds) for b in blocks_of(self.plain, first, after)]


def _parsed(blocks: Sequence[Block]) -> Iterator[Heading]:
    for block in blocks:
        match = _QUESTION.fullmatch(block.content) if block.type == "heading" else None
        if match:
            yield Heading(
                block.first,
                block.after,
                block.level,
                int(match["number"]),
                plain=not _goes_on(match["rest"]),
            )


def _goes_on(rest: str) -> bool:
    """Tell whether words follow a question's number ("Question 5 revisited")."""
    return bool(re.match(r"\s*\w", rest))


def _usual_level(found: Sequence[Heading]) -> int:
    """Return the level most question headings have (0: there are none)."""
    levels = Counter(h.level for h in found if h.plain) or Counter(h.level for h in found)
    return levels.most_common(1)[0][0] if levels else 0


def _accepted(found: Collection[Heading], level: int) -> _Row:
    """Keep the headings of the usual level, and others only where their number is missing.

    A heading with words behind its number ("Question 5 revisited") is taken for the
    question only if no plain one has that number.
    """
    plain = {h.number for h in found if h.level == level and h.plain}
    row = _Row(h for h in found if h.level == level and (h.plain or h.number not in plain))
    for heading in found:
        if heading.level != level and row.fits(heading):
            row.add(heading)
    return row
