"""HTML comments, in one reading of the text."""

from __future__ import annotations


def without_comments(text: str) -> str:
    """Return ``text`` with the line ends alone of each comment; an open one is text."""
    kept = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 2)
        if end < 0:
            break
        kept.append(text[position:start])
        position = end + 3
        kept.append("\n" * text.count("\n", start, position))
    kept.append(text[position:])
    return "".join(kept)
