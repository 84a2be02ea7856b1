"""What counts in an answer, its words by both rules, for ``publisher explain --report``."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from docutils import nodes

from publisher.language.catalog import IN_ENGLISH
from publisher.language.message import Message
from publisher.nodes import every
from publisher.read.blocks.lines import Lines
from publisher.read.cut.answer import clean
from publisher.read.transforms import visible_words
from publisher.read.yardstick.recognise import split_by_template
from publisher.report.phrases import in_words

if TYPE_CHECKING:
    from publisher.language.catalog import Catalog
    from publisher.read.cut.segments import QuestionSpan
    from publisher.read.measure import Measure
    from publisher.report.question import Question
    from publisher.report.view import Report

_NONE = Message("none")
SOURCE = Message("the blank-separated pieces of the answer's Markdown")
TEXT = Message(
    "the pieces that hold a letter or digit of what a reader sees: no code, formulas, URLs, images"
)


def counted(
    report: Report, text: str, number: int, measure: Measure, said: Catalog = IN_ENGLISH
) -> str:
    """Return the answers to question ``number`` of ``report`` with every counted word in brackets.

    ``text``: the report's source, read by ``measure``; ``said``: the language.  Empty if there is no such
    question.
    """
    parts, _ = split_by_template(text, measure.templates)
    pairs = zip(report.questions, parts.questions, strict=True)
    return "\n".join(_told(q, text, span, report, said) for q, span in pairs if q.number == number)


def _told(question: Question, text: str, span: QuestionSpan, report: Report, said: Catalog) -> str:
    limit = in_words(question.limit_words) if question.limit_words else _NONE
    answer = clean(text, span)
    images = in_words(question.limit_images) if question.limit_images else _NONE
    given = question.given
    lines = [
        said(
            Message(
                "question {number}: {source} words by 'source', {text} by 'text'; limit: {limit}; "
                "'{rule}' judges",
                number=question.number,
                source=question.words_source,
                text=question.words_text,
                limit=limit,
                rule=report.count,
            )
        ),
        said(
            Message(
                "images: {count}; limit: {limit}; not counted: {given} of the figures that the course "
                "gave",
                count=question.images,
                limit=images,
                given=given,
            )
            if given
            else Message("images: {count}; limit: {limit}", count=question.images, limit=images)
        ),
        "",
        f"source: {said(SOURCE)}",
    ]
    own = {answer.line + n: line for n, line in enumerate(answer.counted_lines)}
    for note in every(nodes.footnote, report.document):  # counts where it is first used
        first, last = note["lines"]
        held = any(n is note for n in question.answer.children)
        for line in range(first, last + 1):
            if not held:
                own.pop(line, None)
            elif line not in own:
                own[line] = Lines.of(text).items[line - 1]
    lines += [f"{n:6}: {_marked(line.split())}" for n, line in own.items() if line.strip()]
    lines += ["", f"text: {said(TEXT)}"]
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
