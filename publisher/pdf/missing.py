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

__all__ = ["code_point", "missing_characters", "replace_formless", "write_missing_font"]

# Up to here every text font has all characters, so that most documents open no font.
LATIN = 0x17F
# What has no shape of its own: formats that HarfBuzz hides, surrogates, blanks, selectors.
SHAPELESS = {"Cf", "Cs", "Zs"}
LAYOUT = {ord(character) for character in "\t\n\r"}
BLANKS = {0x20: "space", 0xA0: "nbspace"}
VARIATIONS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x180B, 0x180E)}
# Formats that HarfBuzz hides; of the others Pango would show .notdef, as it does of controls.
HIDDEN = {
    *(0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)),
    *(*range(0x2060, 0x2070), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE0080)),
}
# Ends of lines as other programs write them, and a space that no font may draw as one.
SPACES = dict.fromkeys((0x0B, 0x0C, 0x85, 0x1680, 0x2028, 0x2029), "\n")
FORMLESS = {"Cc", "Cf"}
STAND_INS = 0xF0000  # from here on all is for private use
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
    codes = set(map(ord, set("".join(root.itertext())))) - LAYOUT - HIDDEN
    formless = {code for code in codes if unicodedata.category(chr(code)) in FORMLESS}
    table = {code: chr(STAND_INS + code) for code in formless} | SPACES
    for element in root.iter():
        element.text = element.text and element.text.translate(table)
        element.tail = element.tail and element.tail.translate(table)


def code_point(character: str) -> int:
    """Return the number of a character, or of the one for which it stands in."""
    own = ord(character) - STAND_INS
    stands_in = own >= 0 and unicodedata.category(chr(own)) in FORMLESS
    return own if stands_in else ord(character)


def missing_characters(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the characters in the texts that no bundled font has, in the order of numbers."""
    asked = {ord(character) for text in texts for character in set(text)}
    asked = {code for code in asked if code > LATIN and code not in VARIATIONS}
    asked = {code for code in asked if unicodedata.category(chr(code)) not in SHAPELESS}
    if asked:
        asked -= _bundled()
    return tuple(sorted(map(chr, asked), key=code_point))


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
