"""How the nodes of our vocabulary are written as HTML, by our page and by Sphinx's HTML builders."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from publisher import nodes as ours
from publisher.builders.state import state
from publisher.language.message import Message
from publisher.report.question import question_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.builders.words import Words

_TICKED: Final = ("ticked", Message("ticked"), "\u2611")
_NOT_TICKED: Final = ("not-ticked", Message("not ticked"), "\u2610")
ALERTS: Final = {
    "note": Message("Note"),
    "tip": Message("Tip"),
    "important": Message("Important"),
    "warning": Message("Warning"),
    "caution": Message("Caution"),
    "feedback": Message("Feedback"),
}
"""The titles of alerts, by their kinds: GitHub's, and a course's marks (``cohort.feedback``)."""
INLINE = {"deleted": "del", "inserted": "ins", "kbd": "kbd", "marked": "mark", "small": "small"}
MERMAID = "mermaid"
SAID_OF_MERMAID = Message("A mermaid diagram, shown as its source.")


class ReportVisitors:
    """Visitors of our nodes, for translators that derive from docutils' HTML translator."""

    body: list[str]
    section_level: int
    starttag: Callable[..., str]
    words: Words
    """Ours, in the page's language."""

    def visit_question(self, node: ours.question) -> None:
        self.section_level += 1
        question = question_of(node, _count_of(node))
        self.body.append(
            self.starttag(
                node,
                "section",
                classes=["question", question.status, f"verdict-{question.verdict}"],
            )
        )

    def depart_question(self, node: ours.question) -> None:
        self.section_level -= 1
        self.body.append("</section>\n")

    def visit_prompt(self, node: ours.prompt) -> None:
        ReportVisitors._state(self, node)  # Sphinx's translators have our visitors only
        self.body.append(self.starttag(node, "div", classes=["prompt"]))

    def _state(self, node: nodes.Element) -> None:
        """Write the question's state behind its title: before the prompt, or the answer."""
        assert isinstance(node.parent, ours.question)  # noqa: S101 - told to mypy
        self.body.append(state(question_of(node.parent, _count_of(node)), self.words))

    def depart_prompt(self, node: ours.prompt) -> None:
        self.body.append("</div>\n")

    def visit_example(self, node: ours.example) -> None:
        self.body.append(self.starttag(node, "div", classes=["example"]))

    def depart_example(self, node: ours.example) -> None:
        self.body.append("</div>\n")

    def visit_marker(self, node: ours.marker) -> None:
        # The answer's own label says it.
        raise nodes.SkipNode

    def depart_marker(self, node: ours.marker) -> None:
        """Never called."""

    def visit_answer(self, node: ours.answer) -> None:
        if node.parent.next_node(ours.prompt) is None:
            ReportVisitors._state(self, node)
        self.body.append(self.starttag(node, "div", classes=["answer"]))
        label = self.words.html(Message("Answer"))
        self.body.append(f'<p class="answer-label">{label}</p>\n')
        if node["status"] == "unanswered":
            said = self.words.html(Message("Not answered."))
            self.body.append(f'<p class="no-answer">{said}</p>\n')

    def depart_answer(self, node: ours.answer) -> None:
        self.body.append("</div>\n")

    def visit_placeholder(self, node: ours.placeholder) -> None:
        self.body.append(self.starttag(node, "p", "", classes=["placeholder"]))

    def depart_placeholder(self, node: ours.placeholder) -> None:
        self.body.append("</p>\n")

    def visit_checklist_item(self, node: ours.checklist_item) -> None:
        # Sphinx's translators have our visitors only, and no columns.
        second = ["second-column"] if node is getattr(self, "second_column", None) else []
        self.body.append(self.starttag(node, "li", "", classes=["task", *second]))
        if not node["broken"]:
            name, label, glyph = _TICKED if node["ticked"] else _NOT_TICKED
            self.body.append(
                f'<span class="tick {name}" role="img" '
                f'aria-label="{escape(self.words.plain(label))}"{self.words.mark}>{glyph}</span>'
            )

    def depart_checklist_item(self, node: ours.checklist_item) -> None:
        self.body.append("</li>\n")

    def visit_alert(self, node: ours.alert) -> None:
        self.body.append(self.starttag(node, "div", classes=["alert"], role="note"))

    def depart_alert(self, node: ours.alert) -> None:
        self.body.append("</div>\n")

    def visit_details(self, node: ours.details) -> None:
        attributes = {"open": "open"} if node["open"] else {}
        self.body.append(self.starttag(node, "details", **attributes))

    def depart_details(self, node: ours.details) -> None:
        self.body.append("</details>\n")

    def visit_summary(self, node: ours.summary) -> None:
        self.body.append(self.starttag(node, "summary", ""))

    def depart_summary(self, node: ours.summary) -> None:
        self.body.append("</summary>\n")

    def visit_image_note(self, node: ours.image_note) -> None:
        self.body.append(self.starttag(node, "span", "", classes=["image-note"]))
        self.body.append(self.words.html(node.rawsource))
        raise nodes.SkipChildren

    def depart_image_note(self, node: ours.image_note) -> None:
        self.body.append("</span>")

    def visit_emoji(self, node: ours.emoji) -> None:
        self.body.append(f'<span class="emoji" title=":{node["name"]}:">')

    def depart_emoji(self, node: ours.emoji) -> None:
        self.body.append("</span>")

    def visit_line_break(self, node: ours.line_break) -> None:
        self.body.append("<br />\n")
        raise nodes.SkipNode

    def depart_line_break(self, node: ours.line_break) -> None:
        """Never called."""

    def visit_thematic_break(self, node: ours.thematic_break) -> None:
        self.body.append(self.starttag(node, "hr", empty=True))
        raise nodes.SkipNode

    def depart_thematic_break(self, node: ours.thematic_break) -> None:
        """Never called."""

    def visit_repair(self, node: ours.repair) -> None:
        raise nodes.SkipNode

    def depart_repair(self, node: ours.repair) -> None:
        """Never called."""

    def visit_difference(self, node: ours.difference) -> None:
        raise nodes.SkipNode

    def depart_difference(self, node: ours.difference) -> None:
        """Never called."""

    def visit_suppression(self, node: ours.suppression) -> None:
        raise nodes.SkipNode

    def depart_suppression(self, node: ours.suppression) -> None:
        """Never called."""


def _count_of(node: nodes.Node) -> Any:
    return node.document["count"] if node.document is not None else "source"
