"""Blanks at which no line ends: before a unit, before the number of a figure, before a short last word.

Such a blank is a no-break space for the layout.  Its glyph is that of a blank, which `text_maps` says, so that what is
copied and searched is what was typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BLOCKS", "HELD", "OTHERS", "blocks_of", "hold_words"]

HELD: Final = "\u00a0"
_UNIT: Final = re.compile(
    r"(?<=\d)[ \n](?=(?:%|\u2030|\u20ac|\$|\u00b0[CF]?"
    r"|[kKMGT]i?(?:B|bit)(?:/s)?|[bB]its?|bytes?"
    r"|[\u00b5\u03bcmnkMG]?(?:A|Ah|Hz|J|N|Pa|V|W|Wh|eV|g|m|s|\u03a9|\u2126)|[cdm]m[\u00b2\u00b3]?|m[\u00b2\u00b3]|[dm]?l|kWh|dB"
    r"|min|h|hours?|days?|weeks?|px|pt|dpi|fps|kr|DKK|EUR|USD|GBP)(?![^\W_]))"
)
_NUMBERED: Final = re.compile(
    r"(?<![^\W_])((?:figures?|tables?|questions?|sections?|chapters?|equations?|steps?|weeks?|pages?|versions?"
    r"|figur|tabel|sp\u00f8rgsm\u00e5l|afsnit|kapitel|ligning|uge|side"
    r"|abbildung|tabelle|frage|abschnitt|gleichung|woche|seite"
    r"|(?:fig|tab|eq|no|nr|p|pp|s|abb|vgl)\.))[ \n](?=\d)",
    re.IGNORECASE,
)
_LAST: Final = re.compile(r"(?<=\S)[ \n](?=[^\s-]{1,5}\s*\Z)")
_LONG: Final = 80
"""Letters of a paragraph that has more than one line."""
BLOCKS: Final = frozenset(("p", "li", "dd", "figcaption", "td", "th"))
"""What text stands in, by its tag."""
OTHERS: Final = frozenset(
    (
        *("a", "code", "kbd", "samp", "pre", "math", "svg", "script", "style", "title", "nav"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
"""What is text of another kind, or is said again elsewhere: as a bookmark, as a link's description."""


def hold_words(root: Any) -> None:
    """Hold such words together in all paragraphs, items, cells and captions below an element."""
    for block in blocks_of(root):
        for holder, name in _texts(block):
            text = getattr(holder, name)
            setattr(holder, name, _NUMBERED.sub(rf"\1{HELD}", _UNIT.sub(HELD, text)))
        _hold_last(block)


def _hold_last(block: Any) -> None:
    if block.tag in ("td", "th") or len("".join(block.itertext())) < _LONG:
        return
    holder, name = (block[-1], "tail") if len(block) else (block, "text")
    if text := getattr(holder, name):
        setattr(holder, name, _LAST.sub(HELD, text))


def blocks_of(element: Any) -> Iterator[Any]:
    """Yield all blocks of text below an element, those within others included."""
    for child in element:
        if child.tag in OTHERS:
            continue
        if child.tag in BLOCKS:
            yield child
        yield from blocks_of(child)


def _texts(element: Any) -> Iterator[tuple[Any, str]]:
    """Yield the texts of a block that are not within another."""
    if element.text:
        yield element, "text"
    for child in element:
        if child.tag not in OTHERS and child.tag not in BLOCKS:
            yield from _texts(child)
        if child.tail:
            yield child, "tail"
