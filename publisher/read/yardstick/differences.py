"""Leaves in the tree what differs from the template that the report began as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from publisher import nodes as ours
from publisher.language.message import Message
from publisher.nodes import every
from publisher.read.yardstick.compare import edits, headings_changed
from publisher.read.yardstick.template import OutlineHeading, prompt_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.read.cut.segments import QuestionSpan, Split
    from publisher.read.yardstick.template import Template


def note_differences(document: nodes.document, parts: Split, template: Template) -> None:
    """Note in ``document`` the template's name, its questions, and each difference."""
    document["template"] = template.name
    document["template_questions"] = list(template.questions)
    for span in parts.questions:
        _prompt(document, parts, span, template)
    for heading, other, line in headings_changed(template.outline, _outline(document, template)):
        if other:
            found = Message(
                "heading {heading!r} of the template reads {other!r} here",
                heading=heading.text,
                other=other.text,
            )
            note_difference(document, "heading_renamed", line, found)
        else:
            found = Message("heading {heading!r} of the template is gone", heading=heading.text)
            note_difference(document, "section_missing", line, found)


def note_difference(
    document: nodes.document, kind: str, line: int, found: str, question: int = 0
) -> ours.difference:
    """Leave one difference, which the rule ``kind`` reports, in ``document``, and return it.

    ``line``: in the source, from 1; ``question``: its number, 0: none.
    """
    node = ours.difference(kind=kind, number=question, found=found)
    node.line = line
    document.append(node)
    return node


def _prompt(document: nodes.document, parts: Split, span: QuestionSpan, template: Template) -> None:
    asked = template.questions.get(span.number)
    if asked is None:
        return
    words = prompt_words(parts, span)
    other = next(
        (q.number for q in template.questions.values() if list(q.words) == words and words), None
    )
    if not words and asked.words:
        found: str = Message("all of it is gone")
    elif list(asked.words) == words:
        return
    elif other is not None:
        found = Message("it is that of question {number} there", number=other)
    else:
        found = _ends_early(asked.words, words) or edits(asked.words, words)
    line = (span.prompt or span.heading).line
    note_difference(document, "prompt_edited", line, found, span.number)


def _ends_early(asked: Sequence[str], words: Sequence[str]) -> str:
    """Tell what is gone of a prompt that only lacks its example, or its length and its example."""
    gone = " ".join(asked[len(words) :]).lower()
    if list(asked[: len(words)]) != list(words) or not words:
        return ""
    if gone.startswith("example"):
        return Message("the example is gone")
    if not gone.startswith(("answer length", "recommended answer length")):
        return ""
    if "example" in gone:
        return Message("the length and the example are gone")
    return Message("the length is gone")


def _outline(document: nodes.document, template: Template) -> list[OutlineHeading]:
    """Return the headings of a finished tree, those inside answers and prompts left out.

    A line in bold is one where the template has its words as a heading.
    """
    known = {heading.key for heading in template.outline}
    asked = {id(n) for q in every(ours.question, document) for n in every(nodes.strong, q)}
    found = []
    for node in every(nodes.Node, document):
        if isinstance(node, nodes.section) and node.children:
            line = node[0].line or node.line or 1
            found.append(OutlineHeading(node[0].astext(), node.get("number"), line))
        elif isinstance(node, nodes.strong) and len(node.parent) == 1 and id(node) not in asked:
            heading = OutlineHeading(node.astext(), None, node.parent.line or 1)
            found += [heading] if heading.key in known else []
    return found
