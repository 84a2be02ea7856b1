"""Words as a reader sees them, and which of them are missing where they should be."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TICKS = {True: "\u2611", False: "\u2610"}
"""The signs that stand for a ticked and an empty box, on every page and among words."""
FIGURE = "figure "
"""How a word begins that stands for a figure; no word of a text holds a blank."""
FORMULA = "formula "
"""How a word begins that stands for a formula; the formula follows, as it is written there."""
_WORD = re.compile(r"[^\W_]+|[\u2610\u2611]")
_TELLING = 4  # letters, from which on one neighbour is enough to know a word again
# Accents, vowel signs, formats: a page may draw them beside their letter, or not at all.
_UNSPELT = ("Mn", "Mc", "Me", "Cf")


class Word(NamedTuple):
    """A word, or a sign for a tick, a figure or a formula, with its line in the source."""

    text: str
    line: int

    @property
    def is_sign(self) -> bool:
        """Whether it is a sign, which never runs into its neighbours."""
        return is_sign(self.text)


def is_sign(word: str) -> bool:
    """Tell whether a word stands for a tick, a figure or a formula."""
    return " " in word or word in TICKS.values()


def words_of(text: str) -> list[str]:
    """Return the words of ``text``, whatever its case, ligatures, widths (NFKD) and accents.

    What has no shape (soft hyphens, joiners, marks of direction) ends no word.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        unspelt = (c for c in set(text) if unicodedata.category(c) in _UNSPELT)
        text = text.translate(dict.fromkeys(map(ord, unspelt)))
    return _WORD.findall(text.casefold())


def is_spelt(text: str) -> bool:
    """Tell whether ``text`` holds anything but blanks and what is drawn beside a letter, if at all."""
    return any(not c.isspace() and unicodedata.category(c) not in _UNSPELT for c in text)


def formula_word(text: str) -> str:
    """Return the word that stands for a formula, as LaTeX or as signs; blanks do not count."""
    return FORMULA + "".join(text.split())


def at_line(text: str, line: int) -> Iterator[Word]:
    """Yield the words of ``text``, all of them at ``line``."""
    return (Word(word, line) for word in words_of(text))


def lost(wanted: Sequence[Word], shown: Iterable[str]) -> list[Word]:
    """Return what of ``wanted`` is not in an output that shows ``shown`` and little else.

    Signs are counted.  Words are held by their letters, since a layout may break a word at the
    end of a line or a page, run it into the next, move it or turn it round: each letter of the
    wanted words that are not there must be in the words there that nobody asked for.
    """
    shown = list(shown)
    asked, have = Counter(word.text for word in wanted), Counter(shown)
    short = asked - have
    letters = _letters(short)
    letters.subtract(_letters(have - asked))
    letters = +letters
    if not letters and not any(map(is_sign, short)):
        return []
    astray = unfound(wanted, shown)
    words = [word for word in astray if not word.is_sign]
    words = words or [word for word in wanted if word.text in short and not word.is_sign]
    gone = {id(word) for word in (*_spelt(words, letters), *(w for w in astray if w.is_sign))}
    return [word for word in wanted if id(word) in gone]


def _letters(words: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, times in words.items():
        if not is_sign(word):
            for letter, count in Counter(word).items():
                found[letter] += count * times
    return found


def _spelt(words: Sequence[Word], letters: Counter[str]) -> Iterator[Word]:
    """Yield the words that the missing letters spell: whole ones first, then parts."""
    left = letters.copy()
    rest = []
    for word in words:
        own = Counter(word.text)
        if own <= left:
            left -= own
            yield word
        else:
            rest.append((word, own))
    for word, own in rest:
        if own & left:
            left -= own
            yield word


def unfound(wanted: Sequence[Word], shown: Iterable[str]) -> list[Word]:
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
    stream = "".join(word for word in shown if " " not in word)
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
