"""A member of the group is not in the answer on contributions.

A study number of the question that asks for the members is not named, with or without its s, in the answer to the last question that
asks for the members' contributions.

Why: The course has to know what each member did.

Bad::

    s123456 wrote the model.    (question 2 names s123456 and s123457)

Good::

    s123456 wrote the model, s123457 the interface.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"

_ASKS = re.compile(r"\bcontributions?\b", re.IGNORECASE)
_OF_MEMBERS = re.compile(
    r"\bindividual contributions?\b|\b(?:members?|students?|everybody|everyone|who)\b",
    re.IGNORECASE,
)


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding where the last question on contributions lacks members."""
    asked = [q for q in report.questions if q.prompt and _asks(q.prompt.astext())]
    if not asked or not asked[-1].answered:
        return
    question = asked[-1]
    said = question.answer.astext().lower()
    lacking = [number for number in report.study_numbers if not _names(said, number)]
    if lacking:
        yield Finding(
            question.answer.line or question.line,
            Message(
                "answer to question {number}, on contributions, does not name {members} of "
                "question {other}",
                number=question.number,
                members=", ".join(lacking),
                other=report.members_question,
            ),
            Message("say by study number what each member did"),
            question.number,
            report.ranges.answer(question.answer),
        )


def _asks(prompt: str) -> bool:
    return bool(_ASKS.search(prompt) and _OF_MEMBERS.search(prompt))


def _names(text: str, number: str) -> bool:
    return bool(re.search(rf"(?<!\d){re.escape(number.removeprefix('s'))}(?!\d)", text))
