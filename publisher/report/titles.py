"""A report's title without the words by which a template names itself."""

from __future__ import annotations

import re
from typing import Final

_KIND: Final = r"(?:(?:the|an?|final|written|course|group|project|exam|examination|report|hand-?in|assignment)\s+)*"
_DANISH: Final = r"(?:(?:eksamens|rapport|projekt|opgave|afleverings)-?)?skabelon(?:en)?"
_GERMAN: Final = r"(?:(?:prüfungs|klausur|berichts?|projekt|abgabe)-?)?vorlage"
_BEFORE: Final = re.compile(
    rf"(?:{_KIND}template(?:\s+for(?:\s+the)?|\s+of)?"
    rf"|{_DANISH}(?:\s+(?:for|til))?"
    rf"|{_GERMAN}(?:\s+(?:für|zu|zum|zur)(?:\s+(?:den|die|das))?)?)(?:\s*[:\u2013\u2014-]\s*|\s+)",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    rf"(?:\s*[,:(\u2013\u2014-]\s*|\s+){_KIND}(?:template|{_DANISH}|{_GERMAN})\)?", re.IGNORECASE
)

_NOTHING: Final = re.compile(_KIND, re.IGNORECASE)


def without_template(title: str) -> str:
    """Return ``title`` without "report template for" and the like; itself where nothing else is left.

    In the languages that reports are read in: English, Danish, German.
    """
    found = _BEFORE.match(title)
    rest = title[found.end() :] if found else title
    behind = None if found else _BEHIND.search(rest)
    if behind and behind.end() == len(rest):
        rest = rest[: behind.start()]
    if rest == title:
        return title
    rest = rest.strip()
    if not rest or _NOTHING.fullmatch(f"{rest} "):
        return title
    return rest[:1].upper() + rest[1:]
