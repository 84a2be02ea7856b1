"""Characters that no bundled font has: paper shows a box with the number of each.

The fonts themselves are not opened: a table of theirs (``coverage``) is, and only where a text has more
than Latin letters, since to check a report must cost little.
"""

from __future__ import annotations

import unicodedata
from functools import cache

__all__ = ["STAND_INS", "code_point", "formless", "name_of", "unprintable"]

# Up to here every text font has all characters.
LATIN = 0x17F
# What has no shape of its own: formats that HarfBuzz hides, surrogates, blanks, selectors.
SHAPELESS = {"Cf", "Cs", "Zs", "Zl", "Zp"}
LAYOUT = {ord(character) for character in "\t\n\r\x0b\x0c\x85"}
VARIATIONS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x180B, 0x180E)}
# Formats that HarfBuzz hides; of the others Pango would show .notdef, as it does of controls.
HIDDEN = {
    *(0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)),
    *(*range(0x2060, 0x2070), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE0080)),
}
FORMLESS = {"Cc", "Cf"}
STAND_INS = 0xF0000
"""From here on all is for private use: what Pango looks for no font for is moved there."""


def unprintable(text: str) -> list[str]:
    """Return the characters of ``text`` for which paper has a box only, by their numbers."""
    if text.isascii() and text.isprintable():
        return []
    codes = set(map(ord, set(text)))
    asked = {code for code in codes if code > LATIN and code not in VARIATIONS}
    asked = {code for code in asked if unicodedata.category(chr(code)) not in SHAPELESS}
    if asked:
        asked -= _bundled()
    return sorted(map(chr, asked | formless(codes)), key=code_point)


def formless(codes: set[int]) -> set[int]:
    """Return controls and formats that are neither of the layout nor hidden.

    ``codes``: of characters.
    """
    rest = codes - LAYOUT - HIDDEN
    return {code for code in rest if unicodedata.category(chr(code)) in FORMLESS}


def code_point(character: str) -> int:
    """Return the number of a character, or of the one for which it stands in."""
    own = ord(character) - STAND_INS
    stands_in = own >= 0 and unicodedata.category(chr(own)) in FORMLESS
    return own if stands_in else ord(character)


def name_of(character: str) -> str:
    """Return how a character is named: ``U+4E2D``."""
    return f"U+{code_point(character):04X}"


@cache
def _bundled() -> frozenset[int]:
    from publisher.fonts.coverage import RANGES

    ends = (found.split("-") for found in RANGES.split())
    return frozenset(
        code for pair in ends for code in range(int(pair[0], 16), int(pair[-1], 16) + 1)
    )
