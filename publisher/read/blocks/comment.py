"""HTML comments, in one reading of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each comment begins and ends; an open one is text."""
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 2)
        if end < 0:
            break
        position = end + 3
        yield start, position


def without_comments(text: str) -> str:
    """Return ``text`` with the line ends alone of each comment."""
    kept = []
    position = 0
    for start, end in comments(text):
        kept += [text[position:start], "\n" * text.count("\n", start, end)]
        position = end
    return "".join([*kept, text[position:]])
