"""The answer speaks of an image that is not there.

It says "as seen in the image below" or the like, and no image is in it.

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

from publisher.diagnostics import Finding, Severity
from publisher.read.transforms import visible_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Report

SEVERITY: Severity = "note"

_PICTURE = r"(?:images?|figures?|screenshots?|pictures?)\b"
_SAID = re.compile(
    rf"\b(?:seen|shown|visible|see) (?:(?:in|on|from|by) )?(?:the|this|these) "
    rf"(?:first|second|third|following|attached|next) {_PICTURE}"
    rf"|\b(?:seen|shown) (?:in|on) (?:the|this|these) {_PICTURE}"
    rf"|\b{_PICTURE} below\b"
    rf"|\battached {_PICTURE}"
    r"|\bfollowing (?:figures?|screenshots?|pictures?)\b",  # images may be Docker's
    re.IGNORECASE,
)


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each answer without images that speaks of one."""
    for question in report.questions:
        if question.images or question.given:
            continue
        said = _SAID.search(" ".join(visible_words(question.answer)))
        if said:
            yield Finding(
                question.answer.line or question.line,
                f"answer to question {question.number} says {said.group()!r} and shows no image",
                "put the image in: ![what it shows](figures/name.png)",
                question.number,
            )
