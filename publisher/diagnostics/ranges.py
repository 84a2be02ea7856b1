"""Where in a file something was found, and how programs with other units count it.

We count as a person does: lines and columns from 1, columns in Unicode code points, a tab is one.
Editors count in units of UTF-16 (the Language Server Protocol's default), UTF-8 or UTF-32, from 0.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Unit = Literal["utf-8", "utf-16", "utf-32"]
_ENCODINGS: Final[dict[Unit, tuple[str, int]]] = {
    "utf-8": ("utf-8", 1),
    "utf-16": ("utf-16-le", 2),
    "utf-32": ("utf-32-le", 4),
}


class Position(NamedTuple):
    """A place between two characters: that before the one in this ``line`` and ``column``."""

    line: int
    column: int


class Range(NamedTuple):
    """What lies from ``start`` on and before ``end``; nothing where they are the same."""

    start: Position
    end: Position

    def as_json(self) -> dict[str, dict[str, int]]:
        """Return both positions, each with ``line`` and ``column``."""
        return {"start": self.start._asdict(), "end": self.end._asdict()}

    @property
    def in_a_line(self) -> bool:
        """Whether it holds something, all of it in one line."""
        return self.start.line == self.end.line and self.start != self.end


def point(line: int, column: int = 1) -> Range:
    """Return the range that holds nothing, in ``line`` before ``column``."""
    at = Position(line, column)
    return Range(at, at)


def units_before(line: str, column: int, unit: Unit) -> int:
    """Return how many units of ``unit`` stand in ``line`` before ``column``.

    ``line``: without its line end; ``column``: from 1, in code points.  What lies behind the
    line's end is taken for that end.
    """
    encoding, size = _ENCODINGS[unit]
    return len(line[: max(0, column - 1)].encode(encoding, "surrogatepass")) // size


def column_behind(line: str, units: int, unit: Unit) -> int:
    """Return the column, from 1 in code points, before which ``units`` of ``unit`` stand in ``line``.

    A place inside a character is taken for that before it, one behind the line's end for that end.
    """
    before = 0
    for column, character in enumerate(line, start=1):
        before += units_before(character, 2, unit)
        if before > units:
            return column
    return len(line) + 1
