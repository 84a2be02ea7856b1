"""How people write a range: "100-200", "one to three", "at most 5", "no more than two".

The patterns are for text in which every run of blanks is one blank: so none of them
can take more than linear time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from publisher.read.limits.limit import Range

_NAMES = {
    name: value
    for value, names in enumerate(
        ("a an one single", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        start=1,
    )
    for name in names.split()
}
# Thousands: "1,500", "1.500", "1'500", and "1 500", but not "question 1 500 words".
_GROUPED = r"\d{1,3}(?:[,.'\u2019]\d{3}){1,2}|(?<!question )(?<!part )(?<!\d )\d{1,2} \d{3}(?! \d)"
NUMBER = rf"(?:{_GROUPED}|(?!0\d)\d{{1,6}}|{'|'.join(_NAMES)})(?!\w|[,.]\d|['\u2019]\d)"
_DASHES = r"\-\u2010-\u2015\u2212"
_MOST = (
    r"at (?:the )?most|up to|(?:no|not) (?:more|longer) than|(?:a )?maximum(?: of)?:?|max\.?:?|"
    r"under|below|less than|fewer than|limited to|limit of|\u2264"
)
_LEAST = (
    r"at (?:the )?least|(?:a )?minimum(?: of)?:?|min\.?:?|(?:no|not) (?:less|fewer|shorter) than|"
    r"more than|longer than|over|exceed(?:ing)?|\u2265"
)
_ABOUT = r"about|approx(?:imately|\.)?|around|roughly|circa|ca\.?|[~\u2248]"
_TO = (
    rf" ?(?:[{_DASHES}]{{1,3}}|to|or|through)(?: (?:{_MOST}))? ?"
    rf"| ?,?(?: and| but)? (?:{_MOST}|{_LEAST}) "
)
_SPREAD = r"(?:\+ ?/? ?[-\u2013\u2212]|\u00b1) ?"
RANGE = (
    rf"(?:(?:\b|(?=[\u2264\u2265~\u2248]))(?:(?P<between>between)|(?P<most>{_MOST})|(?P<least>{_LEAST})"
    rf"|(?P<exact>exactly)|(?P<about>{_ABOUT}) ?(?=\d)) ?|(?<![\w.,/{_DASHES}]))"
    rf"(?P<low>{NUMBER})"
    rf"(?:(?P<open> ?\+(?! ?[\d/\u2013\u2212-])| or more)|(?P<closed> or (?:fewer|less))"
    rf"|(?:{_TO}|(?(between) and |(?!)))(?P<high>{NUMBER}))?"
    rf"(?: ?{_SPREAD}(?:(?P<percent_within>\d{{1,2}}) ?(?:%|percent\b)|(?P<margin_within>\d{{1,4}})(?!\w)))?"
)
"""A range as people write it; ``range_of`` reads a match."""

BEHIND = (
    r"(?: ?\(?(?:(?P<most_behind>max(?:imum)?|at most|or (?:less|fewer))|"
    r"(?P<least_behind>min(?:imum)?|at least|or more)|or (?P<or_behind>two|three|four))\b)?"
    rf"(?: ?,? ?\(?{_SPREAD}(?:(?P<percent>\d{{1,2}}) ?(?:%|percent\b)"
    r"|(?P<margin>\d{1,4})(?: (?:words?|images?|figures?|pictures?|screenshots?)\b|(?! ?\w|[.,]\d| ?%)))\)?)?"
)
"""What may stand behind the noun: "200 words max", "an image or two", "200 words, +/- 10 %", "150 words +/- 20 words"."""
TOLERANCE = 10
"""Percent by which a number may be missed that is said to be "about" so."""

EACH = r"(?! ?(?:each(?= ?(?:$|[.,;:)+]))|per\b))"
"""What must not stand behind a noun: how many there are of "one image each" nobody can tell."""

_NEGATED = re.compile(r"(?:\b(?:not|never|cannot)|n['\u2019]t)\b[^.!?]*$", re.IGNORECASE)


class Asked(NamedTuple):
    """A range in a text: ``text`` is what was read, from ``start`` to ``end``."""

    limit: Range
    text: str
    start: int
    end: int
    reversed: bool = False
    tolerance: int = 0
    """Percent that were added at both ends."""

    def joined(self, other: Asked) -> Asked | None:
        """Return one range of a least and a most ("min. 50 words, max. 100 words"), else None."""
        (low, high), (low_, high_) = sorted((self.limit, other.limit), reverse=True)
        if high is None and low_ == 0 and high_ is not None and low <= high_:
            text = f"{self.text} ... {other.text}"
            return Asked((low, high_), text, self.start, other.end)
        return None


def is_named(match: re.Match[str]) -> bool:
    """Tell whether a lone number is written as a word or an article: "three", "a"."""
    bare = not any(match[name] for name in ("high", "most", "least", "exact", "about"))
    return bare and not match["low"][0].isdigit()


def is_negated(before: str) -> bool:
    """Tell whether the sentence that ``before`` ends in says "not" so far."""
    return bool(_NEGATED.search(before[-60:]))


def asked_of(match: re.Match[str], *, alone_is_most: bool, limit: Range | None = None) -> Asked:
    """Return what a match of ``RANGE`` (and ``BEHIND``) asks; ``limit`` if that is known."""
    high = match["high"]  # "at most 200, at least 100 words" is not turned round
    turned = bool(high) and not match["most"] and _number(match["low"]) > _number(high)
    return Asked(
        limit or range_of(match, alone_is_most=alone_is_most),
        match.group().strip(" (,)"),
        match.start(),
        match.end(),
        turned,
        _tolerance(match) if limit is None else 0,
    )


def range_of(match: re.Match[str], *, alone_is_most: bool) -> Range:
    """Turn a match of ``RANGE`` (and ``BEHIND``) into a range, its lower end first.

    ``alone_is_most``: a number alone is a maximum; else it is to be met exactly.
    """
    low = _number(match["low"])
    tolerance, margin = _tolerance(match), _said(match, "margin")
    if tolerance or margin:
        high = _number(match["high"] or match["low"])
        low, high = min(low, high), max(low, high)
        if margin:
            return (max(0, low - margin), high + margin)
        return (low * (100 - tolerance) // 100, -(-high * (100 + tolerance) // 100))
    said = match.groupdict()
    if other := said["high"] or said.get("or_behind"):
        high = _number(other)
        return (min(low, high), max(low, high))
    if said["least"] or said["open"] or said.get("least_behind"):
        negated = is_negated(match.string[max(0, match.start() - 60) : match.start("low")])
        own = (said["least"] or "").startswith("n")  # "no less than" is one itself
        return (0, low) if negated and not own else (low, None)
    if said["exact"]:
        return (low, low)
    most = said["most"] or said["closed"] or said.get("most_behind")
    return (0, low) if most or alone_is_most else (low, low)


def _tolerance(match: re.Match[str]) -> int:
    """Return the percent by which the numbers of a match may be missed."""
    if percent := _said(match, "percent"):
        return percent
    return TOLERANCE if match["about"] and not _said(match, "margin") else 0


def _said(match: re.Match[str], what: str) -> int:
    """Return the ``percent`` or ``margin`` that is said before or behind the noun; 0: none."""
    said = match.groupdict()
    return int(said.get(what) or said.get(f"{what}_within") or 0)


def _number(word: str) -> int:
    digits = re.sub(r"[,.'\u2019 ]", "", word)
    return int(digits) if digits.isdigit() else _NAMES[word.lower()]
