"""The headings of sections: an answer ends at one that stands before the next question.

A heading inside an answer is the answer's own, unless the course's template has it in
this place or nothing but the section's introduction stands between it and the question.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from publisher.read.cut.question_line import heading_key, is_strong

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from publisher.read.blocks.structure import Block
    from publisher.read.cut.heading_row import Heading

_BEHIND = 10_000
"""Larger than any question's number: the place behind the last question."""
_FRONT_MATTER = 10
"""Lines above a report's first heading in which its front matter is looked for."""
# What opens the introduction of a section; its quote marks may be lost.
_INTRODUCTION = re.compile(r"\s*in (?:the following|this) section\b", re.IGNORECASE)


class Sections:
    """Finds the headings of sections among the blocks of a text.

    ``sections``: those of the course's template, each by its words with the numbers of
    the questions that it introduces (0: it stands behind the last).  ``first``: the line of
    the first question.
    """

    def __init__(
        self,
        plain: Sequence[str],
        blocks: Sequence[Block],
        sections: Mapping[str, Collection[int]],
        first: int,
    ) -> None:
        """``plain``: the lines of the text without line ends; ``blocks``: its block structure.

        ``sections``: as of ``split``; ``first``: the line, from 0, of the first question's heading.
        """
        self.plain = plain
        self.sections = sections
        self._open = [b for b in blocks if b.open]
        self._opens = [b.first for b in self._open]
        self._outer = [b for b in blocks if not b.depth]
        self._firsts = [b.first for b in self._outer]
        before = self._outer[: bisect_left(self._firsts, first)]
        self._beginning = {heading_key(b.content) for b in before if self._is_heading(b)}

    def quote_end(self, line: int) -> int:
        """Return the line behind the outermost quote that holds ``line`` (0: there is none)."""
        at = bisect_right(self._firsts, line) - 1
        block = self._outer[at] if at >= 0 else None
        return block.after if block and block.type == "blockquote" else 0

    def between(self, heading: Heading, following: Heading | None) -> int | None:
        """Return the line of the first section's heading between two questions, None if there is none.

        ``following``: None where ``heading`` is the last question's.
        """
        first = bisect_left(self._firsts, heading.after)
        after = bisect_left(self._firsts, following.first) if following else len(self._firsts)
        blocks = self._outer[first:after]
        found = self._of_template(heading, following, blocks)
        if found is not None or following is None or following.column:
            return found
        again = self._again(blocks) if following.number <= heading.number else None
        return self._introducing(heading, blocks) if again is None else again

    def _again(self, blocks: Sequence[Block]) -> int | None:
        """Return the line on which the whole report begins again, as one pasted twice does."""
        start = next(
            (
                b.first
                for b in blocks
                if self._is_heading(b) and heading_key(b.content) in self._beginning
            ),
            None,
        )
        if start is None:
            return None
        above = [n for n in range(max(0, start - _FRONT_MATTER), start) if self.plain[n].strip()]
        rules = [n for n in above if self.plain[n].rstrip() == "---"]
        # Its front matter goes with it.
        return rules[-2] if len(rules) > 1 and above[-1] == rules[-1] else start

    def _of_template(
        self, heading: Heading, following: Heading | None, blocks: Sequence[Block]
    ) -> int | None:
        """Return the line of the first heading that the template has between the two questions.

        ``blocks``: those between them.  Code that is never closed hides no such heading.
        """
        last = following.number if following else _BEHIND
        found = [(b.first, b.content) for b in blocks if self._is_heading(b)]
        found += [(b.first, self.plain[b.first]) for b in blocks if self._is_title(b)]
        end = following.first if following else len(self.plain)
        for block in self._open[bisect_left(self._opens, heading.after) :]:
            if block.first >= end:
                break
            lines = range(block.first, min(block.after, end))
            found += [(n, self.plain[n]) for n in lines if self.plain[n].startswith("#")]
        for line, text in sorted(found):
            numbers = self.sections.get(heading_key(text), ())
            if any(heading.number < (number or _BEHIND) <= last for number in numbers):
                return line
        return None

    def _introducing(self, heading: Heading, blocks: Sequence[Block]) -> int | None:
        """Return the line of the first of the headings behind which nothing but quotes stands.

        A line in bold is one if an introduction stands behind it.
        """
        start = None
        introduced = False
        for block in reversed(blocks):
            title = introduced and start is None and self._is_title(block)
            if title or (self._is_heading(block) and block.level <= heading.level):
                start = block.first
            elif start is None and self._is_introduction(block):
                introduced = True
            elif block.type != "blockquote" or start is not None:
                break
        return start

    def _is_heading(self, block: Block) -> bool:
        """Tell whether ``block`` is a heading by more than the placeholder's dashes under or in it."""
        underlined = self.plain[block.after - 1].lstrip().startswith("-")
        return block.type == "heading" and not underlined and bool(heading_key(block.content))

    def _is_title(self, block: Block) -> bool:
        """Tell whether ``block`` is one line in bold, as a word processor exports a heading."""
        alone = block.type == "paragraph" and block.after - block.first == 1
        return alone and is_strong(self.plain[block.first])

    def _is_introduction(self, block: Block) -> bool:
        return block.type == "paragraph" and bool(_INTRODUCTION.match(self.plain[block.first]))
