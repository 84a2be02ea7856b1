"""A prompt lost its limit.

The template's prompt of this number states a limit, the report's does not. The answer is judged
by the template's, unless the course sets another.

Why: A limit holds for a group that deleted it, too.

Bad::

    > **What did you build?**
    >
    > Answer:

Good::

    > **What did you build?**
    >
    > Answer length: 100-200 words.
    >
    > Answer:
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.phrases import differing_alike, in_words, questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"

_KINDS = {"words": Message("words"), "images": Message("images")}
MANY = 4
"""Prompts from which on one finding tells of all."""


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each limit that was taken from the template, for many alike but one."""
    for differences in differing_alike(report, "limit_lost"):
        kind = _KINDS[differences[0]["found"]]
        numbers = [difference["number"] for difference in differences]
        if len(numbers) >= MANY:
            yield Finding(
                differences[0].line or 1,
                Message(
                    "prompts of {questions} have no limit of {kind} any more; those of template "
                    "{template!r} hold",
                    questions=questions(numbers),
                    kind=kind,
                    template=report.template,
                ),
                Message("put the prompts back as they stand in the template"),
            )
            continue
        for difference in differences:
            low, high = difference["limit"]
            yield Finding(
                difference.line or 1,
                Message(
                    "prompt of question {number} has no limit of {kind} any more; that of template "
                    "{template!r} holds: {limit}",
                    number=difference["number"],
                    kind=kind,
                    template=report.template,
                    limit=in_words((low, high)),
                ),
                Message("put the prompt back as it stands in the template"),
                difference["number"],
            )
