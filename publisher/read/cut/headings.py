"""Which lines are the headings of questions.

A CommonMark block parse of the whole text finds them; a second look at the lines
finds those that a block which is never closed has swallowed, those that lost their
line break, and what stands above a prompt in place of one.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from publisher.language.message import Message
from publisher.read.blocks.structure import Block, blocks_of
from publisher.read.cut.heading_row import Heading, Row, accepted, usual_level
from publisher.read.cut.marker import begins_with_prompt, is_marker, is_quote
from publisher.read.cut.question_line import (
    bare,
    goes_on,
    is_html_title,
    is_named,
    meant_number,
    question_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.read.blocks.memory import Memory

_LOST = re.compile(
    r"[ \t>*+-]{0,12}(?P<marks>#{1,6})[ \t]*\W{0,4}question\s*#?\s*\d", re.IGNORECASE
)
_GLUED = re.compile(
    r"(?<!#)(?P<marks>#{1,6})[ \t]{1,9}question[ \t]{1,9}(?P<number>\d{1,4})$", re.IGNORECASE
)
_USUAL_LEVEL = 3
_FEW = 5
"""Questions that an answer may well name on lines of their own."""
_LONGEST_PROMPT = 100
"""Lines in which a prompt and its marker are looked for below what may be a heading."""


class Repair(NamedTuple):
    """Something found and mended while reading: the rule's code, where, what, how it was read."""

    code: str
    line: int
    question: int
    found: str
    taken: str


