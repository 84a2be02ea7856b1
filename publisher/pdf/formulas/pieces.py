"""A formula in pieces between which a line may end: behind a relation or an operator, as in TeX.

Lines that are aligned are one piece, unless they do not fit on a page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from publisher.formulas.environments import TAG
from publisher.pdf.formulas.boxes import Box
from publisher.pdf.formulas.layout import beside, ems
from publisher.pdf.formulas.style import Style
from publisher.pdf.formulas.tables import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from publisher.pdf.formulas.layout import Layout

__all__ = ["Piece", "TooHighError", "pieces_of"]

_SPACED: Final = 0.2
"""Ems on both sides of an operator behind which a line may end."""
_WHOLE: Final = 10.0
"""Ems of a formula that no line's end parts."""
_SHORTEST: Final = 3.0
_WIDEST: Final = 40.0
_HIGHEST: Final = 45.0
"""Ems that a page of text has room for."""
_BEFORE_TAG: Final = 2.0


class TooHighError(ValueError):
    """A part of a formula is higher than a page, and cannot be parted."""


@dataclass(frozen=True)
class Piece:
    """What stands on one line.

    ``box``: laid out; all lengths are ems of the text around it; ``elements``: the MathML that it shows;
    ``tags``: numbers that stand at the right margin, with the heights of their base lines; ``ends``: whether
    the line ends behind it.
    """

    box: Box
    elements: Sequence[Element]
    tags: Sequence[tuple[float, Box]] = ()
    ends: bool = False


def pieces_of(layout: Layout, math: Element) -> list[Piece]:
    """Return the pieces of a ``math`` element.

    Raises MissingGlyphError where a character has no glyph; TooHighError where one is higher than a page.
    """
    style = Style(display=math.get("display") == "block")
    elements = _inside(math)
    if len(elements) == 1 and elements[0].tag == "mtable" and style.display:
        found = _lines(layout, elements[0], style)
    else:
        found = list(_parts(elements, layout.boxes(elements, style)))
    if any(piece.box.height + piece.box.depth > _HIGHEST for piece in found):
        raise TooHighError
    return found


def _inside(element: Element) -> list[Element]:
    """Return what stands in an element, be it in a row of its own."""
    found = list(element)
    while len(found) == 1 and found[0].tag == "mrow" and not found[0].attrib:
        found = list(found[0])
    return found


def _lines(layout: Layout, table: Element, style: Style) -> list[Piece]:
    """Return lines as one piece, or each for itself if they have no room beside or below each other."""
    lines = lines_of(layout, table, style)
    box = lines.box
    wide = box.width + max((_BEFORE_TAG + tag.width for _, tag in lines.tags), default=0.0)
    if wide <= _WIDEST and box.height + box.depth <= _HIGHEST:
        return [Piece(box, [table], lines.tags)]
    found: list[Piece] = []
    for row in table:
        cells = [_inside(cell) for cell in row if cell.get("class") != TAG]
        boxes = [box for cell in cells for box in layout.boxes(cell, style)]
        found += _parts([part for cell in cells for part in cell], boxes)
        for number in (cell for cell in row if cell.get("class") == TAG):
            room = Box(width=_BEFORE_TAG)
            found.append(Piece(beside([room, layout.box(number, style)]), [number]))
        found[-1] = replace(found[-1], ends=True)
    return found


def _parts(elements: Sequence[Element], boxes: Sequence[Box]) -> Iterator[Piece]:
    """Yield the parts of a row: none is so short that a break in it would look odd."""
    rest = sum(box.width for box in boxes)
    start, width = 0, 0.0
    breaks = rest > _WHOLE
    for place, element in enumerate(elements):
        width += boxes[place].width
        rest -= boxes[place].width
        if breaks and _may_end(element) and min(width, rest) >= _SHORTEST:
            yield Piece(beside(boxes[start : place + 1]), elements[start : place + 1])
            start, width = place + 1, 0.0
    yield Piece(beside(boxes[start:]), elements[start:])


def _may_end(element: Element) -> bool:
    sides = (element.get("lspace"), element.get("rspace"))
    return element.tag == "mo" and all(ems(side) >= _SPACED for side in sides)
