"""Quotes and dashes as print has them, of those that a keyboard has.

Each sign of print stands for what was typed, and its glyph says that to who copies, searches or listens (``text_maps``).
So a sign is set only where the report has none of its own, which would then say something else, too.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from publisher.pdf.child.keeps import BLOCKS, OTHERS, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["set_quotes"]

_DOUBLE: Final = {"en": "\u201c\u201d", "da": "\u201c\u201d", "de": "\u201e\u201c"}
_SINGLE: Final = {"en": "\u2018\u2019", "da": "\u2018\u2019"}
"""What quotes open and close with, by language (CLDR 48); of another language they stay as they are.

The single one that closes is the apostrophe, too, which it is not in German.
"""
_DASH: Final = "\u2012"
"""Looks as the en dash does, which words of our own have, between numbers."""
_TYPED_DASH: Final = re.compile(r"(?<=\s)--?(?=\s)")
_OPENS: Final = re.compile(r"(?:\A|(?<=[\s(\[{/\"'-]))[\"'](?=[^\s)\]}.,;:!?])")
_CLOSES: Final = re.compile(r"(?<=[^\s(\[{])[\"'](?=[\s)\]}.,;:!?/\"'-]|\Z)")
_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_FROM_RIGHT: Final = ("R", "AL")
"""Letters of Hebrew, Arabic and others: what opens there looks as what closes here, and is not turned by a layout."""
_OTHER: Final = "x"
"""What code, a link or a picture is, within a text: it has no quotes of its own."""


class _Piece(NamedTuple):
    """A text of a block, and of which element it is, under which name; None: it stays as it is."""

    holder: Any
    name: str
    text: str


def set_quotes(root: Any, language: str) -> dict[str, str]:
    """Set quotes and dashes in all paragraphs, items, cells and captions below an element.

    Quotes of a block are set if each opens or closes beyond doubt.  Returns what was typed for each sign that was set.
    """
    typed: dict[str, str] = {}
    letters = set("".join(root.itertext()))
    language = language.partition("-")[0]
    double, single, dash = (
        signs if letters.isdisjoint(signs) else ""
        for signs in (_DOUBLE.get(language, ""), _SINGLE.get(language, ""), _DASH)
    )
    for block in blocks_of(root):
        pieces = [] if block.get("lang") else list(_pieces(block))
        text = "".join(piece.text for piece in pieces)
        if not text.isascii() and any(unicodedata.bidirectional(c) in _FROM_RIGHT for c in text):
            continue
        shown: dict[int, str] = {}
        if double and '"' in text:
            shown |= _doubles(text, *double)
        if single and "'" in text:
            shown |= _singles(text, *single)
        typed |= {sign: text[place] for place, sign in shown.items()}
        if dash and "-" in text:
            shown |= _dashes(text, typed)
        if shown:
            _write(pieces, shown)
    return typed


def _write(pieces: list[_Piece], shown: Mapping[int, str]) -> None:
    start = 0
    for holder, name, text in pieces:
        if holder is not None:
            letters = (shown.get(place, letter) for place, letter in enumerate(text, start))
            setattr(holder, name, "".join(letters))
        start += len(text)


def _roles(text: str, quote: str) -> list[tuple[int, bool | None]]:
    """Return where ``quote`` stands, and whether it opens; None: that is not plain."""
    opens = {found.start() for found in _OPENS.finditer(text)}
    closes = {found.start() for found in _CLOSES.finditer(text)}
    places = [found.start() for found in re.finditer(quote, text)]
    return [(p, None if (p in opens) is (p in closes) else p in opens) for p in places]


def _doubles(text: str, first: str, last: str) -> dict[int, str]:
    found = _roles(text, '"')
    in_turn = all(opens is (at % 2 == 0) for at, (_, opens) in enumerate(found))
    if len(found) % 2 or not in_turn:
        return {}
    return {place: first if opens else last for place, opens in found}


def _singles(text: str, first: str, last: str) -> dict[int, str]:
    """Return the apostrophes in words and behind them, and the quotes that open and close in turn."""
    shown = {found.start(): last for found in _APOSTROPHE.finditer(text)}
    found = [role for role in _roles(text, "'") if role[0] not in shown]
    shown |= {at: last for at, opens in found if opens is False and text[at - 1].isalpha()}
    for (start, opens), (end, closes) in pairwise(found):
        if opens and closes is False:
            shown |= {start: first, end: last}
    return shown


def _dashes(text: str, typed: dict[str, str]) -> dict[int, str]:
    """Return the dashes that were typed as the report's first one: a sign stands for one text only."""
    shown: dict[int, str] = {}
    for found in _TYPED_DASH.finditer(text):
        if typed.setdefault(_DASH, found[0]) == found[0]:
            shown |= dict.fromkeys(range(*found.span()), "") | {found.start(): _DASH}
    return shown


def _pieces(block: Any) -> Iterator[_Piece]:
    """Yield the texts of a block, without those of blocks within it."""
    yield _Piece(block, "text", block.text or "")
    for child in block:
        if child.tag in OTHERS or child.get("lang"):
            yield _Piece(None, "", _OTHER)
        elif child.tag not in BLOCKS:
            yield from _pieces(child)
        yield _Piece(child, "tail", child.tail or "")
