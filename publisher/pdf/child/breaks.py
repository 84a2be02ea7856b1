"""Places where a long run of letters may be broken, and one where a line may not end.

WeasyPrint breaks a word that is wider than its line (``overflow-wrap``), but looks at each inline
element alone: ``x=1;x=1;…`` in colours, a span a sign, would run over the page's edge. And of a word
that is longer than a line (a hash, a minified file) it lays out all that is left for each of its
lines, which takes the square of its length: 15 s for 40,000 letters. A zero-width space has no glyph, so
that who copies the text gets it whole.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from publisher.pdf.objects.text_maps import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BREAK", "allow_breaks", "cut_words", "hold_options"]

BREAK = "\u200b"
LONGEST = 30
"""Letters that any line has room for; a shorter run stays whole."""
INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd"),
        *("mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"),
    )
)
LINE = 100
"""Letters that no line has room for."""
PIECE = 300
"""Letters that are laid out at once."""
# What holds together: no blanks, no signs at which a line ends by itself before a letter, nothing of a
# script that needs no blanks (Thai, Burmese, Khmer, those of East Asia, emoji).
_WORD = re.compile(
    r"(?:[^\s\u200b/?|\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffef\U0001f000-\U0010ffff-]"
    rf"|[/?|-](?![^\W\d_])){{{LINE},}}"
)
# The hyphens before the name of an option (`--host`, `-p`).
_OPTION = re.compile(r"(?<![^\s\"'(\[{,=|])--?(?=[^\W_])")
_BLANK = re.compile(rf"[\s{BREAK}]")


def hold_options(root: Any) -> None:
    """Let no line of code end between an option's hyphens and its name: it would read as two words.

    A word joiner has no glyph either.
    """
    for code in root.iter("code"):
        code.text = _OPTION.sub(rf"\g<0>{JOINER}", code.text or "")


def allow_breaks(root: Any) -> None:
    """Put a zero-width space between inline elements within every run that is too long."""
    # Of the run's pieces: the element, and the name of the text's attribute.
    ends: list[tuple[Any, str]] = []
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


def cut_words(root: Any) -> None:
    """Let each word that is longer than a line break between its letters, and cut it in pieces."""
    for parent in list(root.iter()):
        for holder, name in ((parent, "text"), *((child, "tail") for child in list(parent))):
            for word in reversed(list(_WORD.finditer(getattr(holder, name) or ""))):
                _cut(parent, holder, name, word)


def _cut(parent: Any, holder: Any, name: str, word: re.Match[str]) -> None:
    """Put all but the first letters of a word into elements of their own."""
    text, (start, end) = word.string, word.span()
    behind = getattr(holder, name)[end:]
    first, *others = (_loosened(text[at : min(at + PIECE, end)]) for at in range(start, end, PIECE))
    setattr(holder, name, text[:start] + first + ("" if others else behind))
    place = list(parent).index(holder) + 1 if name == "tail" else 0
    for other in reversed(others):
        span = parent.makeelement("span", {})
        span.text, span.tail, behind = other, behind, ""
        parent.insert(place, span)


def _loosened(letters: str) -> str:
    """Return letters with a place to break before each, but for accents."""
    return "".join(
        letter if unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf") else BREAK + letter
        for letter in letters
    )
