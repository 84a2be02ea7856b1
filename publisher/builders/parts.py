"""The parts of a report as its outputs show them: its title's section opened, the rest in order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from docutils import nodes

from publisher import nodes as ours
from publisher.builders.state import items_of
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.report.view import Report


@dataclass(frozen=True)
class Part:
    """One part of a report; what stands before the first heading, or between questions, has no title.

    ``title``, ``id``: of its heading, may be empty; ``nodes``: in the order of the text.
    """

    title: str
    id: str
    nodes: tuple[nodes.Node, ...]

    @cached_property
    def questions(self) -> tuple[ours.question, ...]:
        """The questions in it."""
        return tuple(q for node in self.nodes for q in node.findall(ours.question))

    @cached_property
    def items(self) -> tuple[ours.checklist_item, ...]:
        """The items of the checklist in it, outside of questions, but for those whose box is broken."""
        return tuple(item for node in self.nodes for item in items_of(node))

    @property
    def is_introduction(self) -> bool:
        """Whether it is text that introduces the report: no heading, no question."""
        return not self.title and not self.questions

    @property
    def is_checklist(self) -> bool:
        """Whether it is there for its checklist: items, and no question."""
        return bool(self.title and self.items and not self.questions)


def range_of(numbers: Sequence[int]) -> Message:
    """Return what a part with questions of these ``numbers`` is called, in their order: there is at least one."""
    first, last = numbers[0], numbers[-1]
    if first == last:
        return Message("Question {number}", number=first)
    return Message("Questions {first}\u2013{last}", first=first, last=last)


def masthead(report: Report) -> nodes.section | None:
    """Return the section whose title is the report's own, since it holds all the others."""
    sections = [n for n in report.document.children if isinstance(n, nodes.section)]
    alone = len(sections) == 1 and not isinstance(sections[0], ours.question)
    return sections[0] if alone else None


def parts_of(report: Report) -> tuple[Part, ...]:
    """Return a report's parts in the order of the text; its own title is none."""
    top = list(report.document.children)
    if (first := masthead(report)) is not None:
        at = top.index(first)
        top[at : at + 1] = first.children[1:]
    return tuple(_parts(top))


def _parts(top: list[nodes.Node]) -> Iterator[Part]:
    loose: list[nodes.Node] = []
    for node in top:
        if isinstance(node, nodes.section) and not isinstance(node, ours.question):
            if loose:
                yield Part("", "", tuple(loose))
                loose = []
            title = next(iter(node.findall(nodes.title))).astext()
            yield Part(title, node["ids"][0], (node,))
        else:
            loose.append(node)
    if any(not isinstance(n, nodes.comment) for n in loose):
        yield Part("", "", tuple(loose))
