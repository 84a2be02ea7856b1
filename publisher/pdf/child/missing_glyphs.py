"""Characters that no bundled font has: each gets a box with its number, and is told.

Without a glyph a PDF breaks both standards (ISO 19005-3, 6.2.11.8; ISO 14289-1, 7.21.8: no
.notdef), and with a font of the host it looks different on every machine. A glyph of its own for
each character keeps the text whole for those who copy, search or listen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publisher.fonts.characters import STAND_INS, code_point, formless, unprintable
from publisher.pdf.environment import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["missing_characters", "replace_formless", "write_missing_font"]

BLANKS = {0x20: "space", 0xA0: "nbspace"}
# Ends of lines as other programs write them, and a space that no font may draw as one.
SPACES = dict.fromkeys((0x0B, 0x0C, 0x85, 0x1680, 0x2028, 0x2029), "\n")
# Rows of three pixels, from the top, as octal digits: 0 to F.
DIGITS = (
    *("75557", "26227", "71747", "71717", "55711", "74717", "74757", "71111"),
    *("75757", "75717", "75755", "65656", "74447", "65556", "74747", "74744"),
)
PIXEL, UNITS, WIDTH = 70, 1000, 1100
# So many to a font: glyph numbers have 16 bits.
MOST = 60_000


def replace_formless(root: Any) -> None:
    """Replace, in a tree of elements, what Pango looks for no font for, and shows as .notdef.

    Ends of lines become blanks; the others a character for private use each, whose box has the
    number of the one that it stands in for.
    """
    codes = formless(set(map(ord, set("".join(root.itertext())))))
    table = {code: chr(STAND_INS + code) for code in codes} | SPACES
    for element in root.iter():
        element.text = element.text and element.text.translate(table)
        element.tail = element.tail and element.tail.translate(table)


def missing_characters(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the characters in the texts that no bundled font has, in the order of numbers."""
    found = {character for text in texts for character in unprintable(text)}
    return tuple(sorted(found, key=code_point))


def write_missing_font(characters: Iterable[str], folder: Path) -> None:
    """Write a font of boxes for the characters into a folder that fontconfig is yet to read."""
    from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]  # it is
    from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]  # it is

    names = {ord(character): f"u{code_point(character):04X}" for character in characters}
    names = dict(list(names.items())[:MOST])
    order = [".notdef", *BLANKS.values(), *names.values()]
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(BLANKS | names)
    glyphs = {name: _box(name[1:]) for name in names.values()}
    empty = dict.fromkeys(BLANKS.values(), Glyph())
    builder.setupGlyf({".notdef": _box("")} | empty | glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(order, (WIDTH, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": MISSING, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    folder.mkdir(parents=True, exist_ok=True)
    builder.save(folder / "missing.ttf")


def _box(number: str) -> object:
    """Return the glyph: a frame with the number in two rows of digits."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]  # it is

    pen = TTGlyphPen(None)
    _rectangle(pen, 50, -150, WIDTH - 50, 800)
    _rectangle(pen, WIDTH - 90, -110, 90, 760)
    half = (len(number) + 1) // 2
    for row, digits in enumerate((number[:half], number[half:])):
        left = (WIDTH - (4 * half - 1) * PIXEL) // 2
        for place, digit in enumerate(digits):
            _digit(pen, DIGITS[int(digit, 16)], left + 4 * PIXEL * place, 720 - 430 * row)
    return pen.glyph()


def _digit(pen: Any, rows: str, left: int, top: int) -> None:
    for down, row in enumerate(rows):
        for right in range(3):
            if int(row, 8) >> (2 - right) & 1:
                x, y = left + right * PIXEL, top - down * PIXEL
                _rectangle(pen, x, y - PIXEL, x + PIXEL, y)


def _rectangle(pen: Any, left: int, bottom: int, right: int, top: int) -> None:
    pen.moveTo((left, bottom))
    for point in ((left, top), (right, top), (right, bottom)):
        pen.lineTo(point)
    pen.closePath()
