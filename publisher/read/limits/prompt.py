"""Reads the limits of an answer from the prompt's own words, as a person does.

Measured on the templates of 2022 to 2026: "Answer length: 100-200 words",
"Recommended answer length: 200-300 words + 1 to 3 screenshots", "Insert 1-2 images",
"Upload one image", "Include a figure".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from publisher.read.blocks.comment import without_comments
from publisher.read.limits.images import asked_images
from publisher.read.limits.limit import Limits, Range
from publisher.read.limits.wording import BEHIND, EACH, RANGE, Asked, asked_of, is_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Kind = Literal["words", "images"]

MOST = 50
"""Limits of a kind that are looked at in one prompt; real ones have three at most."""

# What begins a clause about the answer's length; the clause goes to the end of its sentence.
_LENGTH = re.compile(
    r"\b(?:answer|recommended|expected|suggested|target|max(?:imum|\.)?|min(?:imum|\.)?) length\b ?:?"
    r"|(?:^|(?<=[.:!?] ))length ?:|\bwords?(?: count| limit)? ?:",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?:(?![.!?](?: [A-Z]|$)).){0,200}")
_EXAMPLE = re.compile(r"[\s>*_]*examples?(?: answers?)?\b[*_]*\s*:", re.IGNORECASE)
_EXAMPLE_WITHIN = re.compile(r"(?<![\w-])Examples?(?: answers?)? ?:")
_MARKUP = re.compile(r"\]\([^()\s]*\)|[*`>\[\]]+|(?<!\w)_+|_+(?!\w)")
_WORDS = re.compile(
    rf"(?<!first )(?<!last )(?<!these ){RANGE}[ -]?words?\b{EACH}{BEHIND}", re.IGNORECASE
)
# "Answer length: 100-200": a range with no unit of another kind behind it.
_BARE = rf" ?{RANGE}(?= ?(?:$|[.;,+(]|and\b|plus\b))"


class Wording(NamedTuple):
    """A limit with the words it was read from.

    ``line``: index (from 0) of the prompt's line on which the words begin;
    ``reversed``: the higher number stands first; ``tolerance``: percent added at both ends.
    """

    kind: Kind
    limit: Range
    text: str
    line: int
    reversed: bool
    tolerance: int = 0


def example_line(lines: Sequence[str]) -> int | None:
    """Return the index of the line that opens the prompt's example, if there is one."""
    return next((n for n, line in enumerate(lines) if _EXAMPLE.match(line)), None)


def limits_of(lines: Sequence[str]) -> Limits:
    """Read the limits that a prompt states; its example does not count.

    ``lines``: the prompt's lines, with or without quote marks.  What is said of the
    answer's length goes before what else the prompt says.
    """
    found = wordings(lines)
    return Limits(
        next((w.limit for w in found if w.kind == "words"), None),
        next((w.limit for w in found if w.kind == "images"), None),
    )


def wordings(lines: Sequence[str]) -> list[Wording]:
    """Return every limit in a prompt's words, that of the answer's length first.

    A least and a most that are said apart are one range.
    """
    text, starts, numbers = asked_lines(lines)
    clauses = [
        (m.end(), _CLAUSE.match(text, m.end())) for m in islice(_LENGTH.finditer(text), MOST)
    ]
    spans = [(start, clause.end()) for start, clause in clauses if clause]

    def wording(kind: Kind, asked: Asked) -> Wording:
        line = numbers[bisect_right(starts, asked.start) - 1]
        return Wording(kind, asked.limit, asked.text, line, asked.reversed, asked.tolerance)

    words = [*_words_in_clauses(text, spans), *_words_in_text(text)]
    found: dict[Kind, list[Asked]] = {
        "words": words,
        "images": asked_images(text, spans, [a.end for a in islice(words, MOST)]),
    }
    return [wording(kind, a) for kind, asked in found.items() for a in _joined(asked)]


def asked_text(lines: Sequence[str]) -> str:
    """Return what a prompt says, as one line: without its example, comments and mark-up."""
    return asked_lines(lines)[0]


def asked_lines(lines: Sequence[str]) -> tuple[str, list[int], list[int]]:
    """Return the prompt as one line without its example and mark-up.

    With it come the offsets where its lines start, and their indices.  A limit that
    was written behind the example still is one.
    """
    shown = without_comments("\n".join(lines)).split("\n")
    example = False
    said_lines: list[str] = []
    starts, numbers, size = [0], [0], 0
    for index, line in enumerate(shown):
        example = example or bool(_EXAMPLE.match(line))
        said = line.replace("<=", "\u2264").replace(">=", "\u2265")
        said = " ".join(_MARKUP.sub(" ", said).split()).replace(" .", ".")
        if example and not _LENGTH.search(said):
            continue
        within = _EXAMPLE_WITHIN.search(said)
        if within:
            example = True
            said = said[: within.start()].rstrip()
        if said:
            said_lines.append(said)
            starts.append(size)
            numbers.append(index)
            size += len(said) + 1
    return " ".join(said_lines), starts, numbers


def _words_in_clauses(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Asked]:
    for start, end in spans:
        found = list(_WORDS.finditer(text, start, end))
        bare = None if found else re.compile(_BARE, re.IGNORECASE).match(text, start, end)
        for match in [bare] if bare else found:
            yield asked_of(match, alone_is_most=True)


def _words_in_text(text: str) -> Iterator[Asked]:
    for match in _WORDS.finditer(text):
        if not is_named(match):  # "name three words" asks for no length
            yield asked_of(match, alone_is_most=True)


def _joined(found: Iterable[Asked]) -> list[Asked]:
    """Return each range once; a least and a most that were said apart become one."""
    kept: list[Asked] = []
    for asked in islice(found, MOST):
        if any(asked.start < k.end and k.start < asked.end for k in kept):
            continue
        before = kept[-1] if kept else None
        if before and before.end < asked.start and (joined := before.joined(asked)):
            kept[-1] = joined
        elif all(k.limit != asked.limit for k in kept):
            kept.append(asked)
    return kept
