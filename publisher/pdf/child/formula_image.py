"""A piece of a formula in the shape in which WeasyPrint handles images: glyphs of the font, as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pydyf

from publisher.formulas.signs import line_of
from publisher.pdf.environment import MATHEMATICS
from publisher.pdf.formulas.boxes import Glyph, Placed, Rule, Stroke
from publisher.pdf.objects.metadata import LONGEST
from publisher.pdf.objects.text_maps import readable
from publisher.pdf.patches.formula_font import record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publisher.pdf.formulas.boxes import Box
    from publisher.pdf.formulas.font import MathFont
    from publisher.pdf.formulas.pieces import Piece

__all__ = ["FormulaImage"]

_EDGE: Final = 0.02
"""Ems around the ink, which smoothing may spread."""
_LEAST: Final = 12.0
"""Ems to which a wide piece shrinks where there is little room."""
_GAP: Final = 1.0
"""Ems between a formula and its number."""
_PERMILLE: Final = 1000
"""A PDF tells the widths of glyphs in thousandths of an em."""
_UNSEEN: Final = 3
"""The mode of text that is not painted (ISO 32000-1, 9.3.6)."""


class FormulaImage:
    """A piece of a formula.

    ``text``: what it says, as a line of signs; ``style``: of its element: how deep it hangs below the line, how
    narrow it may become, and that a numbered one fills its line; ``ends``: whether the line ends behind it.
    """

    def __init__(self, font: MathFont, piece: Piece) -> None:
        """Take the font, and the piece as it was laid out."""
        self._font, self._piece = font, piece
        box = piece.box
        left, right = box.ink(font)
        self._height = max([box.height, *(tag.height + y for y, tag in piece.tags)]) + _EDGE
        depth = max([box.depth, *(tag.depth - y for y, tag in piece.tags)]) + _EDGE
        self._left, self._width = left - _EDGE, right - left + 2 * _EDGE
        self._whole = self._height + depth
        self.text = line_of(piece.elements)
        self.ends = piece.ends
        self.style = f"vertical-align: {-depth:.4f}em; min-width: {min(_LEAST, self._width):.4f}em"
        self.style += "; width: 100%" if piece.tags else ""

    def get_intrinsic_size(self, _resolution: float, font_size: float) -> tuple[Any, ...]:
        """Return width and height, as ``font_size`` in CSS pixels, and their ratio; a numbered one has none."""
        ratio = None if self._piece.tags else self._width / self._whole
        return self._width * font_size, self._whole * font_size, ratio

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draw it in a box of ``width`` by ``height`` CSS pixels, in the text's colour."""
        em, parts = width / self._width, [(-self._left, 0.0, self._piece.box)]
        if self._piece.tags:
            em, parts = self._numbered(width, min(style["font_size"], height / self._whole))
        marks = [
            Placed(x + placed.x, y + placed.y, placed.mark, placed.colour)
            for x, y, box in parts
            for placed in box.marks()
        ]
        said = pydyf.Dictionary({"ActualText": pydyf.String(readable(self.text[:LONGEST]))})
        stream.begin_marked_content("Span", property_list=said)
        stream.set_color(style["color"])
        pen = _Pen(
            stream, self._font, record_of(stream, style.font_config, MATHEMATICS), em, self._height
        )
        pen.begin(width / em)
        for colour in dict.fromkeys(placed.colour for placed in marks):
            group = [placed for placed in marks if placed.colour == colour]
            if colour:
                with stream.stacked():
                    pen.colour(colour)
                    pen.draw(group)
            else:
                pen.draw(group)
        stream.end_marked_content()

    def _numbered(self, width: float, most: float) -> tuple[float, list[tuple[float, float, Box]]]:
        """Return the size of an em, at most so large, and the places of formula and numbers in the line."""
        box, tags = self._piece.box, self._piece.tags
        widest = max(tag.width for _, tag in tags)
        em = min(most, width / (box.width + _GAP + widest))
        line = width / em
        left = min((line - box.width) / 2, line - widest - _GAP - box.width)
        return em, [(left, 0.0, box), *((line - tag.width, y, tag) for y, tag in tags)]


