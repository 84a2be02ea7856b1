"""Names of files that look alike: which one was probably meant, and what differs.

People write a name as they see it; machines add what nobody sees (a narrow blank before "PM", letters in
two parts), and an address gives a meaning to signs that a name may hold (``#``, ``?``, ``%``).
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ONE: Final = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}
_JOINTS: Final = re.compile(r"[ _-]")
"""What stands between the words of a name, in one way or another."""
_SHORTEST: Final = 4
"""Letters of a name without its ending below which another by one letter is another name."""


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
    """Return the path that is ``wanted`` but for case, folder, ending, blanks or one letter; empty: none."""
    paths = tuple(paths)
    keys: tuple[Callable[[str], str], ...] = (
        str.lower,
        lambda path: PurePosixPath(path).name.lower(),
        lambda path: PurePosixPath(path).stem.lower(),
        lambda path: _JOINTS.sub("", path.lower()),
    )
    for key in keys:
        for path in paths:
            if key(path) == key(wanted):
                return path
    near = [p for p in paths if _is_mistyped(p.casefold(), wanted.casefold())]
    return near[0] if len(near) == 1 else ""


def difference(written: str, meant: str) -> str:  # noqa: PLR0911 - one a difference
    """Say how the path ``meant`` differs from ``written``, which looks like it; empty: it shows."""
    if unseen := _holds(written, meant, _is_unseen):
        return unseen
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
    if unquote(meant) == written != meant:
        return Message("in an address '%' begins a letter's code: write {code}", code=quote("%"))
    if _JOINTS.sub("", written).casefold() == _JOINTS.sub("", meant).casefold():
        return Message("blanks or dashes differ")
    if _is_mistyped(written.casefold(), meant.casefold()):
        # A letter of another script looks like ours.
        return _holds(written, meant, lambda c: not c.isascii()) or Message("one letter differs")
    return ""


def _holds(written: str, meant: str, is_told: Callable[[str], bool]) -> str:
    """Say which characters, of those that are to be told, one of two names alone has; empty: none."""
    if only := _only_in(meant, written, is_told):
        return Message("the file's name holds {characters}", characters=only)
    if only := _only_in(written, meant, is_told):
        return Message("what is written holds {characters}", characters=only)
    return ""


def _only_in(one: str, other: str, is_told: Callable[[str], bool]) -> str:
    found = [c for c in dict.fromkeys(one) if c not in other and is_told(c)]
    return ", ".join(f"{_name(c)} (U+{ord(c):04X})" for c in found)


def _is_unseen(character: str) -> bool:
    """Tell whether a character is seen as an ordinary blank, or not at all."""
    kind = unicodedata.category(character)
    return character != " " and (kind == "Cf" or kind.startswith("Z"))


def _name(character: str) -> str:
    return unicodedata.name(character, "a sign without a name").lower()


def _is_mistyped(one: str, other: str) -> bool:
    """Tell whether one letter more, less or instead, or two that change places, make one of the other.

    Figures are no letters.
    """
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or len(PurePosixPath(long).stem) < _SHORTEST or one == other:
        return False
    at = next((n for n, c in enumerate(short) if c != long[n]), len(short))
    if short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]:
        return short[at : at + 2].isalpha()
    same = short[at:] == long[at + 1 :] or short[at + 1 :] == long[at + 1 :] != short[at:]
    involved = long[at : at + 1] + short[at : at + 1] * (len(short) == len(long))
    return same and not any(c.isdigit() or c == "/" for c in involved)
