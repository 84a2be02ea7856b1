"""Tables of formulas: matrices, cases, aligned lines.  The room between cells is LaTeX's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from publisher.formulas.environments import TAG
from publisher.pdf.formulas.boxes import Box, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from publisher.pdf.formulas.style import Style

__all__ = ["Cells", "Lines", "laid_out", "lines_of"]

_LINE: Final = (0.84, 0.36)
"""Height and depth of a line of text: seven and three tenths of 1.2 ems."""
_SMALL: Final = (0.6, 0.25)
_JOT: Final = 0.3
"""More between lines that are formulas of their own."""
_BETWEEN: Final = {"matrix": 1.0, "array": 1.0, "cases": 1.0, "aligned": 0.0, "gathered": 1.0}
_PAIRS: Final = 2.0
"""Between pairs of aligned columns."""
_EDGE: Final = 0.5
_RULE: Final = 0.04


class Cells(Protocol):
    """What lays out the cells: ``Layout`` does."""

    def box(self, element: Element, style: Style) -> Box:
        """Return an element laid out."""

    def size(self, style: Style) -> float:
        """Return the size of letters, in ems of the text."""

    def axis(self, style: Style) -> float:
        """Return the height of fraction bars above the base line, in ems of the text."""


@dataclass(frozen=True)
class Lines:
    """The lines of a table, and the numbers that they were given.

    ``box``: the table without its numbers; ``tags``: each number with the height of its base line above that of
    the table.
    """

    box: Box
    tags: tuple[tuple[float, Box], ...] = ()


def laid_out(layout: Cells, element: Element, style: Style) -> Box:
    """Return a table as a box: a number stands two ems behind its line."""
    lines = lines_of(layout, element, style)
    made = lines.box
    width = made.width
    for y, tag in lines.tags:
        made.put(width + _PAIRS, y, tag)
        made.width = max(made.width, width + _PAIRS + tag.width)
    return made


def lines_of(layout: Cells, element: Element, style: Style) -> Lines:
    """Return a table and its numbers apart from it."""
    kind = (element.get("class") or "matrix").split()[0]
    own = element.get("displaystyle") == "true"
    inner = replace(style, display=own, cramped=False)
    size = layout.size(inner)
    rows = [[cell for cell in row if cell.get("class") != TAG] for row in element]
    boxes = [[layout.box(cell, inner) for cell in row] for row in rows]
    columns = max(map(len, boxes), default=0)
    widths = [
        max((row[c].width for row in boxes if c < len(row)), default=0.0) for c in range(columns)
    ]
    lefts, width = _columns(kind, widths, rows, size)
    strut = _SMALL if inner.level else _LINE
    heights = [max([strut[0] * size, *(box.height for box in row)]) for row in boxes]
    depths = [max([strut[1] * size, *(box.depth for box in row)]) for row in boxes]
    between = _JOT * size if own else 0.0
    total = sum(heights) + sum(depths) + between * (len(boxes) - 1)
    top = total / 2 + layout.axis(style)
    made = Box(width, top, total - top)
    tags: list[tuple[float, Box]] = []
    y = top
    for place, row in enumerate(boxes):
        y -= heights[place]
        for column, box in enumerate(row):
            names = (rows[place][column].get("class") or "").split()
            spare = widths[column] - box.width
            shift = 0.0 if "left" in names else spare if "right" in names else spare / 2
            made.parts.append((lefts[column] + shift, y, box))
        edges = y + heights[place], y - depths[place]
        made.parts += _lines(rows[place], list(zip(lefts, widths, strict=True)), edges, width, size)
        numbers = (cell for cell in element[place] if cell.get("class") == TAG)
        tags += ((y, layout.box(cell, inner)) for cell in numbers)
        y -= depths[place] + between
    return Lines(made, tuple(tags))


def _columns(
    kind: str, widths: Sequence[float], rows: Sequence[Sequence[Element]], size: float
) -> tuple[list[float], float]:
    """Return where each column begins, and the width of all."""
    classes = [(cell.get("class") or "").split() for cell in max(rows, key=len, default=())]
    edge = _EDGE * size if kind == "array" else 0.0
    lefts: list[float] = []
    x = edge
    for place, wide in enumerate(widths):
        if place:
            pair = kind == "aligned" and "right" in classes[place]
            x += (_PAIRS if pair else _BETWEEN[kind]) * size
        lefts.append(x)
        x += wide
    return lefts, x + edge


def _lines(
    cells: Sequence[Element],
    columns: Sequence[tuple[float, float]],
    edges: tuple[float, float],
    width: float,
    size: float,
) -> list[tuple[float, float, Rule]]:
    """Return the lines beside the cells of a row: ``columns`` are their lefts and widths."""
    top, bottom = edges
    thick = _RULE * size
    found = []
    for place, cell in enumerate(cells):
        names = (cell.get("class") or "").split()
        left, wide = columns[place]
        before = sum(columns[place - 1]) if place else 0.0
        for name, middle in (("line-left", before + left), ("line-right", left + wide + width)):
            if name in names:
                found.append(((middle - thick) / 2, bottom, Rule(thick, top - bottom)))
        for name, y in (("line-above", top), ("line-below", bottom)):
            if name in names and place == 0:
                found.append((0.0, y - thick / 2, Rule(width, thick)))
    return found
