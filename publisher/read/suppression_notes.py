"""Leaves each suppression of a report in its tree, with the lines that it covers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher import nodes as ours
from publisher.language.message import Message
from publisher.read.blocks.lines import Lines, plain_lines
from publisher.read.blocks.suppression import Suppression, suppressions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docutils import nodes

    from publisher.read.cut.answer import AnswerText
    from publisher.read.cut.segments import QuestionSpan, Segment, Split

_MARK = re.compile(r"^ {0,3}> ?")


def note_suppressions(
    document: nodes.document, parts: Split, answers: Mapping[int, AnswerText]
) -> None:
    """Leave each suppression in ``document``, with the lines that it covers.

    In a question that is the question, before the first one the whole report; elsewhere it
    covers nothing, so that nobody has to guess.  ``answers``: by where their heading starts.
    """
    if "<!--" not in parts.text:
        return
    first = parts.questions[0].heading.line if parts.questions else len(parts.lines.items) + 1
    for segment in parts.segments:
        if segment.kind == "prose":
            stray = segment.line > first
            for said in suppressions(_lines(parts, segment)):
                node = _note(document, segment.line, said)
                if stray and not said.fault:
                    node["fault"] = Message(
                        "it stands in no question, and not before the first one"
                    )
    for span in parts.questions:
        last = parts.lines.line_at(max(span.answer.start, span.answer.end - 1))
        for segment, found in _in_question(parts, span, answers[span.heading.start]):
            for said in found:
                node = _note(document, segment.line, said)
                node["number"], node["covers"] = span.number, [span.heading.line, last]


def _in_question(
    parts: Split, span: QuestionSpan, answer: AnswerText
) -> Iterator[tuple[Segment, Iterable[Suppression]]]:
    for segment in (span.heading, span.prompt):
        if segment:
            yield segment, suppressions([_MARK.sub("", x) for x in _lines(parts, segment)])
    yield span.answer, answer.suppressions


def _lines(parts: Split, segment: Segment) -> list[str]:
    return plain_lines(Lines.of(parts.text[segment.start : segment.end]).items)


def _note(document: nodes.document, line: int, said: Suppression) -> ours.suppression:
    node = ours.suppression(
        codes=list(said.codes), reason=said.reason, fault=said.fault, number=0, covers=[]
    )
    node.line = line + said.index
    document.append(node)
    return node
