"""MyST's renderer, in GitHub's dialect, with every construct a node of the tree.

MyST writes ticks, strike-through and line breaks as raw HTML, which the PDF of another
builder, the archive and the text builders would lose; here they are nodes.  Nothing
in a report can include a file or run a thing: there are no directives and no roles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markdown_it.common.utils import unescapeAll
from markdown_it.tree import SyntaxTreeNode
from myst_parser.mdit_to_docutils.base import token_line
from myst_parser.slugs import github_slugify

from publisher import nodes as ours
from publisher.language.message import Message
from publisher.read.blocks.depth import ends_outer_block, shown_as_source
from publisher.read.html.raw import is_text_tag
from publisher.read.markdown.checklist import broken_box, module_of
from publisher.read.markdown.inline import InlineRenderer
from publisher.read.markdown.mathematics import FENCE
from publisher.read.markdown.page import Page
from publisher.read.markdown.surplus_cells import SURPLUS

if TYPE_CHECKING:
    from markdown_it.token import Token

_NONE: dict[Any, Any] = {}
"""In place of the empty mappings of tokens, which are a third of their memory; nobody writes in it."""
_LABEL_BREAK = re.compile(r"\s+")


class ReportRenderer(InlineRenderer):
    """Renders Markdown tokens into nodes of our vocabulary, each text on a page of its own.

    ``page``: the one that is being filled.
    ``in_answer``: headings stay below the question and become rubrics.
    ``number``: of the question that is being rendered; 0: of none.
    ``segment``: the index of the segment being rendered; it scopes footnote labels.
    """

    in_answer: bool = False
    number: int = 0
    segment: int = 0

    def setup_render(self, options: dict[str, Any], env: Any) -> None:
        """Take what the renderer goes by; MyST's own makes a document each time, and needs none here."""
        self.md_options, self.md_config, self.md_env = options, options["myst_config"], env
        self.document = options["document"]
        self.reporter = self.document.reporter
        self._heading_offset = 0
        self.page = Page()
        self.current_node = self.page.body

    def render_on_page(self, text: str, line: int, *, inline: bool = False) -> Page:
        """Return a page with the Markdown ``text``, the first line of which is source line ``line``.

        ``inline``: it is one line of text, and no block.
        """
        self.page = Page(nodes.title() if inline else nodes.section())
        with self.current_node_context(self.page.body):
            self.nested_render_text(text, line - 1, inline=inline)
        return self.page

    def add_line_and_source_path(self, node: nodes.Element, token: SyntaxTreeNode) -> None:
        """Give ``node`` the line of ``token``; the document is told none, as nothing goes into it yet."""
        node.line = token_line(token, 0) or None
        node.source = self.document["source"]

    def _render_tokens(self, tokens: list[Token]) -> None:
        """Render block by block, and let go of each: of a long text, tokens take most memory."""
        tokens.reverse()
        block: list[Token] = []
        while tokens:
            block.append(tokens.pop())
            if ends_outer_block(block[-1]) or not tokens:
                self._render_block(block)
                block = []

    def _render_block(self, tokens: list[Token]) -> None:
        """Render the ``tokens`` of one block, and empty the list."""
        for token in tokens:
            token.attrs, token.meta = token.attrs or _NONE, token.meta or _NONE
            if token.map:
                token.map = [token.map[0] + 1, token.map[1] + 1]  # docutils counts lines from 1
                for child in token.children or ():
                    child.map = token.map
        tree = SyntaxTreeNode(tokens)
        tokens.clear()
        self.render_children(tree)

    def render_children(self, token: SyntaxTreeNode) -> None:
        """Render what ``token`` holds, and let go of each part: a list may be the whole text."""
        parts = token.children[::-1]
        token.children = []
        while parts:
            part = parts.pop()
            self.rules[f"render_{part.type}"](part)

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
            self.add_line_and_source_path(section, token)
            section.append(title)
            self.page.body.append(section)
            self.current_node = section
        self.add_line_and_source_path(title, token)
        with self.current_node_context(title):
            self.render_children(token)
        if inside and not title.children:  # a heading of nothing is announced, and says nothing
            self.current_node.remove(title)
        if not inside:
            section["wanted"] = github_slugify(title.astext())

    # -- blocks ---------------------------------------------------------------

    def render_list_item(self, token: SyntaxTreeNode) -> None:
        """A list item; with a tick box an item of a task list."""
        checked = (token.meta or {}).get("checked")
        item = nodes.list_item() if checked is None else ours.checklist_item()
        self.add_line_and_source_path(item, token)
        with self.current_node_context(item, append=True):
            self.render_children(token)
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
        node = ours.thematic_break()
        self.add_line_and_source_path(node, token)
        self.current_node.append(node)

    def render_alert(self, token: SyntaxTreeNode) -> None:
        """A GitHub alert; inside a list or a quote GitHub leaves it the quote that it is."""
        kind = (token.info or "note").lower()
        if isinstance(self.current_node, nodes.list_item | nodes.block_quote | ours.alert) and not (
            isinstance(self.current_node, ours.prompt)
        ):
            self._quoted_mark(token, kind)
            return
        node = ours.alert(kind=kind, classes=[f"alert-{kind}"])
        self.add_line_and_source_path(node, token)
        node.append(nodes.title("", kind.capitalize()))
        with self.current_node_context(node, append=True):
            self.render_children(token)

    def _quoted_mark(self, token: SyntaxTreeNode, kind: str) -> None:
        quote = nodes.block_quote()
        self.add_line_and_source_path(quote, token)
        with self.current_node_context(quote, append=True):
            self.render_children(token)
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

    def render_table_row(self, token: SyntaxTreeNode) -> None:
        """A row of a table; cells beyond its last column are told, as they are not shown."""
        super().render_table_row(token)
        token.children = []
        if surplus := token.meta.get(SURPLUS):
            told = ours.repair(
                kind="cells_surplus", number=self.number, found=surplus, taken=Message("left out")
            )
            told.line = token_line(token, 1)
            self.page.mended.append(told)

    def render_as_source(self, token: SyntaxTreeNode) -> None:
        """Source lines that nest too deeply, or are too long, to be read as Markdown."""
        if isinstance(self.current_node, nodes.TextElement):
            self.current_node.append(nodes.Text(token.content))
        else:
            self._code(token, "")
        self.page.mended.append(shown_as_source(token_line(token, 1), self.number))

    def render_code_block(self, token: SyntaxTreeNode) -> None:
        """An indented code block."""
        self._code(token, "")["indented"] = True

    def _code(self, token: SyntaxTreeNode, language: str) -> nodes.literal_block:
        text = token.content.removesuffix("\n")
        node = nodes.literal_block(text, text, language=language or "none")
        node["xml:space"] = "preserve"
        self.add_line_and_source_path(node, token)
        self.current_node.append(node)
        return node

    def render_html_block(self, token: SyntaxTreeNode) -> None:
        """HTML as written; ``read.html.raw`` makes nodes of it once the whole answer is there."""
        if is_text_tag(token.content):
            text = nodes.paragraph("", token.content.strip())
            self.add_line_and_source_path(text, token)
            self.current_node.append(text)
            return
        node = ours.html_fragment(html=token.content)
        self.add_line_and_source_path(node, token)
        self.current_node.append(node)

    def render_math_block(self, token: SyntaxTreeNode) -> None:
        """``$$...$$`` on lines of its own."""
        text = token.content.strip()
        node = nodes.math_block(text, text, nowrap=False, number=None)
        self.add_line_and_source_path(node, token)
        self.current_node.append(node)

    # -- footnotes: numbered and resolved in read.transforms ----------------------

    def render_footnote_ref(self, token: SyntaxTreeNode) -> None:
        """A reference to a footnote."""
        node = nodes.footnote_reference(label=self._label(token), segment=self.segment)
        self.add_line_and_source_path(node, token)
        self.current_node.append(node)

    def render_footnote_reference(self, token: SyntaxTreeNode) -> None:
        """Despite MyST's name for the token: a footnote's text."""
        node = nodes.footnote(label=self._label(token), segment=self.segment)
        self.add_line_and_source_path(node, token)
        first, after = token.map or (1, 2)  # moved to the report's own lines, from 1
        node["lines"] = [first, max(first, after - 1)]
        with self.current_node_context(node, append=True):
            self.render_children(token)

    @staticmethod
    def _label(token: SyntaxTreeNode) -> str:
        return _LABEL_BREAK.sub(" ", str(token.meta["label"])).casefold()
