"""Repairs of what a reader copies, searches and hears: the text behind each glyph."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from publisher.pdf.objects.access import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["complete_text_maps", "readable", "standing_for"]

# A line of a map: the glyph, then its text in UTF-16.
ENTRY = re.compile(rb"^(<[0-9a-fA-F]{4}>) <([0-9a-fA-F]*)>$")
JOINER = "\u2060"  # word joiner: nothing to see or hear, and no end of a word
HELD, BLANK = "\u00a0", " "  # no line ends there, and all the same it is a blank
FORBIDDEN = re.compile("[\0\ufeff]")
# What stands for no known character: a validator asks for /ActualText around private use.
UNKNOWN = re.compile("[\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff]")


def complete_text_maps(pdf: Any) -> None:
    """Give every glyph a text (ISO 19005-3, 6.2.11.7.2: none may be 0, U+FEFF or U+FFFE).

    Neither may it be for private use (6.2.11.7.3): such a character becomes U+FFFD for those who
    copy it, and those who look see its number in a box.

    Where several glyphs show one cluster of characters, as in Hindi, WeasyPrint gives the whole
    text to the first and an empty one to the others.
    """
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Font" and "ToUnicode" in item:
            lines = resolve(pdf, item["ToUnicode"]).stream
            lines[:] = [
                ENTRY.sub(_mended, line) if isinstance(line, bytes) else line for line in lines
            ]


def _mended(entry: re.Match[bytes]) -> bytes:
    glyph, code = entry.groups()
    text = bytes.fromhex(code.decode()).decode("utf-16-be", "replace")
    text = readable(text) or JOINER
    return glyph + b" <" + text.encode("utf-16-be").hex().encode() + b">"


def readable(text: str) -> str:
    """Return a text as a PDF may hold it for those who copy it."""
    return UNKNOWN.sub("\ufffd", FORBIDDEN.sub(JOINER, text.translate(_TYPED)))


_TYPED = {ord(HELD): BLANK}


@contextmanager
def standing_for(typed: Mapping[str, str]) -> Iterator[None]:
    """Let signs that were set for print be read, in the PDF that is written inside, as what was typed."""
    own = {ord(sign): text for sign, text in typed.items()}
    _TYPED.update(own)
    try:
        yield
    finally:
        for sign in own:
            del _TYPED[sign]
