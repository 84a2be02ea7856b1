"""The lines of a text: they end at LF, CRLF and CR only, as in CommonMark.

U+2028 and its like, at which ``str.splitlines`` breaks, are text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


class Lines(NamedTuple):
    """The lines of a text, each with its line end, and where each starts."""

    text: str
    items: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """Split ``text`` at LF, CRLF and CR only."""
        items = tuple(_LINE.findall(text))
        return cls(text, items, tuple(accumulate(map(len, items), initial=0))[: len(items)])

    def line_at(self, offset: int) -> int:
        """Return the number (from 1) of the line that holds the character at ``offset``."""
        return max(1, bisect_right(self.starts, offset))

    def offset(self, index: int) -> int:
        """Return where line ``index`` (from 0) starts; the end of the text behind the last."""
        return self.starts[index] if index < len(self.starts) else len(self.text)


def plain_lines(lines: Sequence[str]) -> list[str]:
    """Return the lines without line ends, as parser and regular expressions see them."""
    return [line.rstrip("\r\n") for line in lines]
