"""Text as TeX: each character stands for itself, and none of an author's is a command."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from publisher.fonts.characters import unprintable

_ESCAPED: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}$&#%_"},
    # Behind a command they would begin and end an argument of it.
    "[": "{[}",
    "]": "{]}",
    # Two of them would become a dash or a quotation mark in a font that knows TeX's ligatures.
    **{sign: f"{sign}{{}}" for sign in "-'`,<>"},
    '"': r"\textquotedbl{}",
    "\u00a0": "~",
    "\u00ad": r"\-",
    **dict.fromkeys("\t\n\r\x0b\x0c\u2028\u2029", " "),
    # Marks of direction that an author sets: TeX finds the way of a text by itself, and has no glyph for them.
    **dict.fromkeys("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""),
}
_BREAK: Final = r"\brk{}"
_LONG: Final = 24
"""Letters of a word that no line breaks by itself: an address, an identifier, a sum."""
_NARROW: Final = 9
"""The same in a table of many columns."""
_JOINER: Final = "\u200d"
_HOLDS: Final = ("Mn", "Mc", "Me", "Cf", "Sk", "Po", "Pe", "Pf")
"""The kinds of signs with which no line begins: marks, tones of skin, points, what closes."""
_OPENS: Final = ("Ps", "Pi")
_WORD: Final = re.compile(rf"[^\s\u00a0\u00ad]{{{_NARROW},}}")
_GLUE: Final = re.compile(r"(?<=[/._=&?:;,+-])(?=\w)")


def tex(text: str, *, narrow: bool = False) -> str:
    """Return ``text`` on one line as TeX that shows it; a long word may break, one of usual length if it is ``narrow``."""
    long = _NARROW if narrow else _LONG
    missing = set(lacking(text))
    at = 0
    found = ""
    for word in _WORD.finditer(text):
        found += _shown(text[at : word.start()], missing)
        breaks = len(word[0]) >= long or any(map(_is_wide, word[0]))
        found += _breakable(word[0], missing, long) if breaks else _shown(word[0], missing)
        at = word.end()
    return found + _shown(text[at:], missing)


def lacking(text: str) -> list[str]:
    """Return the characters of ``text`` for which TeX, as our PDF, has a box with their number."""
    return [sign for sign in unprintable(text) if sign not in _ESCAPED]


def code(line: str) -> str:
    """Return a line of code as TeX: each blank counts, and long words may break."""
    plain = line.expandtabs(4).rstrip()
    indent = len(plain) - len(plain.lstrip(" "))
    blanks = re.sub("  +", lambda found: r"\ " * len(found[0]), tex(plain[indent:]))
    return f"\\codeline[{indent}]{{{blanks}}}"


def address(target: str) -> str:
    r"""Return a link's address as TeX takes it in ``\href``: what is special is written by its number (RFC 3986, 2.1)."""
    plain = re.sub(
        r"[^A-Za-z0-9/:?=&.,;+@!*()_%#-]",
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")),
        target,
    )
    return re.sub("[%#&_]", lambda found: f"\\{found[0]}", plain)


def _breakable(word: str, missing: set[str], long: int) -> str:
    pieces = [p for part in _GLUE.split(word) for p in _cut(part, long)]
    return _BREAK.join(_shown(piece, missing) for piece in pieces)


def _cut(part: str, long: int) -> list[str]:
    found: list[str] = []
    size = long // 2 if len(part) >= long else long
    for sign in part:
        full = found and len(found[-1]) >= size and unicodedata.category(sign) not in _HOLDS
        if not found or full or _may_end(found[-1][-1], sign):
            found.append(sign)
        else:
            found[-1] += sign
    return found


def _may_end(last: str, sign: str) -> bool:
    """Tell whether a line may end between two signs: beside Chinese, Japanese and pictures, which have no blanks."""
    if (
        last == _JOINER
        or unicodedata.category(sign) in _HOLDS
        or unicodedata.category(last) in _OPENS
    ):
        return False
    return _is_wide(last) or _is_wide(sign)


def _is_wide(sign: str) -> bool:
    return not sign.isascii() and unicodedata.east_asian_width(sign) in ("W", "F")


def _shown(text: str, missing: set[str]) -> str:
    return "".join(
        f"\\lackingglyph[{ord(sign):04X}]" if sign in missing else _ESCAPED.get(sign, sign)
        for sign in text
    )