@dataclass
class _Pen:
    """Draws marks on a stream of WeasyPrint's, whose lengths are CSS pixels and go downwards.

    ``record``: WeasyPrint's own of the font; ``em``: in pixels; ``height``: of the base line, in ems.
    """

    stream: Any
    font: MathFont
    record: Any
    em: float
    height: float

    def begin(self, width: float) -> None:
        """Write two letters on the base line that are not seen: at its beginning, and at its end.

        The line of signs stands for them, as for all glyphs here; who selects, searches or copies takes
        the place of these two for that of the formula.
        """
        letter = Glyph(self.font.glyph("x"), 1, "x")
        between = round((2 * self._use(letter) - width) * _PERMILLE)
        self.stream.begin_text()
        self.stream.set_text_rendering(_UNSEEN)
        self._place(0, 0, 1)
        self.stream.show_text(f"<{letter.glyph:04x}>{between}<{letter.glyph:04x}>")
        self.stream.set_text_rendering(0)
        self.stream.end_text()

    def colour(self, colour: str) -> None:
        """Choose a colour: ``#ff0000``."""
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        self.stream.set_color_rgb(*parts)
        self.stream.set_color_rgb(*parts, stroke=True)

    def draw(self, marks: Iterable[Placed]) -> None:
        """Draw marks of one colour."""
        glyphs = [placed for placed in marks if isinstance(placed.mark, Glyph)]
        self.stream.begin_text()
        for run in _runs(glyphs):
            self._write(run)
        self.stream.end_text()
        for placed in marks:
            if not isinstance(placed.mark, Glyph):
                self._line(placed)

    def _write(self, run: list[Placed]) -> None:
        """Write glyphs of one size that stand on one line."""
        size = _size(run[0])
        self._place(run[0].x, run[0].y, size)
        at, written = run[0].x, ""
        for placed in run:
            mark = placed.mark
            assert isinstance(mark, Glyph)  # noqa: S101 - told to mypy
            moved = round((at - placed.x) / size * _PERMILLE)
            written += f"{moved or ''}<{mark.glyph:04x}>"
            at += (self._use(mark) - moved / _PERMILLE) * size
        self.stream.show_text(written)

    def _place(self, x: float, y: float, size: float) -> None:
        self.stream.set_font_size(self.record.hash, size * self.em)
        self.stream.set_text_matrix(1, 0, 0, -1, x * self.em, (self.height - y) * self.em)

    def _use(self, mark: Glyph) -> float:
        """Let the PDF have a glyph with its text and its width; return that."""
        advance = self.font.advance(mark.glyph)
        self.record.widths[mark.glyph] = round(advance * _PERMILLE)
        if not self.record.to_unicode.get(mark.glyph):
            self.record.to_unicode[mark.glyph] = mark.text
        return advance

    def _line(self, placed: Placed) -> None:
        x, y = placed.x * self.em, (self.height - placed.y) * self.em
        mark = placed.mark
        if isinstance(mark, Rule):
            high = mark.height * self.em
            self.stream.rectangle(x, y - high, mark.width * self.em, high)
            self.stream.fill()
        elif isinstance(mark, Stroke):
            self.stream.set_line_width(mark.thickness * self.em)
            self.stream.move_to(x, y)
            self.stream.line_to(x + mark.right * self.em, y - mark.up * self.em)
            self.stream.stroke()


def _runs(marks: Iterable[Placed]) -> Iterator[list[Placed]]:
    """Yield glyphs of one size that stand on one line, from left to right."""
    run: list[Placed] = []
    for placed in marks:
        last = run[-1] if run else placed
        if placed.y != last.y or placed.x < last.x or _size(placed) != _size(last):
            yield run
            run = []
        run.append(placed)
    if run:
        yield run


def _size(placed: Placed) -> float:
    return placed.mark.size if isinstance(placed.mark, Glyph) else 0.0
