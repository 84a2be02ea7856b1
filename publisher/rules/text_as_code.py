"""Sentences of an answer stand in a block of code, since their lines are indented.

Why: Four blanks or a tab before a line make it code, unless it belongs to the list above it. It is
shown as it was typed, its lists and stars as well.

Bad::

    Each of us did a part.

        - s100001: made the folder, the data
        and the first model.

Good::

    Each of us did a part.

    - s100001: made the folder, the data
      and the first model.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.passages import indented_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"

_WORD = re.compile(r"[\"'(*_]*[^\W\d_]+(?:['\u2019-][^\W\d_]+)*[\"')*_]*[,.;:!?]?[\"')*_]*")
# What ends a part of a sentence.
_PAUSE = re.compile(r"[^\W\d_][,.;](?:[ \t]|$)", re.MULTILINE)
_CODE = re.compile(r"\w\(|[={}<>|\\$]")
_LETTER = re.compile(r"\w")
_LEAST_WORDS = 5


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each such block."""
    for question in report.questions:
        for line, code in indented_code(question.all_nodes):
            if _is_text(code):
                yield Finding(
                    line,
                    Message(
                        "answer to question {number} has text that is shown as code, since four "
                        "blanks or a tab stand before its lines",
                        number=question.number,
                    ),
                    Message(
                        "take the blanks before its lines out; if it is code, put a line of ``` "
                        "before and behind it"
                    ),
                    question.number,
                    report.ranges.span(line, line + code.count("\n")),
                )


def _is_text(code: str) -> bool:
    if _CODE.search(code) or not _PAUSE.search(code):
        return False
    lines = [[w for w in line.split() if _LETTER.search(w)] for line in code.splitlines()]
    words = [[w for w in line if _WORD.fullmatch(w)] for line in lines]
    most = max(map(len, words)) >= _LEAST_WORDS
    return most and sum(map(len, words)) * 5 >= sum(map(len, lines)) * 4