class Finder:
    """Finds the question headings of a text.

    ``blocks``: its block structure, after what was never closed is ended at the
    next question; ``repairs``: what was mended.
    """

    def __init__(self, plain: Sequence[str], body: int, memory: Memory | None = None) -> None:
        """``plain``: the lines without line ends; ``body``: how many front matter takes.

        ``memory``: of what was read before.
        """
        self.plain = plain
        self.body = body
        self.repairs: list[Repair] = []
        self._memory = memory
        self.blocks: list[Block] = blocks_of(plain, body, len(plain), memory)
        self._verbatim = [b for b in self.blocks if b.verbatim]

    def headings(self) -> list[Heading]:
        """Return the accepted question headings in the order of the text."""
        found = list(_parsed(self.blocks))
        level = usual_level(found) or self._usual_lost_level() or _USUAL_LEVEL
        row = accepted(found, level)
        lost = [h for h in self._lost(row, level) if self._take(row, h)]
        meant = [*self._meant(level)]
        known = {h.first for h in row.items}
        named = [h for h in meant if h.first not in known and self._is_name(h)]
        # A word processor exports titles as lines: where most are, a name alone will do.
        usual = len({h.number for h in named}) > max(_FEW, len(known))
        meant = [h for h in meant if self._take_meant(row, h)]
        titles = [h for h in named if usual and self._take_title(row, h)]
        if lost or meant or titles:
            # Parse again, each question alone: so each ends whatever is open above it.
            self.blocks = self._parse_in_pieces([h.first for h in row.items])
            parsed = {h.first: h for h in _parsed(self.blocks)}
            for heading in lost:
                if heading.first not in parsed:
                    self._note_text(heading)
            if titles:
                what = f"names of questions ('{titles[0].title}') on lines of text"
                self._note(titles[0], what, "as headings")
            for heading in () if usual else meant:
                what = f"'{heading.title}' above the prompt of question {heading.number}"
                self._note(heading, what, "as its heading")
            row = accepted(({h.first: h for h in row.items} | parsed).values(), level)
        self._note_open_blocks(row.items)
        self._take_glued(row, level)
        for heading in row.items:
            if heading.level != level:
                self._note_level(heading, level)
            elif heading.held:
                what = f"the heading of question {heading.number} inside a quote or a list"
                self._note(heading, what, "as a heading of its own")
        return row.items

    def _usual_lost_level(self) -> int:
        """Return the level of question headings where the block parse shows none at all."""
        marks = [m for m in map(_LOST.match, self.plain[self.body :]) if m]
        return Counter(len(m["marks"]) for m in marks).most_common(1)[0][0] if marks else 0

    def _lost(self, row: Row, level: int) -> Iterator[Heading]:
        """Yield lines that look like question headings but are none to the block parse."""
        known = {h.first for h in row.items}
        for index in range(self.body, len(self.plain)):
            match = _LOST.match(self.plain[index])
            if not match or index in known or len(match["marks"]) != level:
                continue
            text = self.plain[index][match.start("marks") :].strip("# \t")
            number = question_number(text)
            if number is not None and not goes_on(text):
                yield Heading(index, index + 1, level, number, text)

    def _meant(self, level: int) -> Iterator[Heading]:
        """Yield what may stand in place of a heading: a line, or a heading in other words."""
        headings = {b.first: b for b in self.blocks if b.type == "heading"}
        for index in range(self.body, len(self.plain)):
            block = headings.get(index)
            number = meant_number(self.plain[index], heading=block is not None)
            if number is not None:
                after = block.after if block else index + 1
                yield Heading(index, after, level, number, bare(self.plain[index]))

    def _take(self, row: Row, heading: Heading) -> bool:
        """Accept a lost heading where its number fits, and it does not stand in closed code."""
        if not row.fits(heading) or not (self._runs_out(heading) or self._asks(heading)):
            return False
        row.add(heading)
        return True

    def _take_meant(self, row: Row, heading: Heading) -> bool:
        """Accept it where its number fits, and a prompt with its marker follows that is no code."""
        end = min(heading.after + _LONGEST_PROMPT, len(self.plain))
        if not (
            row.fits_closely(heading)
            and begins_with_prompt(self.plain, heading.after, end)
            and (self._runs_out(heading) or self._is_html(heading))
        ):
            return False
        row.add(heading)
        return True

    def _is_name(self, heading: Heading) -> bool:
        """Tell whether it is a question's name alone on a line, and no code."""
        return is_named(self.plain[heading.first]) and self._runs_out(heading)

    def _take_title(self, row: Row, heading: Heading) -> bool:
        """Accept a name on a line of its own where its number fits."""
        if not row.fits(heading):
            return False
        row.add(heading)
        return True

    def _is_html(self, heading: Heading) -> bool:
        """Tell whether a line in HTML is a heading or a title there (no comment, no code)."""
        holder = self._holder(heading)
        return (
            is_html_title(self.plain[heading.first])
            and holder is not None
            and not self.plain[holder.first].lstrip().startswith(("<!--", "<pre"))
        )

    def _holder(self, heading: Heading) -> Block | None:
        """Return the code or HTML around a lost heading."""
        at = bisect(self._verbatim, heading.first, key=lambda b: b.first)
        holder = self._verbatim[at - 1] if at else None
        return holder if holder and holder.after > heading.first else None

    def _runs_out(self, heading: Heading) -> bool:
        """Tell whether the code or HTML around a lost heading is never closed (or there is none)."""
        holder = self._holder(heading)
        return holder is None or holder.open

    def _asks(self, heading: Heading) -> bool:
        """Tell whether a prompt or a marker follows, as behind the headings of a template."""
        index = heading.after
        while index < len(self.plain) and not self.plain[index].strip():
            index += 1
        line = self.plain[index].strip() if index < len(self.plain) else ""
        return is_quote(line) or is_marker(line)

    def _take_glued(self, row: Row, level: int) -> None:
        """Accept headings at the end of a line of text, whose line break was deleted."""
        for index in range(self.body, len(self.plain)):
            line = self.plain[index].rstrip("# \t")
            match = _GLUED.search(line) if line[-1:].isdigit() and "#" in line else None
            if not match or len(match["marks"]) != level:
                continue
            column = match.start("marks")
            # A sign that nobody sees, or a backslash, belongs to the heading.
            glued = any(c.isalnum() for c in line[:column])
            heading = Heading(
                index,
                index + 1,
                level,
                int(match["number"]),
                line[column:].strip("# \t"),
                column=column if glued else 0,
            )
            if line[:column].strip(" \t>") and row.fits(heading):
                row.add(heading)
                if glued:
                    what = Message(
                        "the heading of question {number} at the end of a line of text",
                        number=heading.number,
                    )
                    self._note(heading, what, Message("as a heading of its own"))
                else:
                    self._note_text(heading)

    def _note(self, heading: Heading, found: str, taken: str) -> None:
        self.repairs.append(
            Repair("heading_repaired", heading.first + 1, heading.number, found, taken)
        )

    def _note_text(self, heading: Heading) -> None:
        what = Message(
            "the heading of question {number} on a line that Markdown takes for text",
            number=heading.number,
        )
        self._note(heading, what, Message("as a heading"))

    def _note_level(self, heading: Heading, level: int) -> None:
        self._note(
            heading,
            Message(
                "question {number} under a heading of level {level}, the other questions at level "
                "{other}",
                number=heading.number,
                level=heading.level,
                other=level,
            ),
            Message("as a question like the others"),
        )

    def _note_open_blocks(self, row: Sequence[Heading]) -> None:
        """Tell of code and comments that are still open where their question ends."""
        firsts = [h.first for h in row]
        for block in self.blocks:
            if not block.open:
                continue
            at = bisect(firsts, block.first)
            end = firsts[at] if at < len(row) else len(self.plain)
            where = (
                Message("before question {number}", number=row[at].number)
                if at < len(row)
                else Message("at the end")
            )
            found = Message("{block} that is not closed {where}", block=block.swallows, where=where)
            taken = Message("as ending {where}", where=where)
            if any(self.plain[n].strip() for n in range(block.after, end)):
                if block.type == "fence":
                    continue  # it ends with its list item or quote, as everywhere
                found = Message("{block} that is not closed", block=block.swallows)
                taken = Message("as text")
            number = row[at - 1].number if at else 0
            self.repairs.append(Repair("block_unclosed", block.first + 1, number, found, taken))

    def _parse_in_pieces(self, cuts: Sequence[int]) -> list[Block]:
        bounds = sorted({self.body, *cuts, len(self.plain)})
        return [
            block
            for first, after in pairwise(bounds)
            for block in blocks_of(self.plain, first, after, self._memory)
        ]


def _parsed(blocks: Sequence[Block]) -> Iterator[Heading]:
    for block in blocks:
        number = question_number(block.content) if block.type == "heading" else None
        if number is not None:
            yield Heading(
                block.first,
                block.after,
                block.level,
                number,
                block.content,
                plain=not goes_on(block.content),
                held=block.depth > 0,
            )
