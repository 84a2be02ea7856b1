"""Text as lines of a given width: in columns of a terminal, not in characters."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDE: Final = ("W", "F")
_NONE: Final = ("Mn", "Me", "Cf")
_AS_PICTURE: Final = "\ufe0f"
"""Asks for the sign before it as a coloured picture, which is two columns wide."""
# What parts words; a blank that may not be broken at (U+00A0, U+202F) does not.
_BLANKS: Final = re.compile(
    r"[ \t\n\r\f\v\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+"
)


def width_of(text: str) -> int:
    """Return how many columns ``text`` takes (Unicode's annex 11: wide signs take two, marks none)."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text)) + text.count(_AS_PICTURE)


def _width(sign: str) -> int:
    if unicodedata.east_asian_width(sign) in _WIDE:
        return 2
    return 0 if unicodedata.category(sign) in _NONE else 1


def wrapped(text: str, width: int, *, cut: bool = False) -> list[str]:
    """Return ``text`` in lines of at most ``width`` columns; a line end in it stays one.

    A longer word, such as an address, has a line of its own, unless ``cut``: then it is cut.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, taken = "", 0
        for glue, atom in _atoms(paragraph):
            size = width_of(atom)
            if line and taken + len(glue) + size <= width:
                line, taken = f"{line}{glue}{atom}", taken + len(glue) + size
                continue
            if line:
                lines.append(line)
            *whole, line = pieces_of(atom, width) if cut else [atom]
            lines += whole
            taken = width_of(line)
        lines.append(line)
    return lines


def pieces_of(text: str, width: int) -> list[str]:
    """Return ``text`` in pieces of at most ``width`` columns; what has no width stays with what is before it."""
    if width_of(text) <= width:
        return [text]
    found, piece, taken = [], "", 0
    for sign in text:
        size = 1 if sign == _AS_PICTURE else _width(sign)
        if piece and size and taken + size > width:
            found.append(piece)
            piece, taken = "", 0
        piece += sign
        taken += size
    return [*found, piece]


def _atoms(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a line may not part, each with what stands before it in the same line.

    Between two wide signs a line may end: Chinese and Japanese have no blanks.
    """
    for word in filter(None, _BLANKS.split(text)):
        glue, atom = " ", ""
        for sign in word:
            if atom and not word.isascii() and _ends_between(atom[-1], sign):
                yield glue, atom
                glue, atom = "", ""
            atom += sign
        yield glue, atom


def _ends_between(one: str, other: str) -> bool:
    # Letters only: punctuation stays with its word, and a picture of several signs is one.
    return all(
        unicodedata.east_asian_width(sign) in _WIDE and unicodedata.category(sign) == "Lo"
        for sign in (one, other)
    )
