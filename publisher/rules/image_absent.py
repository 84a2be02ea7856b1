"""The answer speaks of an image that is not there.

It says "as seen in the image below" or the like, and no image is in it. A paragraph with a link in it, a
quote, and a sentence that speaks of another place ("of question 3", "above") are not judged; nor are figures
where a block of code or a table stands, which may be what is meant.

Why: The picture was forgotten, or its line is broken; a reader looks for it in vain.

Bad::

    As seen in the first image, the loss falls.

Good::

    As seen in the first image, the loss falls.

    ![The loss over ten epochs](figures/loss.png)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.passages import shows_otherwise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.question import Question
    from publisher.report.view import Report

SEVERITY: Severity = "note"

# Images may be Docker's or the data's, figures numbers: each way to speak must be of a picture here.
_PICTURE = r"(?:images?|figures?|screenshots?|pictures?)\b"
_SHOWN = r"(?:seen?|shown|visible|visuali[sz]ed|illustrated|depicted|displayed)"
_IN = r"(?:in|on|from|by) (?:the|this|these)"
_SAID = re.compile(
    rf"\b{_SHOWN} {_IN} (?:first|second|third|following|attached|next) {_PICTURE}(?! of\b)"
    rf"|\bas (?:\w+ ){{0,3}}{_SHOWN} {_IN} {_PICTURE}"
    rf"|\b{_SHOWN} {_IN} (?:figures?|screenshots?)\b"
    rf"|\b{_PICTURE} below(?=[.,:;)!?]|$| (?:shows?|displays?|illustrates?|depicts?|tells?|is|are|we)\b)"
    rf"|\b(?:see|in|on) the attached {_PICTURE}|\battached (?:figures?|screenshots?)\b"
    r"|\bfollowing (?:figure|screenshots?|pictures?)\b"
    r"|\bfollowing figures(?= (?:show|display|illustrate|depict|tell)\b)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"image|figure|screenshot|picture", re.IGNORECASE)
"""What each of those ways to speak has in it."""
_SENTENCE = re.compile(r"(?<=[.!?]) ")
_ELSEWHERE = re.compile(
    r"\b(?:questions?|sections?|q|appendix|chapter) ?\d"
    r"|\b(?:above|previous|earlier|paper|article|repository|readme|documentation|course)\b",
    re.IGNORECASE,
)


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each answer without images that speaks of one."""
    for question in report.questions:
        if question.images or question.given:
            continue
        found = next(_spoken_of(question), None)
        if found:
            yield Finding(
                found[0],
                Message(
                    "answer to question {number} says {words!r} and shows no image",
                    number=question.number,
                    words=found[1],
                ),
                Message("put the image in: ![what it shows](figures/name.png)"),
                question.number,
                report.ranges.words(found[1], found[0]),
            )


def _spoken_of(question: Question) -> Iterator[tuple[int, str]]:
    """Yield line and words of each image that is spoken of, and can be nowhere but in the answer."""
    otherwise = shows_otherwise(question.all_nodes)
    for passage in question.passages:
        if passage.linked or passage.quoted or not _NAMED.search(passage.text):
            continue
        for sentence in _SENTENCE.split(passage.text):
            said = _SAID.search(sentence)
            drawn = otherwise and said and "figure" in said.group().lower()
            if said and not drawn and not _ELSEWHERE.search(sentence):
                yield passage.line, said.group()
