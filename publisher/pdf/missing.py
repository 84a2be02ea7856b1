"""Characters that no bundled font has: each gets a box with its number, and is told.

Without a glyph a PDF breaks both standards (ISO 19005-3, 6.2.11.8; ISO 14289-1, 7.21.8: no
.notdef), and with a font of the host it looks different on every machine. A glyph of its own for
each character keeps the text whole for those who copy, search or listen.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from publisher.assets import themes_folder
from publisher.pdf.environment import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["missing_characters", "write_missing_font"]

# Up to here every text font has all characters, so that most documents open no font.
LATIN = 0x17F
# What has no shape of its own: formats, surrogates, blanks; and variation selectors.
SHAPELESS = {"Cf", "Cs", "Zs", "Zl", "Zp"}
LAYOUT = {ord(character) for character in "\t\n\f\r"}
BLANKS = {0x20: "space", 0xA0: "nbspace"}
VARIATIONS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x180B, 0x1810)}
# Rows of three pixels, from the top, as octal digits: 0 to F.
DIGITS = (
    *("75557", "26227", "71747", "71717", "55711", "74717", "74757", "71111"),
    *("75757", "75717", "75755", "65656", "74447", "65556", "74747", "74744"),
)
PIXEL, UNITS, WIDTH = 70, 1000, 1100
# So many to a font: glyph numbers have 16 bits.
MOST = 60_000


def missing_characters(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the characters in the texts that no bundled font has, in the order of Unicode."""
    asked = {ord(character) for text in texts for character in set(text)}
    controls = {code for code in asked - LAYOUT if unicodedata.category(chr(code)) == "Cc"}
    asked = {code for code in asked if code > LATIN and code not in VARIATIONS}
    asked = {code for code in asked if unicodedata.category(chr(code)) not in SHAPELESS}
    if asked:
        asked -= _bundled()
    return tuple(chr(code) for code in sorted(asked | controls))


def _bundled() -> set[int]:
    """Return the characters of the bundled fonts."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    found: set[int] = set()
    for path in (themes_folder() / "fonts").glob("*/*-Regular.ttf"):
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return found


def write_missing_font(characters: Iterable[str], folder: Path) -> None:
    """Write a font of boxes for the characters into a folder that fontconfig is yet to read."""
    from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
    from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]

    names = {ord(character): f"u{ord(character):04X}" for character in characters}
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
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]

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
