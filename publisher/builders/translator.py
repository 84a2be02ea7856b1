"""Writes the page that becomes ``report.html`` and ``report.pdf``: sections, answers, text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes

from publisher import nodes as ours
from publisher.builders.figures import room_below
from publisher.builders.formula import formula, formula_block
from publisher.builders.link_notes import LinkNotes
from publisher.builders.page_base import PageBase, address_of
from publisher.builders.paper import second_column, stays_whole
from publisher.builders.picture_visitors import PictureVisitors
from publisher.builders.state import first_words, items_of, quiet_state
from publisher.builders.table_visitors import TableVisitors
from publisher.builders.visitors import (
    ALERTS,
    INLINE,
    MERMAID,
    SAID_OF_MERMAID,
    ReportVisitors,
)
from publisher.language.message import Message
from publisher.report.question import question_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class PageTranslator(PictureVisitors, TableVisitors, ReportVisitors, PageBase):
    """Writes parts of a report for our page."""

    # -- sections ------------------------------------------------

    def visit_section(self, node: nodes.section) -> None:
        self.section_level += 1
        self.body.append(self.starttag(node, "section", classes=["part"]))

    def depart_section(self, node: nodes.section) -> None:
        if self._folds(node):
            self.body.append("</details>\n")
        self.section_level -= 1
        self.body.append("</section>\n")

    def _folds(self, section: nodes.Node) -> bool:
        """Tell whether a section is folded below its title: the checklist, so that the answers come first."""
        return (
            not self.for_print
            and self.section_level == 1
            and isinstance(section, nodes.section)
            and section.next_node(ours.question) is None
            and bool(items_of(section))
        )

    def visit_question(self, node: ours.question) -> None:
        if self.paper and self.paper.is_on_cover(node) and not self.covering:
            raise nodes.SkipNode
        super().visit_question(node)

    def cover(self, questions: Iterable[ours.question]) -> str:
        """Return the HTML of questions that are set on the cover."""
        self.covering = True
        made = "".join(map(self.render, questions))
        self.covering = False
        return made

    # -- prompts ---------------------------------------------------------------

    def visit_prompt(self, node: ours.prompt) -> None:
        shown = not self._left_out(node) and any(map(self._is_shown, node.children))
        if shown and self.paper is None:
            super().visit_prompt(node)
            return
        self._state(node)
        if shown:  # what is asked is quoted: a listener hears where the answer begins
            self.body.append(self.starttag(node, "blockquote", classes=["prompt"]))
            return
        if self.paper and self.paper.printing.prompts == "short" and (asked := first_words(node)):
            self.body.append(f'<p class="prompt prompt-short">{self.encode(asked)}</p>\n')
        raise nodes.SkipNode

    def depart_prompt(self, node: ours.prompt) -> None:
        self.body.append("</blockquote>\n" if self.paper else "</div>\n")

    def _state(self, node: nodes.Element) -> None:
        """Write the state of the question that ``node`` stands in, as the settings have it on paper."""
        kind = self.paper.printing.states if self.paper else "full"
        if kind == "full":
            super()._state(node)
        elif kind == "margin" and not self.covering:
            assert isinstance(node.parent, ours.question)  # noqa: S101 - told to mypy
            self.body.append(
                quiet_state(question_of(node.parent, self.document["count"]), self.words)
            )

    def visit_example(self, node: ours.example) -> None:
        if self._left_out(node):
            raise nodes.SkipNode
        super().visit_example(node)

    def _asked(self, question: ours.question) -> int:
        """Return the letters of a question's prompt that are shown."""
        prompt = question.next_node(ours.prompt)
        if prompt is None or self._left_out(prompt):
            return 0
        return sum(len(part.astext()) for part in prompt.children if self._is_shown(part))

    def _is_shown(self, node: nodes.Node) -> bool:
        return not (isinstance(node, ours.marker | nodes.Invisible) or self._left_out(node))

    def _left_out(self, node: nodes.Node) -> bool:
        return self.paper is not None and self.paper.leaves_out(node)

    # -- headings ---------------------------------------------------------------

    def visit_title(self, node: nodes.title) -> None:
        if isinstance(node.parent, ours.alert):
            title = self.words.html(ALERTS[node.parent["kind"]])
            self.body.append(f'<p class="alert-title">{title}')
            self.context.append("</p>\n")
            raise nodes.SkipChildren
        level = min(6, self.section_level + 1)
        self.body.append(f"<h{level}>")
        self.context.append(f"</h{level}>\n")

    def depart_title(self, node: nodes.title) -> None:
        self.body.append(self.context.pop())
        if self._folds(node.parent):
            items = items_of(node.parent)
            told = Message(
                "{number} of {total} ticked",
                number=sum(item["ticked"] for item in items),
                total=len(items),
            )
            self.body.append(
                f'<details class="folded"><summary class="folded-title">{self.words.html(told)}'
                "</summary>\n"
            )
        elif (
            self.paper
            and not isinstance(node.parent, ours.question | ours.alert)
            and (items := items_of(node.parent))
        ):
            told = Message(
                "{number} of {total}",
                number=sum(item["ticked"] for item in items),
                total=len(items),
            )
            self.body.append(f'<p class="share">{self.words.html(told)}</p>\n')

    def visit_rubric(self, node: nodes.rubric) -> None:
        level = self.rubrics.level(node, self.section_level)
        marks = any(map(self.link_mark, node.findall(nodes.reference)))
        label = f"bookmark-label: {_css_string(node.astext())}"
        attributes: dict[str, Any] = {"style": label} if marks else {}
        self.body.append(self.starttag(node, f"h{level}", "", **attributes))
        self.context.append(f"</h{level}>\n")

    def depart_rubric(self, node: nodes.rubric) -> None:
        self.body.append(self.context.pop())

    # -- answers --------------------------------------------------------------

    def visit_answer(self, node: ours.answer) -> None:
        question = node.parent
        assert isinstance(question, ours.question)  # noqa: S101 - told to mypy
        self.answering = question["number"]
        self.notes = LinkNotes() if self.for_print else None
        self.room = room_below(question, self._asked(question))
        if self.paper is None or self.paper.printing.states == "full":
            super().visit_answer(node)
            return
        if question.next_node(ours.prompt) is None:
            self._state(node)
        self.body.append(self.starttag(node, "div", classes=["answer"]))
        if node["status"] == "unanswered":
            said = self.words.html(Message("Not answered."))
            self.body.append(f'<p class="no-answer">{said}</p>\n')

    def visit_placeholder(self, node: ours.placeholder) -> None:
        if self._left_out(node):
            raise nodes.SkipNode
        super().visit_placeholder(node)

    def depart_answer(self, node: ours.answer) -> None:
        self.linked_pictures(node)
        if self.notes:
            self.body.append(self.notes.html())
        self.answering = self.notes = None
        super().depart_answer(node)

    def visit_details(self, node: ours.details) -> None:
        if self.for_print:
            self.body.append(f'<div class="details"{self.given(node)}>\n')
        else:
            super().visit_details(node)

    def depart_details(self, node: ours.details) -> None:
        if self.for_print:
            self.body.append("</div>\n")
        else:
            super().depart_details(node)

    def visit_summary(self, node: ours.summary) -> None:
        if self.for_print:
            self.body.append(self.starttag(node, "p", "", classes=["summary"]))
        else:
            super().visit_summary(node)

    def depart_summary(self, node: ours.summary) -> None:
        if self.for_print:
            self.body.append("</p>\n")
        else:
            super().depart_summary(node)

    # -- text -----------------------------------------------------------------

    def visit_inline(self, node: nodes.inline) -> None:
        tag = next((INLINE[c] for c in node["classes"] if c in INLINE), "span")
        self.body.append(f"<{tag}{self.given(node)}>")
        self.context.append(f"</{tag}>")

    def depart_inline(self, node: nodes.inline) -> None:
        self.body.append(self.context.pop())

    def visit_literal(self, node: nodes.literal) -> None:
        self.body.append("<code>")

    def depart_literal(self, node: nodes.literal) -> None:
        self.body.append("</code>")

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        code = self.highlighter.highlight(node.astext(), node.get("language", "none"))
        self.body.append(f"<pre{self.given(node)}><code>{code}</code></pre>\n")
        if node.get("language") == MERMAID:
            self.body.append(f'<p class="code-note">{self.words.html(SAID_OF_MERMAID)}</p>\n')
        raise nodes.SkipNode

    def visit_math(self, node: nodes.math) -> None:
        self.body.append(formula(node.astext(), for_print=self.for_print))
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block) -> None:
        self.body.append(formula_block(node.astext(), words=self.words, for_print=self.for_print))
        raise nodes.SkipNode

    def visit_reference(self, node: nodes.reference) -> None:
        address = address_of(node)
        if not address:  # a local link: the page stands alone, it leads nowhere from here
            self.body.append('<span class="local-link">')
            path = node["refuri"]
            told = f' <span class="path">({self.encode(path)})</span>'
            self.context.append(("" if node.astext().strip() == path else told) + "</span>")
            return
        if address.removeprefix("#") in self.absent:
            self.body.append("<span>")
            self.context.append("</span>")
            return
        self.body.append(f'<a href="{self.attval(address)}">')
        self.context.append("</a>" + self.link_mark(node))

    def depart_reference(self, node: nodes.reference) -> None:
        self.body.append(self.context.pop())

    # -- footnotes, lists --------------------------------------------------------

    def visit_footnote(self, node: nodes.footnote) -> None:
        self.body.append(self.starttag(node, "div", classes=["footnote"], role="note"))

    def depart_footnote(self, node: nodes.footnote) -> None:
        self.body.append("</div>\n")

    def visit_label(self, node: nodes.label) -> None:
        back = [name for name in node.parent["backrefs"] if name not in self.absent]
        number = self.encode(node.astext())
        label = self.words.plain(
            Message("Back to the text, footnote {number}", number=node.astext())
        )
        self.body.append(
            f'<a class="footnote-number" href="#{back[0]}" aria-label="{self.attval(label)}"'
            f"{self.words.mark}>{number}</a>\n"
            if back
            else f'<span class="footnote-number">{number}</span>\n'
        )
        raise nodes.SkipNode

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        self.body.append(self.starttag(node, "sup", ""))
        label = self.words.plain(Message("Footnote {number}", number=node.astext()))
        self.body.append(
            f'<a class="footnote-reference" href="#{node["refid"]}" '
            f'aria-label="{self.attval(label)}"{self.words.mark}>'
        )

    def depart_footnote_reference(self, node: nodes.footnote_reference) -> None:
        self.body.append("</a></sup>")

    def visit_container(self, node: nodes.container) -> None:
        self.body.append(self.starttag(node, "div"))

    def depart_container(self, node: nodes.container) -> None:
        self.body.append("</div>\n")

    def visit_bullet_list(self, node: nodes.bullet_list) -> None:
        tasks = any(isinstance(item, ours.checklist_item) for item in node.children)
        if tasks and self.paper:
            self.second_column = second_column(node)
            self.body.append('<div class="kept">\n' if stays_whole(node) else "")
        self.body.append(self.starttag(node, "ul", classes=["tasks"] if tasks else []))

    def depart_bullet_list(self, node: nodes.bullet_list) -> None:
        self.body.append("</ul>\n</div>\n" if self.paper and stays_whole(node) else "</ul>\n")

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        start = {}
        if "start" in node:
            start["start"] = node["start"]
            if self.for_print:  # presentational attributes have no effect there
                start["style"] = f"counter-reset: list-item {node['start'] - 1}"
        self.body.append(self.starttag(node, "ol", **start))

    def depart_enumerated_list(self, node: nodes.enumerated_list) -> None:
        self.body.append("</ol>\n")


def _css_string(text: str) -> str:
    return '"' + re.sub(r'[\\"\s]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'
