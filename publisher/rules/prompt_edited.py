"""A prompt is not what the template asks.

Words of the prompt were changed, taken out or added. Line breaks, quote marks, bold and italics
do not count. The answer is judged by the prompt as it stands in the report.

Why: Who reads the report should know that a question is not the one that the course asked.

Bad::

    > **What did you build?**
    > Answer length: 10-200 words.

Good::

    > **What did you build, and why?**
    > Answer length: 100-200 words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.phrases import differing_alike, questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each prompt with the words that changed, for several alike but one."""
    for first, *others in differing_alike(report, "prompt_edited"):
        numbers = [difference["number"] for difference in (first, *others)]
        yield Finding(
            first.line or 1,
            Message.plural(
                "prompt of {questions} differs from template {template!r}: {what}",
                "prompts of {questions} differ from template {template!r}: {what}",
                count=len(numbers),
                questions=questions(numbers),
                template=report.template,
                what=first["found"],
            ),
            Message(
                "put the prompt back as it stands in the template; 'publisher migrate' can do that"
            ),
            None if others else numbers[0],
        )
