"""A read-only view of a report's tree: what rules and builders ask of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from docutils import nodes

from publisher import nodes as ours
from publisher.diagnostics.model import Diagnostic
from publisher.nodes import every
from publisher.read.ranges import Ranges
from publisher.read.transforms import line_of
from publisher.report.question import Question, question_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.diagnostics.model import Finding, Severity
    from publisher.read.measure import Count
    from publisher.report.evidence import Evidence

Node_ = TypeVar("Node_", bound=nodes.Element)

_ASKED_FOR = (
    ours.question,
    ours.checklist_item,
    nodes.image,
    ours.image_note,
    ours.repair,
    ours.suppression,
    ours.difference,
)
# The second forms stand for a group and a member in a copy for publication (privacy/people.py).
_GROUP = re.compile(r"(?P<number>\d{1,6})|\bg-[b-z]{10}\b")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_STUDY_NUMBER = re.compile(r"\b(?:s?\d{6}|\d{7,8}|p-[b-z]{10})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """An item of the checklist; ``broken``: its box as written if GitHub takes it for text."""

    text: str
    module: str
    ticked: bool
    broken: str
    line: int
    node: ours.checklist_item


@dataclass(frozen=True, slots=True)
class Image:
    """One use of a picture.

    ``problem``: why it cannot be shown (empty: it can); ``given``: it is the course's own
    figure; ``question``: None outside answers.
    """

    uri: str
    figure: str
    alt: str
    media: str
    problem: str
    near: str
    given: bool
    line: int
    question: int | None
    node: nodes.image | ours.image_note


class Report:
    """A report's tree, read-only.

    ``path``: the Markdown file's name, relative to the report's folder.  ``evidence``: what the
    repository shows of the checklist, None where none was named.  ``unread``: why git told nothing
    of the repository around it, empty where it did or was not asked.
    """

    def __init__(
        self,
        document: nodes.document,
        path: str = "README.md",
        evidence: Evidence | None = None,
        unread: str = "",
    ) -> None:
        """Look at ``document``, the tree of the report's file ``path``."""
        self.document = document
        self.path = path
        self.evidence = evidence
        self.unread = unread

    @cached_property
    def _known(self) -> tuple[nodes.Element, ...]:
        """The nodes that are asked for below, in the order of the text, from one walk."""
        return tuple(every(_ASKED_FOR, self.document))

    def _all(self, kind: type[Node_]) -> Iterator[Node_]:
        return (node for node in self._known if isinstance(node, kind))

    @cached_property
    def ranges(self) -> Ranges:
        """Where in the source stands what a rule speaks of."""
        return Ranges(self.document)

    def diagnostic(self, finding: Finding, code: str, severity: Severity) -> Diagnostic:
        """Return what rule ``code`` found in this report; its line where it names no range."""
        if finding.range is None:
            finding = finding._replace(range=self.ranges.line(finding.line))
        return Diagnostic.of(finding, code, severity, self.path)

    @property
    def count(self) -> Count:
        """The counting rule that verdicts use."""
        return "text" if self.document["count"] == "text" else "source"

    @cached_property
    def title(self) -> str:
        """The text of the report's first heading, or the empty string."""
        return "" if self._heading is None else self._heading.astext()

    @property
    def title_line(self) -> int:
        """The line of the report's first heading, 1 where it has none."""
        return line_of(self._heading) or 1

    @cached_property
    def _heading(self) -> nodes.title | None:
        return ours.own_title(self.document)

    @cached_property
    def text(self) -> str:
        """All text of the tree, in one; prompts and formulas, too."""
        return "".join(every(nodes.Text, self.document))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order of the text."""
        return tuple(question_of(n, self.count) for n in self._all(ours.question))

    def answer(self, number: int) -> ours.answer | None:
        """Return the (first) answer to question ``number``, None if there is none."""
        return next((q.answer for q in self.questions if q.number == number), None)

    @cached_property
    def checklist(self) -> tuple[ChecklistItem, ...]:
        """The items of the checklist: task items outside prompts and answers."""
        return tuple(
            ChecklistItem(
                text=_own_text(node),
                module=node["module"],
                ticked=node["ticked"],
                broken=node["broken"],
                line=line_of(node),
                node=node,
            )
            for node in self._all(ours.checklist_item)
            if not _inside(node, ours.question)
        )

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """All uses of pictures, in prompts and introductions too."""
        return tuple(
            _image(node) for node in self._known if isinstance(node, nodes.image | ours.image_note)
        )

    def use_of(self, figure: str) -> Image | None:
        """Return the first use of the file ``figure``, None where no picture shows it."""
        return next((image for image in self.images if image.figure == figure), None)

    def answer_images(self) -> Iterator[Image]:
        """Yield the uses of pictures in answers: rules judge no others."""
        return (image for image in self.images if image.question is not None)

    def answer_links(self) -> Iterator[tuple[nodes.reference, int]]:
        """Yield the links in answers with the number of their question."""
        for question in self.questions:
            for reference in question.every(nodes.reference):
                yield reference, question.number

    def answer_formulas(self) -> Iterator[tuple[nodes.math | nodes.math_block, int]]:
        """Yield the formulas in answers with the number of their question."""
        for question in self.questions:
            for node in question.every(nodes.math):
                yield node, question.number
            for block in question.every(nodes.math_block):
                yield block, question.number

    def repairs_of(self, kind: str) -> Iterator[ours.repair]:
        """Yield what reading found and mended, as far as the rule ``kind`` reports it."""
        return (repair for repair in self._all(ours.repair) if repair["kind"] == kind)

    @cached_property
    def suppressions(self) -> tuple[ours.suppression, ...]:
        """What the authors answer to diagnostics, in the order of the text."""
        return tuple(self._all(ours.suppression))

    @property
    def template(self) -> str:
        """The name of the template that the report began as; empty: none is known."""
        name: str = self.document.get("template", "")
        return name

    @property
    def template_questions(self) -> tuple[int, ...]:
        """The numbers of that template's questions, in its order."""
        return tuple(self.document.get("template_questions", ()))

    @cached_property
    def lost_limits(self) -> frozenset[tuple[int, str]]:
        """Number and kind (``words``, ``images``) of the limits that are the template's alone."""
        return frozenset((n["number"], n["found"]) for n in self.differences("limit_lost"))

    def differences(self, kind: str) -> Iterator[ours.difference]:
        """Yield the differences from the template that the rule ``kind`` reports."""
        return (n for n in self._all(ours.difference) if n["kind"] == kind)

    @cached_property
    def group(self) -> int | str | None:
        """The group's number: the first in the answer to the question that asks for it.

        A text is the pseudonym in a copy for publication.
        """
        match = _GROUP.search(self._answer_text(self.document.get("group_question")))
        return match and (int(match.group()) if match["number"] else match.group())

    @cached_property
    def study_numbers(self) -> tuple[str, ...]:
        """The members' study numbers: those in the answer to the question that asks for them."""
        return self.study_numbers_in(self.members_question)

    @property
    def members_question(self) -> int | None:
        """The number of the question that asks for the members, None if there is none."""
        number: int | None = self.document.get("members_question")
        return number

    def study_numbers_in(self, number: int | None) -> tuple[str, ...]:
        """Return the study numbers in the answer to question ``number``, in its order.

        The s before it may be lost; other universities have numbers of eight digits.  One in a web address may be anybody's.
        """
        text = _ADDRESS.sub(" ", self._answer_text(number))
        found = (m.group().lower() for m in _STUDY_NUMBER.finditer(text))
        return tuple(dict.fromkeys(found))

    def _answer_text(self, number: int | None) -> str:
        answer = None if number is None else self.answer(number)
        if answer is None or answer["status"] == "unanswered":
            return ""
        return "\n".join(n.astext() for n in answer.children if not isinstance(n, ours.placeholder))


def _inside(node: nodes.Node, kind: type[nodes.Node]) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, kind):
            return True
        parent = parent.parent
    return False


def _own_text(item: nodes.Element) -> str:
    """Return an item's text without the items below it."""
    blocks = [n for n in item.children if not isinstance(n, nodes.bullet_list)]
    return " ".join(" ".join(n.astext() for n in blocks).split())


def _image(node: nodes.image | ours.image_note) -> Image:
    parent: nodes.Node | None = node.parent
    while parent is not None and not isinstance(parent, ours.answer):
        parent = parent.parent
    return Image(
        uri=node.get("written", node.get("uri", "")),
        figure=node.get("figure", ""),
        alt=node.get("alt", ""),
        media=node.get("media", ""),
        problem=node.get("problem", ""),
        near=node.get("near", ""),
        given=node.get("given", False),
        line=line_of(node),
        question=parent.parent["number"] if parent is not None else None,
        node=node,
    )
