"""What of a report is on paper, and where: decided once, for the page that is printed and for its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes

from publisher import nodes as ours
from publisher.builders.parts import masthead, parts_of
from publisher.read.blocks.lines import Lines, plain_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.course.settings import Course
    from publisher.read.yardstick.template import Template
    from publisher.report.view import Report

_ON_COVER: Final = 60
"""Words of an answer that finds room on the cover, at most."""
_COLUMN: Final = 52
"""Characters in a line of the checklist, where it has two columns."""
_MOST_LINES: Final = 32
"""Lines in two columns that take a quarter of a page at most: so much may be left empty above them."""
_PLAIN: Final = (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, ours.placeholder)


class Paper:
    """The plan of a report's PDF; the web page and the archive hold all of it.

    ``printing``: the settings; ``parts``: in the order in which they are printed; ``cover``: the questions that
    ask who hands in, where their answers are short: set on the cover, and not again.
    """

    def __init__(self, report: Report, course: Course) -> None:
        """Plan the PDF of ``report`` by the print settings of ``course``."""
        self.printing = course.print
        self._kinds = self.printing.left_out
        parts = parts_of(report)
        gone = [p for p in parts if p.is_checklist] if self.printing.checklist == "none" else []
        if not self.printing.introduction and _introduces_alike(report, course.templates):
            gone += [part for part in parts if part.is_introduction]
        self._gone = {id(node) for part in gone for node in part.nodes}
        shown = [part for part in parts if part not in gone]
        if self.printing.checklist == "after":
            shown.sort(key=lambda part: part.is_checklist)  # stable: all else keeps its order
        self.parts = tuple(shown)
        self.cover = tuple(_about_authors(report))
        self._covered = {id(question) for question in self.cover}

    def leaves_out(self, node: nodes.Node) -> bool:
        """Tell whether ``node``, with all below it, is not on paper on purpose."""
        return isinstance(node, self._kinds) or id(node) in self._gone

    def is_on_cover(self, question: ours.question) -> bool:
        """Tell whether a question is set on the cover."""
        return id(question) in self._covered


def stays_whole(items: nodes.bullet_list) -> bool:
    """Tell whether items of a checklist are so few that they are kept on one page.

    Those that a page's end cuts go on there in one column only.
    """
    few = sum(_lines(items)) <= _MOST_LINES
    return few and any(isinstance(item, ours.checklist_item) for item in items.children)


def second_column(tasks: nodes.bullet_list) -> nodes.Node | None:
    """Return the item with which the second of two columns begins: each has about as many lines; None: there is one only."""
    lines = _lines(tasks)
    heights = [max(sum(lines[:at]), sum(lines[at:])) for at in range(1, len(lines))]
    return tasks.children[1 + heights.index(min(heights))] if heights else None


def _lines(items: nodes.bullet_list) -> list[int]:
    """Return how many lines of a column each item takes, about."""
    return [1 + len(item.astext()) // _COLUMN for item in items.children]


def _introduces_alike(report: Report, templates: Sequence[Template]) -> bool:
    """Tell whether the text between the title and the first heading is that of a template."""
    first = masthead(report)
    following = first and next(
        (n.line for n in first.children if isinstance(n, nodes.section)), None
    )
    if first is None or first.line is None or following is None:
        return False
    own = _words_between(report.document.rawsource, first.line, following)
    return any(
        own == _words_between(template.text, template.outline[0].line, template.outline[1].line)
        for template in templates
        if len(template.outline) > 1
    )


def _words_between(text: str, above: int, below: int) -> list[str]:
    """Return the words of the lines between two, which are counted from 1."""
    return " ".join(plain_lines(Lines.of(text).items)[above : below - 1]).split()


def _about_authors(report: Report) -> Iterator[ours.question]:
    """Yield the questions for the group and for its members, where their answers are a few words."""
    asking = [report.document.get(name) for name in ("group_question", "members_question")]
    for question in report.questions:
        answer = question.answer
        if (
            question.number in asking
            and question.answered
            and question.words <= _ON_COVER
            and all(isinstance(child, _PLAIN) for child in answer.children)
            and answer.next_node(nodes.image) is None
        ):
            yield question.node
