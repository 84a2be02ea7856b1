"""Markdown in GitHub's dialect, with every construct a node of the tree.

No tick, strike-through or line break is raw HTML, which the PDF of another builder, the
archive and the text builders would lose.  Nothing in a report can include a file or run
a thing: there are no directives and no roles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes
from markdown_it.common.utils import unescapeAll

from publisher import nodes as ours
from publisher.language.message import Message
from publisher.read.blocks.depth import shown_as_source
from publisher.read.files.anchors import slug
from publisher.read.html.raw import is_text_tag
from publisher.read.markdown.base import first_line
from publisher.read.markdown.checklist import broken_box, module_of
from publisher.read.markdown.inline import InlineRenderer
from publisher.read.markdown.mathematics import FENCE
from publisher.read.markdown.surplus_cells import SURPLUS

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_SIDES: Final[dict[Any, str]] = {
    f"text-align:{side}": f"text-{side}" for side in ("left", "right", "center")
}
"""Classes of cells, by the style that markdown-it gives them."""
_LABEL_BREAK = re.compile(r"\s+")


class ReportRenderer(InlineRenderer):
    """Renders Markdown tokens into nodes of our vocabulary, each text on a page of its own.

    ``in_answer``: headings stay below the question and become rubrics.
    ``number``: of the question that is being rendered; 0: of none.
    ``segment``: the index of the segment being rendered; it scopes footnote labels.
    """

    in_answer: bool = False
    number: int = 0
    segment: int = 0

    # -- sections -------------------------------------------------------------

    def render_heading(self, token: SyntaxTreeNode) -> None:
        """A section of the report, or inside an answer a heading below the question's."""
        level = int(token.tag[1])
        inside = self.in_answer or not isinstance(self.current_node, nodes.section)
        title: nodes.TextElement
        if inside:
            title = nodes.rubric(token.content, "", level=level)
            self.current_node.append(title)
        else:
            title = nodes.title(token.content, "")
            section = nodes.section(level=level)
            self._place(section, token)
            section.append(title)
            self.page.body.append(section)
            self.current_node = section
        self._place(title, token)
        with self._filling(title):
            self.render_children(token)
        if inside and not title.children:  # a heading of nothing is announced, and says nothing
            self.current_node.remove(title)
        if not inside:
            section["wanted"] = slug(title.astext())

    # -- blocks ---------------------------------------------------------------

    def render_paragraph(self, token: SyntaxTreeNode) -> None:
        """A paragraph."""
        self._add_whole(nodes.paragraph(_content(token)), token)

    def render_blockquote(self, token: SyntaxTreeNode) -> None:
        """A quote."""
        self._add_whole(nodes.block_quote(), token)

    def render_bullet_list(self, token: SyntaxTreeNode) -> None:
        """A list with bullets."""
        self._add_whole(nodes.bullet_list(bullet=token.markup, classes=_classes(token)), token)

    def render_ordered_list(self, token: SyntaxTreeNode) -> None:
        """A numbered list."""
        node = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=token.markup)
        if "start" in token.attrs:
            node["start"] = token.attrs["start"]
        node["classes"] += _classes(token)
        self._add_whole(node, token)

    def render_list_item(self, token: SyntaxTreeNode) -> None:
        """A list item; with a tick box an item of a task list."""
        checked = (token.meta or {}).get("checked")
        item = nodes.list_item() if checked is None else ours.checklist_item()
        self._add_whole(item, token)
        first = item[0] if item.children else None
        if checked is None:
            box = self._broken_box(first)
            if box is None:
                return
            broken = ours.checklist_item("", *item.children)
            broken.line, broken.source = item.line, item.source
            item.parent.replace(item, broken)
            item = broken
        else:
            box = ""
        item["ticked"] = bool(checked)
        item["broken"] = box
        item["module"] = module_of(first.astext()) if isinstance(first, nodes.paragraph) else ""

    def _broken_box(self, first: nodes.Node | None) -> str | None:
        """Return a tick box as written that GitHub does not take for one (not in answers)."""
        if self.in_answer or not isinstance(first, nodes.paragraph) or not first.children:
            return None
        return broken_box(first.astext())

    def render_hr(self, token: SyntaxTreeNode) -> None:
        """A horizontal rule, which docutils knows between sections only."""
        self._add(ours.thematic_break(), token)

    def render_alert(self, token: SyntaxTreeNode) -> None:
        """A GitHub alert; inside a list or a quote GitHub leaves it the quote that it is."""
        kind = (token.info or "note").lower()
        if isinstance(self.current_node, nodes.list_item | nodes.block_quote | ours.alert) and not (
            isinstance(self.current_node, ours.prompt)
        ):
            self._quoted_mark(token, kind)
            return
        node = ours.alert(kind=kind, classes=[f"alert-{kind}"])
        node.append(nodes.title("", kind.capitalize()))
        self._add_whole(node, token)

    def render_alert_title(self, _token: SyntaxTreeNode) -> None:
        """The name of an alert, which it has already."""

    def _quoted_mark(self, token: SyntaxTreeNode, kind: str) -> None:
        quote = nodes.block_quote()
        self._add_whole(quote, token)
        mark = f"[!{kind.upper()}]"
        first = quote.children[0] if quote.children else None
        if isinstance(first, nodes.paragraph):
            first.insert(0, nodes.Text(f"{mark}\n"))
        else:
            quote.insert(0, nodes.paragraph("", mark))

    def render_fence(self, token: SyntaxTreeNode) -> None:
        """A code block; its language is the info string's first word, as GitHub takes it."""
        info = unescapeAll(token.info).strip() if token.info else ""
        name = info.split(maxsplit=1)[0].strip("{}.").lower() if info else ""
        if name == FENCE:
            self.render_math_block(token)
            return
        self._code(token, name)
        if info and name != info.lower():
            self.current_node.children[-1]["info"] = info  # type: ignore[index]  # the last child is an element

    def render_table(self, token: SyntaxTreeNode) -> None:
        """A table: a row of headings, and what is below it."""
        columns = len(token.children[0].children[0].children)
        group = nodes.tgroup(cols=columns)
        group.extend(nodes.colspec(colwidth=100 // columns) for _ in range(columns))
        table = nodes.table(classes=["colwidths-auto"])
        table.append(group)
        self._add(table, token)
        for part, kind in zip(token.children, (nodes.thead, nodes.tbody), strict=False):
            rows = kind()
            group.append(rows)
            with self._filling(rows):
                for row in part.children:
                    self.render_table_row(row)

    def render_table_row(self, token: SyntaxTreeNode) -> None:
        """A row of a table; cells beyond its last column are told, as they are not shown."""
        row = nodes.row()
        self.current_node.append(row)
        for cell in token.children:
            side = _SIDES.get(cell.attrGet("style"))
            entry = nodes.entry(classes=[side] if side else [])
            text = nodes.paragraph(_content(cell))
            entry.append(text)
            row.append(entry)
            with self._filling(text):
                self.render_children(cell)
        token.children = []
        if surplus := token.meta.get(SURPLUS):
            told = ours.repair(
                kind="cells_surplus", number=self.number, found=surplus, taken=Message("left out")
            )
            told.line = first_line(token) or 1
            self.page.mended.append(told)

    def render_as_source(self, token: SyntaxTreeNode) -> None:
        """Source lines that nest too deeply, or are too long, to be read as Markdown."""
        if isinstance(self.current_node, nodes.TextElement):
            self.current_node.append(nodes.Text(token.content))
        else:
            self._code(token, "")
        self.page.mended.append(shown_as_source(first_line(token) or 1, self.number))

    def render_code_block(self, token: SyntaxTreeNode) -> None:
        """An indented code block."""
        self._code(token, "")["indented"] = True

    def _code(self, token: SyntaxTreeNode, language: str) -> nodes.literal_block:
        text = token.content.removesuffix("\n")
        node = nodes.literal_block(text, text, language=language or "none")
        node["xml:space"] = "preserve"
        self._add(node, token)
        return node

    def render_html_block(self, token: SyntaxTreeNode) -> None:
        """HTML as written; ``read.html.raw`` makes nodes of it once the whole answer is there."""
        if is_text_tag(token.content):
            self._add(nodes.paragraph("", token.content.strip()), token)
        else:
            self._add(ours.html_fragment(html=token.content), token)

    def render_math_block(self, token: SyntaxTreeNode) -> None:
        """``$$...$$`` on lines of its own."""
        text = token.content.strip()
        self._add(nodes.math_block(text, text, nowrap=False, number=None), token)

    # -- footnotes: numbered and resolved in read.transforms ----------------------

    def render_footnote_ref(self, token: SyntaxTreeNode) -> None:
        """A reference to a footnote."""
        node = nodes.footnote_reference(label=self._label(token), segment=self.segment)
        self._add(node, token)

    def render_footnote_reference(self, token: SyntaxTreeNode) -> None:
        """Despite the token's name: a footnote's text."""
        node = nodes.footnote(label=self._label(token), segment=self.segment)
        first, after = token.map or (1, 2)  # moved to the report's own lines, from 1
        node["lines"] = [first, max(first, after - 1)]
        self._add_whole(node, token)

    @staticmethod
    def _label(token: SyntaxTreeNode) -> str:
        return _LABEL_BREAK.sub(" ", str(token.meta["label"])).casefold()


def _content(token: SyntaxTreeNode) -> str:
    """Return the source of the line of text that a paragraph or a cell holds."""
    return token.children[0].content if token.children else ""


def _classes(token: SyntaxTreeNode) -> list[str]:
    """Return the classes that markdown-it gives a list: whether it is one of tasks."""
    return str(token.attrs.get("class", "")).split()
