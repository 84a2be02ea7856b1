"""How a prompt asks for pictures: "Insert 1-2 images", "Include a figure", "+ 1 to 3 screenshots".

A number alone is to be met exactly.  What is left to the authors ("you may include a
figure") asks for nothing unless it names a number, which then is a maximum.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from publisher.read.limits.wording import BEHIND, EACH, NUMBER, RANGE, Asked, asked_of, is_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PICTURE_NOUN = (
    r"(?:images?|figures?|screen[ -]?shots?|pictures?|plots?|photos?|photographs?|diagrams?|graphs?|"
    r"charts?|drawings?|illustrations?|sketch(?:es)?|visuali[sz]ations?)"
)
_PICTURE = (
    rf"{PICTURE_NOUN}\b(?!-|"
    r" (?:captions?|legends?|titles?|numbers?|labels?|databases?|datasets?|names?|tags?|sizes?)\b)"
    rf"{EACH}"
)
_COUNTED = r"pages?|tables?|slides?|files?|sentences?|paragraphs?|references?|equations?"
# Words that make what follows something else than pictures to be shown.
_OTHER = r"how|why|what|which|whether|links?|of|the|this|that|these|those|each|both"
_KIND = (
    rf"(?:(?!(?:{_OTHER}|to|for|from|with|without|in|on|about|your|words?|docker|container|disk|base|"
    rf"including|includes?|incl|excluding|excl|containing|few|couple|dozen|handful|"
    rf"(?:{_COUNTED}) (?:and|or|plus)|{NUMBER})\b)[\w-]+ ){{0,3}}?"
)
_VERB = (
    r"\b(?:(?:insert|upload|add|attach|provid|show|submit|embed|past|contain|supply|draw|tak|includ)"
    r"(?:e|es|s|ing)?|put)"
)
_ASKED = re.compile(
    rf"{_VERB} (?:(?!(?:{_OTHER})\b)[\w-]+,? ){{0,4}}?{RANGE} {_KIND}{_PICTURE}{BEHIND}",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"{RANGE} {_KIND}{_PICTURE}{BEHIND}", re.IGNORECASE)
_BESIDE = re.compile(r" ?(?:,? ?\b(?:and|plus|with)\b|[,;+&]) ?", re.IGNORECASE)
_NOUN = re.compile(PICTURE_NOUN, re.IGNORECASE)
# Rarer wordings, compiled where there is a sign of one: a range in a pattern takes milliseconds.
_SHOULD = (
    rf"{RANGE} {_KIND}{_PICTURE} (?:(?:must|should|shall|has to|have to|needs? to|is to|are to) be|is|are) "
    r"(?:inserted|uploaded|included|added|attached|provided|shown|required|expected)\b"
)
_SHOULD_SIGN = re.compile(
    r"\b(?:be|is|are) (?:insert|upload|includ|add|attach|provid|shown|requir|expect)", re.IGNORECASE
)
_LABEL = rf"\b{_PICTURE} ?: ?{RANGE}(?= ?(?:$|[.;,)+(]))"
_LABEL_SIGN = re.compile(rf"{PICTURE_NOUN} ?:", re.IGNORECASE)
_ALONE = rf"[(]{RANGE} {_KIND}{_PICTURE}[)]"
_SENTENCE = rf"(?:^|(?<=[.!?;:] )){RANGE} {_KIND}{_PICTURE}{BEHIND}(?= ?(?:$|[.;,+]|and\b|plus\b))"
_OPENING = re.compile(r"^|(?<=[.!?;:] )|[(]")
# More than one, whatever that is.
_MANY = r"(?P<many>several|multiple|(?:at least )?a (?:few|couple(?: of)?|handful of))"
_SOME = rf"(?:^|(?<=[.!?:] )|\bplease ){_VERB} (?:some |{_MANY} )?{_KIND}(?P<noun>{_PICTURE})"
_SOME_LISTED = rf"(?:\+|\band\b|\bplus\b|\bwith\b) ?(?:{_MANY} )?(?P<noun>{_PICTURE})"
_NO = rf"(?:\bnot|n['\u2019]t) {_VERB[2:]} (?:any |an? ){_KIND}{_PICTURE}|\bno {_PICTURE}"
_NO_SIGN = re.compile(r"\bno |\bnot |n['\u2019]t ", re.IGNORECASE)
_OPTIONAL_BEFORE = re.compile(
    r"\b(?:(?:you|also|and|but|or) (?:may|can|could|might)|free to|welcome to|optional(?:ly)?|"
    r"if (?:possible|relevant|needed|applicable|available|you (?:want|wish|like|have)))\b,?(?: [\w-]+){0,3} ?$",
    re.IGNORECASE,
)
_OPTIONAL_BEHIND = re.compile(
    r"[^.!?]*?\b(?:(?:if|where|when|as) (?:needed|relevant|possible|necessary|appropriate|applicable|"
    r"available|you (?:want|wish|like|have))|optional)\b",
    re.IGNORECASE,
)


def asked_images(
    text: str, spans: Sequence[tuple[int, int]], words: Iterable[int] = ()
) -> list[Asked]:
    """Return what a prompt asks: first its clauses about the answer's length, in any wording.

    ``spans``: where those clauses are in ``text``; ``words``: where limits of words end, which
    may go on ("150 words and two figures").  Pictures without a number ("insert
    images") ask for something only where no number is stated.
    """
    if not _NOUN.search(text):
        return []
    found = [*_in_clauses(text, spans), *_beside(text, words), *_in_text(text)]
    return found or [*_some(text, spans)]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _in_clauses(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Asked]:
    for start, end in spans:
        for match in _LISTED.finditer(text, start, end):
            if not _is_optional(match):
                yield asked_of(match, alone_is_most=False)


def _beside(text: str, words: Iterable[int]) -> Iterator[Asked]:
    for start in words:
        if (sign := _BESIDE.match(text, start)) and (match := _LISTED.match(text, sign.end())):
            said = text[start : match.end()].strip(" (,)")
            yield asked_of(match, alone_is_most=False)._replace(text=said, start=start)


def _in_text(text: str) -> Iterator[Asked]:
    if _NO_SIGN.search(text):
        for match in _compiled(_NO).finditer(text):
            yield Asked((0, 0), match.group(), match.start(), match.end())
    for pattern in _wordings(text):
        for match in pattern.finditer(text):
            if not _is_optional(match):
                yield asked_of(match, alone_is_most=False)
            elif not is_named(match):
                yield _at_most(match)


def _wordings(text: str) -> Iterator[re.Pattern[str]]:
    """Yield the wordings of a number that ``text`` may have, in the order in which they count."""
    yield _ASKED
    if _SHOULD_SIGN.search(text):
        yield _compiled(_SHOULD)
    opened = any(_LISTED.match(text, sign.end()) for sign in _OPENING.finditer(text))
    if opened:
        yield _compiled(_ALONE)
    if _LABEL_SIGN.search(text):
        yield _compiled(_LABEL)
    if opened:
        yield _compiled(_SENTENCE)


def _some(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Asked]:
    for start, end in spans:
        for match in _compiled(_SOME_LISTED).finditer(text, start, end):
            many = match["noun"].lower().endswith("s")
            limit = (2 if match["many"] else 1, None if many else 1)
            yield Asked(limit, match.group(), match.start(), match.end())
    for match in _compiled(_SOME).finditer(text):
        if match["noun"].lower().endswith("s") and not _is_optional(match):
            least = 2 if match["many"] else 1
            yield Asked((least, None), match.group(), match.start(), match.end())


def _is_optional(match: re.Match[str]) -> bool:
    """Tell whether the sentence leaves it to the authors."""
    text = match.string
    before = text[max(0, match.start() - 60) : match.start()]
    behind = text[match.end() : match.end() + 120]
    return bool(_OPTIONAL_BEFORE.search(before) or _OPTIONAL_BEHIND.match(behind))


def _at_most(match: re.Match[str]) -> Asked:
    asked = asked_of(match, alone_is_most=False)
    low, high = asked.limit
    return asked_of(match, alone_is_most=False, limit=(0, high or low))
