"""Reads the limits of an answer from the prompt's own words, as a person does.

Measured on the templates of 2022 to 2026: "Answer length: 100-200 words",
"Recommended answer length: 200-300 words + 1 to 3 screenshots", "Insert 1-2 images",
"Upload one image", "Include a figure".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Range = tuple[int, int | None]
"""Lowest and highest permitted count, both included; None: no upper limit."""

_NAMES = {"a": 1, "an": 1, "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_NUMBER = rf"(?:\d{{1,5}}|{'|'.join(_NAMES)})"
_TO = r"\s*(?:-|\u2010|\u2011|\u2012|\u2013|\u2014|to|or|through)\s*"
_AT_MOST = r"(?:at\s+most|up\s+to|no\s+more\s+than|maximum(?:\s+of)?|max\.?|under|less\s+than)"
_AT_LEAST = r"(?:at\s+least|minimum(?:\s+of)?|min\.?|no\s+less\s+than|more\s+than)"
_RANGE = (
    rf"(?:(?P<most>{_AT_MOST})\s+|(?P<least>{_AT_LEAST})\s+)?"
    rf"(?P<low>{_NUMBER})\b(?:{_TO}(?P<high>{_NUMBER})\b)?"
)
_PICTURE = r"(?:images?|figures?|screenshots?|screen\s+shots?|pictures?|plots?|photos?|diagrams?)\b"
_WORDS = re.compile(_RANGE + r"\s*words\b", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(
    r"between\s+(?P<low>\d{1,5})\s+and\s+(?P<high>\d{1,5})\s+words\b(?P<most>)?(?P<least>)?",
    re.IGNORECASE,
)
_ASKED_PICTURES = re.compile(
    r"\b(?:insert|upload|include|add|attach|provide)\s+"
    + _RANGE
    + r"\s+(?:(?!of\b)[\w-]+\s+){0,2}?"
    + _PICTURE,
    re.IGNORECASE,
)
_LISTED_PICTURES = re.compile(
    r"(?:\+|\band\b|\bplus\b|,)\s*" + _RANGE + r"\s+" + _PICTURE, re.IGNORECASE
)
_LENGTH = re.compile(r"answer\s+length\s*:?(?P<what>[^\n]*)", re.IGNORECASE)
_EXAMPLE = re.compile(r"[\s>*_]*examples?\b[*_]*\s*:", re.IGNORECASE)
_MARKUP = re.compile(r"[*_`>]+")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a prompt asks of an answer; None where it asks nothing."""

    words: Range | None = None
    images: Range | None = None


def example_line(lines: Sequence[str]) -> int | None:
    """Return the index of the line that opens the prompt's example, if there is one."""
    return next((n for n, line in enumerate(lines) if _EXAMPLE.match(line)), None)


def limits_of(lines: Sequence[str]) -> Limits:
    """Read the limits that a prompt states; its example does not count.

    ``lines``: the prompt's lines, with or without quote marks.
    """
    start = example_line(lines)
    asked = list(lines[:start])
    # A limit that was written behind the example still is one.
    asked += [line for line in lines[len(asked) :] if _LENGTH.search(line)]
    text = " ".join(_MARKUP.sub(" ", line).strip() for line in asked)
    length = " ".join(m["what"] for m in _LENGTH.finditer("\n".join(asked)))
    return Limits(
        words=_range(_BETWEEN_WORDS.search(text) or _WORDS.search(text), alone_is_most=True),
        images=_range(
            _LISTED_PICTURES.search(length) or _ASKED_PICTURES.search(text), alone_is_most=False
        ),
    )


def _range(match: re.Match[str] | None, *, alone_is_most: bool) -> Range | None:
    """Turn a match into a range; a lone number is a maximum of words, an exact number of images."""
    if match is None:
        return None
    low = _number(match["low"])
    if match["high"]:
        high = _number(match["high"])
        return (min(low, high), max(low, high))
    if match["least"]:
        return (low, None)
    if match["most"] or alone_is_most:
        return (0, low)
    return (low, low)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NAMES[word.lower()]
