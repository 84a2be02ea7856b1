"""Text of the template's example is left in an answer.

The answer holds `sXXXXXX`, or ten words in a row of the example in its own prompt.

Why: The example shows the form of an answer; it says nothing of the group's own work.

Bad::

    sXXXXXX, sXXXXXX

Good::

    s123456, s123457
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.diagnostics import Finding, Severity
from publisher.nodes import example
from publisher.read.transforms import visible_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Question, Report

SEVERITY: Severity = "note"

RUN = 10
"""Words in a row: fewer are what anyone would write who answers as the example does."""
_BLANK = re.compile(r"\bsx{6}\b", re.IGNORECASE)


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each answer that holds text of the example."""
    for question in report.questions:
        words = visible_words(question.answer)
        blank = _BLANK.search(" ".join(words))
        said = blank.group() if blank else _example_words(question, words)
        if said:
            yield Finding(
                question.answer.line or question.line,
                f"answer to question {question.number} holds text of the example: {said!r}",
                "write your own in its place",
                question.number,
            )


def _example_words(question: Question, words: list[str]) -> str:
    """Return the first run of the example's words in ``words``, or the empty string."""
    if question.prompt is None:
        return ""
    given = {run for text in question.prompt.findall(example) for run in _runs(visible_words(text))}
    return next((" ".join(run) for run in _runs(words) if run in given), "")


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    for at in range(len(words) - RUN + 1):
        yield tuple(words[at : at + RUN])
