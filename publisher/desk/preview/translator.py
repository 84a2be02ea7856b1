"""Writes a report's parts with what stands beside them while it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from publisher.builders.page import templates
from publisher.builders.translator import PageTranslator
from publisher.desk.preview.beside import meter_of

if TYPE_CHECKING:
    from publisher import nodes as ours
    from publisher.builders.words import Words
    from publisher.desk.preview.beside import Found
    from publisher.report.view import Report


class BesideTranslator(PageTranslator):
    """Writes parts of a report with what stands beside them while it is written."""

    def __init__(
        self, *arguments: Any, report: Report, found: Found, edits: bool, words: Words
    ) -> None:
        """Take what ``PageTranslator`` takes, the report, and what was found in it.

        ``edits``: whether an entry leads to the editor, too.
        """
        super().__init__(*arguments, words=words)
        self._questions = {id(question.answer): question for question in report.questions}
        self._found = found
        self._edits = edits
        self._beside = templates().get_template("preview-beside.html")

    def visit_answer(self, node: ours.answer) -> None:
        super().visit_answer(node)
        question = self._questions[id(node)]
        entries, meter = self._found.of(question.number), meter_of(question)
        if entries or meter:
            self.body.append(
                self._beside.render(
                    question=question, entries=entries, meter=meter, edits=self._edits
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

    def _figure(self, node: nodes.Node) -> None:
        self._mark(next(iter(node.findall(nodes.image))), len(self.body))
        super()._figure(node)

    def _mark(self, node: nodes.Element, at: int) -> None:
        if place := self._place(node):
            self.body.insert(at, f"<span{place}></span>")
