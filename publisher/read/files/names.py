"""Names of files that look alike: which one was probably meant, and what differs.

People write a name as they see it; machines add what nobody sees (a narrow blank before "PM", letters in
two parts), and an address gives a meaning to signs that a name may hold (``#``, ``?``, ``%``).
"""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ONE: Final = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}
_SHORTEST: Final = 4
"""Letters of a name below which another by one letter is another name."""


def spelling(name: str) -> str:
    """Return ``name`` without what people and machines write in different ways.

    That is letter case, percent-encoding, how letters are put together, kinds of blanks, dashes and
    quotes, and signs that nobody sees.
    """
    kept = "".join(
        "-" if kind == "Pd" else character
        for character in unicodedata.normalize("NFKC", unquote(name)).translate(_ONE)
        if (kind := unicodedata.category(character)) != "Cf"
    )
    return " ".join(kept.split()).casefold()


def nearest(wanted: str, paths: Iterable[str]) -> str:
    """Return the path that is ``wanted`` but for case, folder, ending or one letter; empty: none."""
    paths = tuple(paths)
    keys: tuple[Callable[[str], str], ...] = (
        str.lower,
        lambda path: PurePosixPath(path).name.lower(),
        lambda path: PurePosixPath(path).stem.lower(),
    )
    for key in keys:
        for path in paths:
            if key(path) == key(wanted):
                return path
    near = [path for path in paths if _one_letter_apart(path.casefold(), wanted.casefold())]
    return near[0] if len(near) == 1 else ""


def difference(written: str, meant: str) -> str:  # noqa: PLR0911 - one a difference
    """Say how the path ``meant`` differs from ``written``, which looks like it; empty: it shows."""
    if unseen := _unseen(meant, written):
        return Message("the file's name holds {characters}", characters=unseen)
    if unseen := _unseen(written, meant):
        return Message("what is written holds {characters}", characters=unseen)
    same = unicodedata.normalize("NFC", written) == unicodedata.normalize("NFC", meant)
    ends = next((s for s in "#?" if s in meant and meant.partition(s)[0] == written), "")
    if same and written != meant:
        return Message("its letters are put together in another way")
    if not same and written.casefold() == meant.casefold():
        return Message("the letter case differs")
    if ends:
        return Message(
            "in an address {sign!r} ends the path: write {code}", sign=ends, code=quote(ends)
        )
    if _one_letter_apart(written.casefold(), meant.casefold()):
        return Message("one letter differs")
    return ""


def _unseen(one: str, other: str) -> str:
    """Name the characters of ``one`` that ``other`` has not, and that nobody sees."""
    found = [c for c in dict.fromkeys(one) if c not in other and _is_unseen(c)]
    return ", ".join(f"{_name(c)} (U+{ord(c):04X})" for c in found)


def _is_unseen(character: str) -> bool:
    """Tell whether a character is seen as an ordinary blank, or not at all."""
    kind = unicodedata.category(character)
    return character != " " and (kind == "Cf" or kind.startswith("Z"))


def _name(character: str) -> str:
    return unicodedata.name(character, "a sign without a name").lower()


def _one_letter_apart(one: str, other: str) -> bool:
    """Tell whether one letter more, less or instead makes one of the other; figures are no letters."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or len(short) < _SHORTEST or one == other:
        return False
    at = next((n for n, c in enumerate(short) if c != long[n]), len(short))
    same = short[at:] == long[at + 1 :] or short[at + 1 :] == long[at + 1 :] != short[at:]
    involved = long[at : at + 1] + short[at : at + 1] * (len(short) == len(long))
    return same and not any(c.isdigit() or c == "/" for c in involved)
