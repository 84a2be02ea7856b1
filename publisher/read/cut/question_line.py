"""What a line says of a question's number: ``### Question 3``, and what people make of it."""

from __future__ import annotations

import re

_QUESTION = re.compile(
    r"\W*question\s*#?\s*(?P<number>\d{1,4})(?!\d)(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]+")
_NAMED = re.compile(
    r"(?:questions?|q)[\W_]*(?:(?:no|nr|number)\b[\W_]*)?(?P<number>\d{1,4})(?!\w)"
    r"|(?P<before>\d{1,4})[.)]?\s+question\b",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(?<![\d.,])\d+(?![\d,]|\.\d)")
_DIGIT = re.compile(r"\d")
_STRONG = re.compile(r"(?P<mark>\*\*|__).+(?P=mark):?\Z")
_HTML_TITLE = re.compile(r"[ \t]*<(?:h[1-6]|summary|b|strong|p|details|center)\b", re.IGNORECASE)
_WORD_CHARACTER = re.compile(r"[^\W_]")
_LONGEST = 200
"""Characters of a line that may be a heading."""


def question_number(heading: str) -> int | None:
    """Return N where ``heading`` is the text of a heading ``Question N``, else None."""
    match = _QUESTION.fullmatch(heading)
    return int(match["number"]) if match else None


def goes_on(heading: str) -> bool:
    """Tell whether words follow a question's number ("Question 5 revisited")."""
    match = _QUESTION.fullmatch(heading)
    return bool(match and re.match(r"\s*\w", match["rest"]))


def heading_key(heading: str) -> str:
    """Return the words of a heading's text, by which headings are compared."""
    return " ".join(re.findall(r"\w+", heading.casefold()))


def meant_number(line: str, *, heading: bool) -> int | None:
    """Return N where ``line`` may have been meant for a heading ``Question N``, else None.

    ``heading``: Markdown takes it for one.  It has the number behind the word or its
    letter (``**Q3**``, ``Question No. 3``); a title, whatever its words are, has no other
    number (``### Frage 3``, ``### 3``).
    """
    if len(line) > _LONGEST or not _DIGIT.search(line):
        return None
    text = bare(line)
    match = _NAMED.match(text)
    if match:
        return int(match["number"] or match["before"])
    if heading or is_strong(line) or is_html_title(line):
        numbers = _NUMBERS.findall(text)
        if len(numbers) == 1 and len(numbers[0]) <= 4:  # noqa: PLR2004 - as a question's
            return int(numbers[0])
    return None


def is_named(line: str) -> bool:
    """Tell whether ``line`` holds a question's name and nothing else: ``**Question 3**``."""
    return len(line) <= _LONGEST and bool(_NAMED.fullmatch(bare(line)))


def is_strong(line: str) -> bool:
    """Tell whether all of ``line`` is in bold."""
    return bool(_STRONG.match(line.strip()))


def is_html_title(line: str) -> bool:
    """Tell whether ``line`` begins with a tag that can make a title of it."""
    return bool(_HTML_TITLE.match(line))


def bare(line: str) -> str:
    """Return ``line`` without tags, unseen signs, and marks around it."""
    text = _UNSEEN.sub("", _TAG.sub("", line))
    first = _WORD_CHARACTER.search(text)
    return text[first.start() if first else len(text) :].rstrip("*_~`#>|: \t")
