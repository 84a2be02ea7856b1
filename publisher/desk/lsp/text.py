"""A text as an editor counts in it: lines from 0, and in a line units of UTF-8, UTF-16 or UTF-32.

Lines end where the protocol lets them end, at LF, CRLF and CR; pygls's own documents also end them at form
feed and U+2028, so its places are not used.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from lsprotocol import types

from publisher.diagnostics.ranges import Position, column_behind, units_before
from publisher.read.blocks.lines import Lines, plain_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.diagnostics.ranges import Range, Unit

_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters: JSON can send them, and no encoding has them."""
_MARK = "\ufeff"


class Text:
    """A text that an editor has.

    ``written``: the text; ``unit``: what the editor counts in a line.  Where an editor sends a byte-order mark
    it counts it as a character, and reading drops it: offsets here are those of the text without it.
    """

    def __init__(self, text: str, unit: Unit) -> None:
        """Take ``text``; half a character becomes U+FFFD, which is as long in every unit."""
        self.written = _HALVES.sub("\ufffd", text)
        self.unit = unit

    @cached_property
    def read(self) -> str:
        """The text as reading has it: without a byte-order mark."""
        return self.written.removeprefix(_MARK)

    @cached_property
    def _lines(self) -> Lines:
        return Lines.of(self.read)

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines without their ends; one more, which is empty, where the last one has an end."""
        lines = plain_lines(self._lines.items)
        return lines if lines and lines[-1] == self._lines.items[-1] else [*lines, ""]

    @property
    def last(self) -> Position:
        """The place behind the text."""
        return Position(len(self.lines), len(self.lines[-1]) + 1)

    def position(self, place: Position) -> types.Position:
        """Return ``place`` as the editor counts it; one beyond the text is its end."""
        line, column = min(max(place, Position(1, 1)), self.last)
        marked = line == 1 and self.written.startswith(_MARK)
        written = _MARK + self.lines[0] if marked else self.lines[line - 1]
        return types.Position(line - 1, units_before(written, column + marked, self.unit))

    def range(self, found: Range) -> types.Range:
        """Return ``found`` as the editor counts it."""
        return types.Range(self.position(found.start), self.position(found.end))

    def place(self, position: types.Position) -> Position:
        """Return a place as we count it; one beyond its line or the text is the end of that."""
        if position.line >= len(self.lines):
            return self.last
        marked = position.line == 0 and self.written.startswith(_MARK)
        written = _MARK + self.lines[0] if marked else self.lines[position.line]
        column = column_behind(written, position.character, self.unit) - marked
        return Position(position.line + 1, max(1, column))

    def offset(self, position: types.Position) -> int:
        """Return how many characters of ``read`` stand before a place of the editor's."""
        line, column = self.place(position)
        return self._lines.offset(line - 1) + column - 1

    def span(self, start: int, end: int) -> types.Range:
        """Return the characters from ``start`` to ``end`` of ``read`` as the editor counts them."""
        return types.Range(self._at(start), self._at(end))

    def _at(self, offset: int) -> types.Position:
        line = self._lines.line_at(offset)
        if offset == len(self.read):
            return self.position(self.last)
        return self.position(Position(line, offset - self._lines.starts[line - 1] + 1))

    def changed(self, changes: Sequence[types.TextDocumentContentChangeEvent]) -> Text:
        """Return the text after ``changes``: whole texts, which is what is asked for, or pieces all the same."""
        text = self
        for change in changes:
            written = change.text
            if isinstance(change, types.TextDocumentContentChangePartial):
                places = (change.range.start, change.range.end)
                start, end = sorted(text.offset(place) for place in places)
                mark = text.written[: len(text.written) - len(text.read)]
                written = mark + text.read[:start] + written + text.read[end:]
            text = Text(written, self.unit)
        return text
