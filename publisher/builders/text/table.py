"""A table as lines of text: a grid, or one row below the other where it is too wide for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publisher.builders.text.lines import pieces_of, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publisher.builders import blocks as b

    Render = Callable[[b.Blocks, int], list[str]]

_MOST: Final = 10_000
"""Columns that no text takes: a cell is asked how wide it would be."""
_WORD: Final = 16
"""Columns of a word that is not cut."""


def grid(table: b.Table, width: int, measure: Render, render: Render) -> list[str] | None:
    """Return ``table`` as a grid of at most ``width`` columns, None where it needs more.

    ``measure``, ``render``: write blocks into lines of a width, the one to see how wide they are, the other, once
    for each cell, for good.
    """
    widths = _widths(table, width - 3 * table.columns - 1, measure)
    if widths is None:
        return None
    rows = [_row(row, widths, render) for row in table.rows]
    parted = any(len(row) > 1 for row in rows[table.head :])
    rule, heavy = (
        "+" + "+".join(sign * (size + 2) for size in widths) + "+" for sign in ("-", "=")
    )
    lines = [rule]
    for place, row in enumerate(rows, 1):
        lines += row
        if place == table.head and place < len(rows):
            lines.append(heavy)
        elif parted or place == len(rows):
            lines.append(rule)
    return lines


def _widths(table: b.Table, room: int, measure: Render) -> list[int] | None:
    """Share ``room`` among the columns: to each its words, what is left to those with long texts."""
    least, most = [1] * table.columns, [1] * table.columns
    # Those that span several last: they need more room only where their columns have less.
    for cell in sorted((c for row in table.rows for c in row), key=lambda cell: cell.columns):
        lines = measure(cell.blocks, _MOST)
        words = (word for line in lines for word in line.split())
        longest = min(_WORD, max(map(width_of, words), default=1))
        for sizes, needed in ((least, longest), (most, max(map(width_of, lines), default=1))):
            own = slice(cell.column, cell.column + cell.columns)
            room_there = sum(sizes[own]) + 3 * (cell.columns - 1)
            sizes[cell.column] += max(0, needed - room_there)
    if sum(most) <= room:
        return most
    left = room - sum(least)
    if left < 0:
        return None
    wishes = [wish - own for wish, own in zip(most, least, strict=True)]
    given = [left * wish // sum(wishes) for wish in wishes]
    return [own + more for own, more in zip(least, given, strict=True)]


def _row(row: Sequence[b.Cell], widths: list[int], render: Render) -> list[str]:
    """Return the lines of a row; a cell that spans columns takes their room, one that spans rows its first."""
    columns: list[tuple[int, list[str]]] = []
    at = 0
    for cell in row:
        columns += [(size, []) for size in widths[at : cell.column]]
        at = cell.column + cell.columns
        size = sum(widths[cell.column : at]) + 3 * (cell.columns - 1)
        lines = [p for line in render(cell.blocks, size) for p in pieces_of(line, size)]
        columns.append((size, lines))
    columns += [(size, []) for size in widths[at:]]
    height = max(1, *(len(lines) for _, lines in columns))
    return [
        "| " + " | ".join(_padded(lines, place, size) for size, lines in columns) + " |"
        for place in range(height)
    ]


def _padded(lines: list[str], place: int, size: int) -> str:
    line = lines[place] if place < len(lines) else ""
    return line + " " * (size - width_of(line))
