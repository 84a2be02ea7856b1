"""Places where a long run of letters may be broken, though each of its pieces is short.

WeasyPrint breaks a word that is wider than its line (`overflow-wrap`), but looks at each inline
element alone: `x=1;x=1;…` in colours, a span a sign, would run over the page's edge.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["allow_breaks"]

BREAK = "\u200b"
LONGEST = 30
"""Letters that any line has room for; a shorter run stays whole."""
INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd"),
        *("mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"),
    )
)
_BLANK = re.compile(rf"[\s{BREAK}]")


def allow_breaks(root: Any) -> None:
    """Put a zero-width space between inline elements within every run that is too long."""
    ends: list[
        tuple[Any, str]
    ] = []  # of the run's pieces: element and name of the text's attribute
    size = 0
    for element, name in _pieces(root):
        text = (getattr(element, name) or "") if name else " "
        first, *others = _BLANK.split(text)
        size += len(first)
        if others:
            # Within the run is what stands before this piece, unless it begins with a blank.
            _break(ends if first else ends[:-1], size)
            ends, size = [], len(others[-1])
        if text and not text[-1].isspace():
            ends.append((element, name))


def _break(ends: list[tuple[Any, str]], size: int) -> None:
    for element, name in ends if size > LONGEST else ():
        setattr(element, name, getattr(element, name) + BREAK)


def _pieces(element: Any) -> Iterator[tuple[Any, str]]:
    """Yield each text below an element; one without a name ends every run."""
    yield element, "text"
    for child in element:
        ends = () if child.tag in INLINE else ((child, ""),)
        yield from ends
        yield from _pieces(child)
        yield from ends
        yield child, "tail"
