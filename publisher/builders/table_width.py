"""How a table gets into a page's width: as it is, in small type, on a page that is turned.

Columns that find their own width are never narrower than their longest word; where that is too
wide, the widths are given and words break. Widths are in letters, of which a line has so many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

from publisher import nodes as ours
from publisher.builders.length import LONG, length
from publisher.report.passages import columns_of
from publisher.rules.table_wide import MOST

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = 80
_SIZES = {"tight": 110, "small": 128, "tiny": 155}
"""So many letters has a line in each of the print style's small types."""
_TURNED = 1.71  # as wide is a page on its side
_MARGIN, _TIGHT_MARGIN = 3, 2  # what a cell adds
_WIDE = 0.25  # by so much a capital is wider than a letter
_LONG_WORD = 20  # a longer one is an address or an identifier, and may break
_SLACK = 1.15  # where a width is given, a word must not break for a little
_FEW, _LITTLE = 12, 2000  # rows; letters in a table
_TEXT = 120  # so much of a cell's text asks for width


@dataclass(frozen=True, slots=True)
class Room:
    """What a table needs.

    ``classes``: those of the print style, in small letters; ``turned``: a page on its side;
    ``widths``: of the columns in per cent, empty: they find their own.
    """

    classes: tuple[str, ...] = ()
    turned: bool = False
    widths: tuple[float, ...] = ()


@dataclass(slots=True)
class _Column:
    """The widest word and the longest text of a column, in letters."""

    word: float = 0
    text: int = 0


def room_of(table: nodes.table) -> Room:
    """Return how ``table`` is to be laid out on paper; one that is too wide is none there."""
    if columns_of(table) > MOST:
        return Room()
    columns = _columns(table)
    # A column that finds its own width is as wide as a picture in it, or a table; a table in a cell
    # has the cell's width, which nobody knows.
    nested = table.next_node(nodes.table) is not None or is_in_cell(table)
    if not nested and table.next_node(nodes.image) is None and (room := _free(table, columns)):
        return room
    least = sum(map(_least, columns))
    turned = least > _SIZES["small"] and _can_turn(table)
    factor = _TURNED if turned else 1
    size = next((name for name in _SIZES if least <= factor * _SIZES[name]), "tiny")
    return Room((size, "set"), turned=turned, widths=_widths(columns, factor * _SIZES[size]))


def shares_of(table: nodes.table) -> tuple[str, tuple[float, ...]]:
    """Return the class of the type in which ``table`` fits a line, and what of the line each column takes.

    As on paper, for formats that do not measure words; a table of short texts takes no more than it needs.
    """
    columns = _columns(table)
    least = sum(map(_least, columns))
    fits = (name for name, line in _SIZES.items() if least <= line)
    size = "" if least <= _LINE else next(fits, "tiny")
    line = _SIZES.get(size, _LINE)
    wishes = [max(_least(c), c.text + _MARGIN) for c in columns]
    if sum(wishes) <= line:
        return size, tuple(round(wish / line, 4) for wish in wishes)
    return size, tuple(round(width / 100, 4) for width in _widths(columns, line))


def begins_turned(node: nodes.Node) -> bool:
    """Tell whether the first of a section or question, below its heads, is a table on a page on its side."""
    if isinstance(node, ours.question):
        answer = node.next_node(ours.answer)
        first = None if answer is None else _first(answer)
        return isinstance(first, nodes.table) and room_of(first).turned
    if not isinstance(node, nodes.section):
        return False
    below = _first(node)
    return below is not None and begins_turned(below)


def _first(node: nodes.Element) -> nodes.Element | None:
    """Return the first child that is shown, below a title."""
    shown = (n for n in node.children if not isinstance(n, nodes.title | nodes.Invisible))
    first = next(shown, None)
    return first if isinstance(first, nodes.Element) else None


def breaks_of(table: nodes.table) -> tuple[str, ...]:
    """Return the class that says where a page may end in ``table``: in a long row, in none."""
    sizes = [length(cell) for _, cell in cells(table)]
    if max(sizes, default=0) > LONG:
        return ("loose",)
    return (
        ("whole",) if len(list(table.findall(nodes.row))) <= _FEW and sum(sizes) <= _LITTLE else ()
    )


def head_class(head: nodes.thead) -> str:
    """Return the class of a head that does not stand on each of its table's pages: it is too long."""
    return "once" if any(length(cell) > LONG for cell in head.findall(nodes.entry)) else ""


def _free(table: nodes.table, columns: list[_Column]) -> Room | None:
    """Return a way in which all columns find their own width and no word breaks."""
    words = sum(column.word for column in columns)
    if words + _MARGIN * len(columns) <= _LINE:
        return Room()
    tight = words + _TIGHT_MARGIN * len(columns)
    for name in ("tight", "small"):
        if tight <= _SIZES[name]:
            return Room((name,))
    least = sum(map(_least, columns))
    if _SIZES["small"] < least and tight <= _TURNED * _SIZES["tight"] and _can_turn(table):
        return Room(("tight",), turned=True)
    return None


def _can_turn(table: nodes.table) -> bool:
    """Tell whether a table can have a page: not within a list, a quote or a cell."""
    return isinstance(table.parent, ours.answer | nodes.section)


def is_in_cell(node: nodes.Node) -> bool:
    """Tell whether a node stands in a cell of a table, whose width nobody knows before its layout."""
    around = node.parent
    while around is not None and not isinstance(around, nodes.entry):
        around = around.parent
    return around is not None


def _columns(table: nodes.table) -> list[_Column]:
    found: dict[int, _Column] = {}
    for place, cell in cells(table):
        text = cell.astext()
        column = found.setdefault(place, _Column())
        column.word = max(column.word, max(map(_width, text.split()), default=0))
        column.text = max(column.text, min(len(text), _TEXT))
    return [found.get(place, _Column()) for place in range(max(found, default=-1) + 1)]


def _width(word: str) -> float:
    return len(word) + _WIDE * sum(map(str.isupper, word))


def _least(column: _Column) -> float:
    return _SLACK * min(column.word, _LONG_WORD) + _TIGHT_MARGIN


def cells(table: nodes.table) -> Iterator[tuple[int, nodes.entry]]:
    """Yield the cells with the columns in which they begin: a cell may span rows above them."""
    for group in table.children:
        for part in group.children:
            taken: dict[int, int] = {}
            for row in part.children:
                column = 0
                for cell in (c for c in row.children if isinstance(c, nodes.entry)):
                    while taken.get(column):
                        column += 1
                    yield column, cell
                    after = column + cell.get("morecols", 0) + 1
                    for place in range(column, after):  # it may reach below one from above
                        taken[place] = max(taken.get(place, 0), cell.get("morerows", 0) + 1)
                    column = after
                taken = {place: rows - 1 for place, rows in taken.items() if rows > 1}


def _widths(columns: list[_Column], line: float) -> tuple[float, ...]:
    """Share a line: to each column its words, and of what is left by the length of its text."""
    least = [_least(column) for column in columns]
    more = [max(0.0, column.text - min(column.word, _LONG_WORD)) for column in columns]
    rest = max(0, line - sum(least)) / max(1, sum(more))
    widths = [own + rest * text for own, text in zip(least, more, strict=True)]
    return tuple(round(100 * width / sum(widths), 2) for width in widths)
