"""Where a prompt ends: the line ``Answer:``, in a quote or not, bold or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

_QUOTE = re.compile(r" {0,3}>")
_EMPHASIS = r"(?P<em>\*\*\*|\*\*|\*|___|__|_|)"
_MARKER = re.compile(
    rf"(?:\s{{0,3}}>)*[ \t]*(?:\#{{1,6}}[ \t]+)?{_EMPHASIS}"
    r"answers?(?:[ \t]+(?:(?:to|for|of)[ \t]+)?(?:question[ \t]+)?\d{1,4})?[ \t]*"
    r"(?:(?P=em)[ \t]*[:\uff1a]|[:\uff1a](?P=em)|[:\uff1a])",
    re.IGNORECASE,
)
_BARE = re.compile(rf"[ \t]*(?:>[ \t]*)+{_EMPHASIS}answer(?P=em)[ \t]*$", re.IGNORECASE)
_AT_END = re.compile(r"(?<=[\s*_.])(?:\*\*|__)?Answer:(?:\*\*|__)?[ \t]*$")
_PROMPT_WORDS = re.compile(r"answer length|^[\s>*_]*example\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: its line (from 0), the column behind it, whether it stands in a quote."""

    line: int
    column: int
    quoted: bool


def is_quote(line: str) -> bool:
    """Tell whether ``line`` begins with a quote mark."""
    return bool(_QUOTE.match(line))


def is_marker(line: str) -> bool:
    """Tell whether ``line`` is a marker and nothing else."""
    match = _MARKER.match(line)
    return bool(match and not line[match.end() :].strip())


def find_marker(
    plain: Sequence[str], first: int, after: int, code: Container[int]
) -> Marker | None:
    """Find the marker of the question whose text is lines ``first`` to ``after``.

    ``code``: the lines (from 0) inside code, where nothing is a marker.  Outside a
    quote a marker with text behind it counts only where no answer stands before it.
    """
    quotes = quote_end(plain, first, after)
    said = False
    for index in range(first, after):
        line = plain[index]
        match = None if index in code else _match(line)
        if match:
            quoted = is_quote(line)
            if quoted or not said or not line[match.end() :].strip():
                return Marker(index, match.end(), quoted)
        said = said or (index >= quotes and bool(line.strip()))
    return None


def _match(line: str) -> re.Match[str] | None:
    match = _MARKER.match(line) or _BARE.match(line)
    return match or (_AT_END.search(line) if is_quote(line) else None)


def quote_end(plain: Sequence[str], first: int, after: int) -> int:
    """Return the line behind the prompt's quote, where a prompt without a marker ends.

    A second quote belongs to it only if it reads like a prompt.
    """
    index = _behind_blanks(plain, first, after)
    end = first
    while index < after and is_quote(plain[index]):
        run = index
        while index < after and is_quote(plain[index]):
            index += 1
        if end != first and not any(_PROMPT_WORDS.search(x) for x in plain[run:index]):
            break
        end = index
        index = _behind_blanks(plain, index, after)
    return end


def _behind_blanks(plain: Sequence[str], index: int, after: int) -> int:
    while index < after and not plain[index].strip():
        index += 1
    return index
