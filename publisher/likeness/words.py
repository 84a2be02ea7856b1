"""A text as words that can be compared: numbers, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from publisher.likeness.texts import BREAK

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE: Final = re.compile(r"\S+")
_WITHIN: Final = "'\u2019\u02bc"
"""Apostrophes: what stands between letters is one word."""


@dataclass(frozen=True, slots=True)
class Words:
    """``ids``: a number for each word of ``text``, the same for the same word, negative: no other is the same.

    ``starts`` and ``ends``: where each stands in the text.
    """

    text: str
    ids: list[int]
    starts: array[int]
    ends: array[int]


class Vocabulary:
    """Gives words their numbers."""

    def __init__(self) -> None:
        """Know no word yet."""
        self._numbers: dict[str, int] = {}
        self._alone = 0

    def words(self, text: str) -> Words:
        """Return the words of ``text``; what was taken out of it (``BREAK``) is one that equals no other."""
        ids, starts, ends = list[int](), array("I"), array("I")
        numbers = self._numbers
        for found in _PIECE.finditer(text):
            piece, at = found.group(), found.start()
            for word, first, last in _words_of(piece):
                ids.append(numbers.setdefault(word, len(numbers)))
                starts.append(at + first)
                ends.append(at + last)
            if piece == BREAK:
                ids.append(self.alone())
                starts.append(at)
                ends.append(at + 1)
        return Words(text, ids, starts, ends)

    def alone(self) -> int:
        """Return a number that no word has, and that was not given before."""
        self._alone -= 1
        return self._alone


@lru_cache(maxsize=50_000)
def _words_of(piece: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(_split(piece))


def _split(piece: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a piece without blanks: folded, with the places of their first and behind their last letter.

    Letters and digits of any script, and the marks on them; case, width, ligatures, accents written apart, and
    characters without width make no difference.  All other signs end a word, but an apostrophe in it.
    """
    if piece.isascii() and piece.isalnum():
        yield piece.lower(), 0, len(piece)
        return
    letters: list[str] = []
    first = last = 0
    for at, sign in enumerate(piece):
        kind = unicodedata.category(sign)
        if kind[0] in "LN" or (kind[0] == "M" and letters):
            first = first if letters else at
            letters.append(sign)
            last = at + 1
        elif letters and kind != "Cf" and sign not in _WITHIN:
            yield _folded(letters), first, last
            letters = []
    if letters:
        yield _folded(letters), first, last


def _folded(letters: list[str]) -> str:
    return unicodedata.normalize("NFKC", "".join(letters)).casefold()
