"""Words as a reader sees them, and which of them are missing where they should be."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TICKS = {True: "\u2611", False: "\u2610"}
"""The signs that stand for a ticked and an empty box, on every page and among words."""
FIGURE = "figure "
"""How a word begins that stands for a figure; no word of a text holds a blank."""
_WORD = re.compile(r"[^\W_]+|[\u2610\u2611]")
_TELLING = 4  # letters, from which on one neighbour is enough to know a word again


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a tick or a figure (see ``FIGURE``), with its line in the source."""

    text: str
    line: int

    @property
    def is_sign(self) -> bool:
        """Whether it is a tick or a figure, which never runs into its neighbours."""
        return self.text.startswith(FIGURE) or self.text in TICKS.values()


def words_of(text: str) -> list[str]:
    """Return the words of ``text``, whatever its case, ligatures and widths (NFKC).

    A word of a script that runs from right to left is its sorted letters: a page may hold them
    in the order in which they are drawn.
    """
    found = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return [w if w.isascii() else _undirected(w) for w in found]


def _undirected(word: str) -> str:
    return "".join(sorted(word)) if unicodedata.bidirectional(word[0]) in ("R", "AL") else word


def at_line(text: str, line: int) -> Iterator[Word]:
    """Yield the words of ``text``, all of them at ``line``."""
    return (Word(word, line) for word in words_of(text))


def lost(wanted: Sequence[Word], shown: Iterable[str]) -> list[Word]:
    """Return what of ``wanted`` is not among the words ``shown``, or not as often.

    Order does not count: notes move to the end.  A word that is cut in two, or written as one
    with its neighbour (a hyphen at a line's end, a letter in bold), is found where it stands
    between the same neighbours.
    """
    shown = list(shown)
    have = Counter(shown)
    short = Counter(word.text for word in wanted) - have
    if not short:
        return []
    stream = "".join(word for word in shown if not word.startswith(FIGURE))
    threes = set(zip(shown, shown[1:], shown[2:], strict=False))
    astray: dict[str, list[int]] = {}
    for place, word in enumerate(wanted):
        if word.text not in short:
            continue
        if word.is_sign or not _runs_on(wanted, place, stream):
            astray.setdefault(word.text, []).append(place)
        elif _three(wanted, place) in threes:
            have[word.text] -= 1  # this one is here; the rest may be those astray
    missing = []
    for text, places in astray.items():
        count = min(short[text], max(0, len(places) - max(0, have[text])))
        # Of equal figures and ticks, nothing tells which one is not there: the last.
        missing += places[len(places) - count :]
    return [wanted[place] for place in sorted(missing)]


def _three(wanted: Sequence[Word], place: int) -> tuple[str, str, str]:
    return (
        _neighbour(wanted, place, -1),
        wanted[place].text,
        _neighbour(wanted, place, 1),
    )


def _runs_on(wanted: Sequence[Word], place: int, stream: str) -> bool:
    """Tell whether the word at ``place`` stands in ``stream``, between its neighbours."""
    before, text, after = _three(wanted, place)
    if before + text + after in stream:
        return True
    return len(text) >= _TELLING and any(
        neighbour and joined in stream
        for neighbour, joined in ((before, before + text), (after, text + after))
    )


def _neighbour(wanted: Sequence[Word], place: int, step: int) -> str:
    at = place + step
    return wanted[at].text if 0 <= at < len(wanted) and not wanted[at].is_sign else ""
