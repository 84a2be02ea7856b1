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
    r"slides?|videos?|links?|examples?|"
    # What a template in Danish or German counts: none of it is read as a limit.
    r"ord|tegn|sider?|billeder?|figurer|tabeller?|minutter|referencer|"
    r"w\u00f6rter|worte|zeichen|seiten?|bilder|abbildungen?|tabellen?|minuten|quellen?)"
)
_ANY_NOUN = rf"(?:words?|{PICTURE_NOUN}|{_NOUN})"
_KIND = r"(?:(?!(?:of|or|and|to|the|in)\b)[a-z][\w-]* )"
_QUANTITY = re.compile(
    rf"(?!an? ){RANGE}[ -]{_KIND}{{0,2}}?(?:(?P<words>words?)|(?P<images>{PICTURE_NOUN})|{_NOUN})\b"
    r"(?P<each> (?:each|per \w+))?",
    re.IGNORECASE,
)
# Amounts that no limit is read from: "half a page", "a dozen words", "1.5 pages", "2x images".
_TENS = (
    r"(?:eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand)"
)
_AMOUNT = (
    rf"(?:half(?: an?)?|(?:a|one|three) quarters?(?: of an?)?|an? couple(?: of)?|(?:an?|half a|two) dozen|{_TENS}|"
    r"(?:\w+ )?\(\d{1,6}\)|\d(?:[\d.,/'\u2019]{0,20}\d)?x?)"
)
_ELSE = re.compile(rf"(?<![\w.,/-]){_AMOUNT}[ -]{_KIND}??{_ANY_NOUN}\b", re.IGNORECASE)
# The noun first: "words: 200", "images (2)", "a page limit of 2"; "figure 2" names one.
_NOUN_FIRST = re.compile(
    rf"\b(?:(?:words|characters) ?[:=(]? ?|(?:{PICTURE_NOUN}|{_NOUN}) ?[:=(] ?|"
    rf"{_ANY_NOUN}[ -](?:limit|count|maximum|max\.?) ?(?:of |is |[:=(] ?)?)(?P<number>\d{{1,6}})\b\)?",
    re.IGNORECASE,
)
_FENCE = re.compile(r"[\s>]*(?:```|~~~)")
_NOT_SAID = re.compile(
    r"`[^`]*+`|!?\[[^\[\]]*+\]\([^()]*+\)|<[^<>]*+>|\bhttps?://\S+"
    r"|\b\d{4}-\d\d?-\d\d?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:19|20)\d\d\b"
    # A year, unless so many of something are asked: nobody asks for 2,026 figures.
    r"(?! (?:words|characters|letters|signs|lines|pages|ord|tegn|sider|w\u00f6rter|worte|zeichen|seiten)\b)",
    re.IGNORECASE,
)


def not_understood(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield each quantity in a prompt's ``lines`` that no limit took, with its line's index.

    Examples, code, links and dates hold none.
    """
    limits = wordings(lines)
    taken = " ; ".join(wording.text for wording in limits).casefold()
    told: set[str] = set()
    said, starts, numbers = asked_lines(list(_said(lines)))
    for match in _quantities(said):
        text = match.group().strip()
        if text.casefold() in taken or any(_is_said_again(match, known) for known in limits):
            continue
        if text.casefold() not in told:
            told.add(text.casefold())
            yield text, numbers[bisect_right(starts, match.start()) - 1]


def _quantities(said: str) -> list[re.Match[str]]:
    """Return what names a quantity, in the order of the text; of two that overlap the one that is like a limit."""
    found: list[re.Match[str]] = []
    for pattern in (_QUANTITY, _ELSE, _NOUN_FIRST):
        more = islice(pattern.finditer(said), MOST)
        found += [
            m for m in more if all(m.end() <= k.start() or k.end() <= m.start() for k in found)
        ]
    return sorted(found, key=re.Match.start)


def _is_said_again(match: re.Match[str], known: Wording) -> bool:
    """Tell whether a quantity is a limit that was read from other words."""
    if match.re is _NOUN_FIRST:
        return int(match["number"]) in known.limit
    if match.re is _ELSE:
        return False
    limit = range_of(match, alone_is_most=known.kind == "words")
    return bool(match[known.kind]) and not match["each"] and limit == known.limit


def _said(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines without code, links and dates; what stands there parts a quantity."""
    fenced = False
    for line in lines:
        fence = bool(_FENCE.match(line))
        yield "" if fenced or fence else _NOT_SAID.sub(" ; ", line)
        fenced = fenced != fence
