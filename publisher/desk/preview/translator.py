"""Writes a report's parts with what stands beside them while it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from publisher import nodes as ours
from publisher.builders.templates import templates
from publisher.builders.translator import PageTranslator
from publisher.desk.preview.beside import meters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.builders.figures import Cell
    from publisher.builders.words import Words
    from publisher.desk.preview.beside import Found
    from publisher.read.blocks.memory import Memory
    from publisher.report.view import Report


class BesideTranslator(PageTranslator):
    """Writes parts of a report with what stands beside them while it is written."""

    def __init__(
        self,
        *arguments: Any,
        report: Report,
        found: Found,
        edits: bool,
        memory: Memory,
        desk: Words,
        words: Words,
    ) -> None:
        """Take what ``PageTranslator`` takes, the report, and what was found in it.

        ``edits``: whether an entry leads to the editor, too; ``memory``: of the questions that were written before;
        ``desk``: our words beside the page, where ``words`` are those of the page.
        """
        super().__init__(*arguments, words=words)
        self._questions = {id(question.answer): question for question in report.questions}
        self._count = report.count
        self._found = found
        self._edits = edits
        self._memory = memory
        self._desk = desk
        self._begun: tuple[object, int] = (None, 0)
        self._before: dict[str, tuple[int, str]] = {}
        self._beside = templates().get_template("preview-beside.html")

    # -- questions ----------------------------------------------------------------

    def visit_question(self, node: ours.question) -> None:
        """Write a question; where all is as it was when it was written before, it is what was written then."""
        key = (
            self.words.language,
            self._desk.language,
            self._edits,
            self._count,
            self.section_level,
            self.figures.count,
            self._found.of(node["number"]),
            tuple(self._parts(node)),
        )
        kept = self._memory.find(key)
        if kept is not None:
            html, self.figures.count, known = kept
            self.figures.known |= known
            self.body.append(html)
            raise nodes.SkipNode
        self._begun, self._before = (key, len(self.body)), dict(self.figures.known)
        super().visit_question(node)

    def depart_question(self, node: ours.question) -> None:
        super().depart_question(node)
        key, begin = self._begun
        known = {n: of for n, of in self.figures.known.items() if n not in self._before}
        self._memory.keep(key, ("".join(self.body[begin:]), self.figures.count, known))

    def _parts(self, node: nodes.Node) -> Iterator[object]:
        """Yield all that a question's HTML is made of: its nodes, their names, the addresses of pictures."""
        if not isinstance(node, nodes.Element):
            yield str(node)
            return
        yield (
            node.__class__,
            repr(node.attributes),
            len(node.children),
            self._found.ids.get(id(node)),
        )
        if isinstance(node, ours.image_note):
            yield node.rawsource
        figure, linked = node.get("figure"), node.get("local")
        if figure or (linked and self.is_picture(linked)):
            yield self.image_source(figure or linked)
            names = (node.get("sha256"), figure, linked)
            yield tuple(self.figures.known.get(name) for name in names if name)
        for child in node.children:
            yield from self._parts(child)

    def visit_answer(self, node: ours.answer) -> None:
        super().visit_answer(node)
        question = self._questions[id(node)]
        entries, meters = self._found.of(question.number), tuple(meters_of(question))
        if entries or meters:
            self.body.append(
                self._beside.render(
                    question=question,
                    entries=entries,
                    meters=meters,
                    edits=self._edits,
                    words=self._desk,
                )
            )

    # -- places, for what leads there -------------------------------------------

    def starttag(
        self,
        node: nodes.Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        tag = super().starttag(node, tagname, suffix, empty, **attributes)
        return tag.replace(f"<{tagname}", f"<{tagname}{self._place(node)}", 1)

    def given(self, node: nodes.Element) -> str:
        return self._place(node) + super().given(node)

    def _place(self, node: nodes.Element) -> str:
        name = self._found.ids.get(id(node))
        return f' id="{name}"' if name else ""

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        at = len(self.body)
        try:
            super().visit_paragraph(node)
        except nodes.SkipNode:  # it was written in pieces, none of which is the paragraph
            self._mark(node, at)
            raise

    def visit_image(self, node: nodes.image) -> None:
        self._mark(node, len(self.body))
        super().visit_image(node)

    def _figure(self, node: nodes.Element, cell: Cell | None = None) -> None:
        self._mark(next(iter(node.findall(nodes.image))), len(self.body))
        super()._figure(node, cell)

    def _mark(self, node: nodes.Element, at: int) -> None:
        if place := self._place(node):
            self.body.insert(at, f"<span{place}></span>")
