"""What counts as a word in an answer, by both rules, for ``publisher explain --report``."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from publisher.read.answer import clean
from publisher.read.source import split
from publisher.read.transforms import visible_words
from publisher.rules.ranges import in_words

if TYPE_CHECKING:
    from publisher.read.source import QuestionSpan
    from publisher.report import Question, Report

SOURCE = "the blank-separated pieces of the answer's Markdown"
TEXT = (
    "the pieces that hold a letter or digit of what a reader sees: no code, formulas, URLs, images"
)


def counted(report: Report, text: str, number: int) -> str:
    """Return the answers to question ``number`` of ``report`` with every counted word in brackets.

    ``text``: the report's source.  Empty if there is no such question.
    """
    pairs = zip(report.questions, split(text).questions, strict=True)
    return "\n".join(_told(q, text, span, report.count) for q, span in pairs if q.number == number)


def _told(question: Question, text: str, span: QuestionSpan, rule: str) -> str:
    limit = in_words(question.limit_words) if question.limit_words else "none"
    answer = clean(text, span)
    lines = [
        (
            f"question {question.number}: {question.words_source} words by 'source', "
            f"{question.words_text} by 'text'; limit: {limit}; '{rule}' judges"
        ),
        "",
        f"source: {SOURCE}",
    ]
    lines += [
        f"{answer.line + n:6}: {_marked(line.split())}"
        for n, line in enumerate(answer.counted_lines)
        if line.strip()
    ]
    lines += ["", f"text: {TEXT}"]
    lines += textwrap.wrap(
        _marked(visible_words(question.answer)),
        100,
        initial_indent="        ",
        subsequent_indent="        ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines) + "\n"


def _marked(words: list[str]) -> str:
    return " ".join(f"[{word}]" for word in words)
