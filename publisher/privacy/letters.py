r"""A text as the letters that a reader sees, each with its place in the text.

Names are compared in it: letter case, accents, composed and decomposed forms, ligatures, entities
(``&ouml;``), addresses (``%C3%B6``) and escapes (``\u00f6``) make no difference, nor do letters that look
like others, be they of another alphabet.
"""

# ruff: noqa: RUF001 - letters that look like others are what this is about

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from publisher.read.html.elements import KNOWN

SKIP: Final = "\0"
"""Stands for mark-up, or a character without width, that may stand inside a word."""
CLOSED: Final = "\1"
"""Stands for what is no text: the bytes of a picture, the name of a tag."""

_TOKEN: Final = re.compile(
    r"(?P<break><br[ ]?/?>)"
    r"|(?P<skip>[*~]++|[\u00ad\u200b-\u200d\u2060\ufeff]++"
    r"|</?(?:b|i|u|s|em|strong|sub|sup|span|ins|del|kbd|wbr)[ ]?/?>)"
    r"|(?P<closed>data:[\w.+-]++/[\w.+-]++(?:;[\w.+-]++=[\w.+-]*+)*+;base64,[A-Za-z0-9+/=]++"
    rf"|</?(?:{'|'.join(sorted(KNOWN))})(?![\w-]))"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<address>%[0-7][0-9A-Fa-f]|%[C-Fc-f][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f]){1,3})"
    r"|(?P<escape>\\u[0-9a-fA-F]{4})",
    re.VERBOSE | re.IGNORECASE,
)


# What Unicode decomposes no further: letters of Latin with a stroke, joined, or without their dot; and letters of
# other alphabets that look like Latin ones in small or (as their small ones stand here) in capitals, after
# Unicode's confusables (UTS 39).
_FOLDED: Final = str.maketrans(
    {"\u0640": ""}  # tatweel: it makes an Arabic word longer, and spells nothing
    | {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ȷ": "j", "đ": "d", "ð": "d", "þ": "th"}
    | {"ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ƒ": "f", "ǝ": "e"}
    | dict(zip("авеѕіјкмнорстухԁһԛԝѵӏгп", "abesijkmhopctyxdhqwvlrn", strict=True))
    | dict(zip("αβεζηικμνορτυχγϲϳω", "abezhikmvoptyxycjw", strict=True))
    | dict(zip("աոսօհցզ", "wnuohgq", strict=True))
)


@dataclass(frozen=True, slots=True)
class Letters:
    """``text``: the letters, folded; ``starts`` and ``ends``: where each stands in the source."""

    text: str
    starts: list[int]
    ends: list[int]


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return ``text`` without case, accents and compatibility forms; may be longer, or empty."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in bare)
    return digits.translate(_FOLDED)


def letters(source: str) -> Letters:
    """Return the letters of ``source``, in one pass."""
    found: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(text: str, start: int, end: int) -> None:
        if not text and ends and ends[-1] == start:
            ends[-1] = end  # an accent belongs to the letter before it
        for char in text:
            found.append(char)
            starts.append(start)
            ends.append(end)

    at = 0
    for token in _TOKEN.finditer(source):
        for index in range(at, token.start()):
            add(fold(source[index]), index, index + 1)
        at = token.end()
        add(_meant(token), token.start(), at)
    for index in range(at, len(source)):
        add(fold(source[index]), index, index + 1)
    return Letters("".join(found), starts, ends)


def _meant(token: re.Match[str]) -> str:
    written = token.group()
    match token.lastgroup:
        case "break" | "skip" | "closed" as kind:
            return {"break": " ", "skip": SKIP, "closed": CLOSED}[kind]
        case "entity":
            return fold(html.unescape(written))
        case "address":
            try:
                return fold(unquote(written, errors="strict"))
            except UnicodeDecodeError:
                return CLOSED
        case _:
            return fold(bytes.fromhex(written[2:]).decode("utf-16-be", "replace"))
