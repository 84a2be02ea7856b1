"""The quantities in a prompt's words: "max. 2 pages", "5 references", "one image each".

A limit is read from some of them.  The others are listed for whoever writes the template, so that
nobody believes that the program holds what it did not understand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from publisher.read.limits.images import PICTURE_NOUN
from publisher.read.limits.prompt import MOST, Wording, asked_lines, wordings
from publisher.read.limits.wording import RANGE, range_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NOUN = (
    r"(?:characters?|letters|signs|sentences?|paragraphs?|lines?|bullet[ -]points?|pages?|"
    r"minutes?|seconds?|hours?|references?|sources?|citations?|tables?|equations?|formulas?|files?|"
    r"slides?|videos?|links?|examples?)"
)
_QUANTITY = re.compile(
    rf"(?!an? ){RANGE}[ -](?:(?!(?:of|or|and|to|the|in)\b)[a-z][\w-]* ){{0,2}}?(?:(?P<words>words?)|(?P<images>{PICTURE_NOUN})|{_NOUN})\b"
    r"(?P<each> (?:each|per \w+))?",
    re.IGNORECASE,
)
_FENCE = re.compile(r"[\s>]*(?:```|~~~)")
_NOT_SAID = re.compile(
    r"`[^`]*+`|!?\[[^\[\]]*+\]\([^()]*+\)|<[^<>]*+>|\bhttps?://\S+"
    r"|\b\d{4}-\d\d?-\d\d?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:19|20)\d\d\b(?! words\b)"
)


def not_understood(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield each quantity in a prompt's ``lines`` that no limit took, with its line's index.

    Examples, code, links and dates hold none.
    """
    limits = wordings(lines)
    taken = " ; ".join(wording.text for wording in limits).casefold()
    told: set[str] = set()
    said, starts, numbers = asked_lines(list(_said(lines)))
    for match in islice(_QUANTITY.finditer(said), MOST):
        text = match.group().strip()
        if text.casefold() in taken or any(_is_said_again(match, known) for known in limits):
            continue
        if text.casefold() not in told:
            told.add(text.casefold())
            yield text, numbers[bisect_right(starts, match.start()) - 1]


def _is_said_again(match: re.Match[str], known: Wording) -> bool:
    """Tell whether a quantity is a limit that was read from other words."""
    limit = range_of(match, alone_is_most=known.kind == "words")
    return bool(match[known.kind]) and not match["each"] and limit == known.limit


def _said(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines without code, links and dates; what stands there parts a quantity."""
    fenced = False
    for line in lines:
        fence = bool(_FENCE.match(line))
        yield "" if fenced or fence else _NOT_SAID.sub(" ; ", line)
        fenced = fenced != fence
