"""MyST's renderer, in GitHub's dialect, with every construct a node of the tree.

MyST writes ticks, strike-through and line breaks as raw HTML, which the PDF of another
builder, the archive and the text builders would lose; here they are nodes.  Nothing
in a report can include a file or run a thing: there are no directives and no roles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.gfm import gfm_plugin
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer, token_line
from myst_parser.slugs import github_slugify

from publisher import nodes as ours
from publisher.read.autolink import autolink_plugin
from publisher.read.checklist import broken_box, module_of
from publisher.read.depth import as_source_plugin, ends_outer_block
from publisher.read.emoji import with_emoji
from publisher.read.html import is_text_tag
from publisher.read.html_names import SAFE_LINK
from publisher.read.inline_line import inline_line_plugin, set_line
from publisher.read.mathematics import FENCE, mathematics_plugin
from publisher.read.table import SURPLUS, table_plugin

if TYPE_CHECKING:
    from markdown_it.token import Token

_LABEL_BREAK = re.compile(r"\s+")


def markdown_parser(document: nodes.document) -> tuple[MarkdownIt, ReportRenderer]:
    """Return a parser in GitHub's dialect and the renderer that fills ``document``."""
    # As MyST's own create_md_parser does for gfm_only, without loading its other extensions.
    md = _Markdown("commonmark", renderer_cls=ReportRenderer).use(gfm_plugin)
    md.options["myst_config"] = MdParserConfig(gfm_only=True, highlight_code_blocks=False)
    # The default moves footnotes into one block at the end, which MyST does not render.
    md.disable(["footnote_tail"])
    md.use(mathematics_plugin)
    md.use(autolink_plugin)
    md.use(table_plugin)
    md.use(inline_line_plugin)
    md.use(as_source_plugin)
    md.options["document"] = document
    renderer = md.renderer
    assert isinstance(renderer, ReportRenderer)  # noqa: S101 - told to mypy
    renderer.setup_render(dict(md.options), {})
    return md, renderer


def shown_as_source(line: int, number: int) -> ours.repair:
    """Return the repair that tells of source lines from ``line`` on, in question ``number``."""
    place = f" of question {number}" if number else ""
    node = ours.repair(
        kind="block_as_source",
        number=number,
        found=f"a part{place} that nests too deeply, or a paragraph that is too long",
        taken="as plain lines, shown as they were typed",
    )
    node.line = line
    return node


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the library's name
        """Take any link: one to a script loses its target in ``ReportRenderer.render_link``."""
        return True


class ReportRenderer(DocutilsRenderer):
    """Renders Markdown tokens into nodes of our vocabulary.

    ``in_answer``: headings stay below the question and become rubrics.
    ``number``: of the question that is being rendered; 0: of none.
    ``segment``: the index of the segment being rendered; it scopes footnote labels.
    """

    in_answer: bool = False
    number: int = 0
    segment: int = 0

    def setup_render(self, options: dict[str, Any], env: Any) -> None:
        """Start a document: no sections yet, no ids taken."""
        super().setup_render(options, env)
        self.sections: list[tuple[int, nodes.Element]] = [(0, self.document)]
        self._slugs: dict[str, int] = {}

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

    def open_section(self, section: nodes.section, level: int) -> None:
        """Append ``section`` under the nearest open section of a smaller level, and enter it."""
        while self.sections[-1][0] >= level:
            self.sections.pop()
        self.sections[-1][1].append(section)
        self.sections.append((level, section))
        self.current_node = section

    def close_question(self, level: int) -> None:
        """Leave the question of ``level``; what follows belongs to the section around it."""
        while self.sections[-1][0] >= level:
            self.sections.pop()
        self.current_node = self.sections[-1][1]

    def unique_id(self, wanted: str) -> str:
        """Return ``wanted``, or with a number behind it where it is taken."""
        wanted = wanted or "section"
        count = self._slugs.get(wanted, 0)
        self._slugs[wanted] = count + 1
        if not count:
            return wanted
        return self.unique_id(f"{wanted}-{count}")

    def take_id(self, node: nodes.Element, wanted: str) -> None:
        """Give ``node`` an id of its own and make it known to the document."""
        name = self.unique_id(wanted)
        node["ids"] = [name]
        self.document.ids[name] = node

    def render_heading(self, token: SyntaxTreeNode) -> None:
        """A section of the report, or inside an answer a heading below the question's."""
        level = int(token.tag[1])
        inside = self.in_answer or not isinstance(self.current_node, nodes.document | nodes.section)
        title: nodes.TextElement
        if inside:
            title = nodes.rubric(token.content, "", level=level)
            self.current_node.append(title)
        else:
            title = nodes.title(token.content, "")
            section = nodes.section()
            self.add_line_and_source_path(section, token)
            section.append(title)
            self.open_section(section, level)
        self.add_line_and_source_path(title, token)
        with self.current_node_context(title):
            self.render_children(token)
        if inside and not title.children:  # a heading of nothing is announced, and says nothing
            self.current_node.remove(title)
        if not inside:
            self.take_id(section, github_slugify(title.astext()))

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
            self.current_node.children[-1]["info"] = info  # type: ignore[index]

    def render_table_row(self, token: SyntaxTreeNode) -> None:
        """A row of a table; cells beyond its last column are told, as they are not shown."""
        super().render_table_row(token)
        token.children = []
        if surplus := token.meta.get(SURPLUS):
            told = ours.repair(
                kind="cells_surplus", number=self.number, found=surplus, taken="left out"
            )
            told.line = token_line(token, 1)
            self.document.append(told)

    def render_as_source(self, token: SyntaxTreeNode) -> None:
        """Source lines that nest too deeply, or are too long, to be read as Markdown."""
        if isinstance(self.current_node, nodes.TextElement):
            self.current_node.append(nodes.Text(token.content))
        else:
            self._code(token, "")
        self.document.append(shown_as_source(token_line(token, 1), self.number))

    def render_code_block(self, token: SyntaxTreeNode) -> None:
        """An indented code block."""
        self._code(token, "")

    def _code(self, token: SyntaxTreeNode, language: str) -> None:
        text = token.content.removesuffix("\n")
        node = nodes.literal_block(text, text, language=language or "none")
        node["xml:space"] = "preserve"
        self.add_line_and_source_path(node, token)
        self.current_node.append(node)

    def render_html_block(self, token: SyntaxTreeNode) -> None:
        """HTML as written; ``read.html`` makes nodes of it once the whole answer is there."""
        if is_text_tag(token.content):
            text = nodes.paragraph("", token.content.strip())
            self.add_line_and_source_path(text, token)
            self.current_node.append(text)
            return
        node = ours.html_fragment(html=token.content)
        self.add_line_and_source_path(node, token)
        self.current_node.append(node)

    # -- inline ---------------------------------------------------------------

    def render_html_inline(self, token: SyntaxTreeNode) -> None:
        """A tag in a line of text; one that HTML does not know is text."""
        if is_text_tag(token.content):
            self.current_node.append(nodes.Text(token.content))
            return
        node = ours.html_fragment(html=token.content)
        self.add_line_and_source_path(node, token)
        self.current_node.append(node)

    def render_text(self, token: SyntaxTreeNode) -> None:
        """Text, with the emoji that are named in it."""
        for piece in with_emoji(token.content):
            if piece:
                self.current_node.append(nodes.Text(piece) if isinstance(piece, str) else piece)

    def render_hardbreak(self, _token: SyntaxTreeNode) -> None:
        """A line break the author asked for."""
        self.current_node.append(ours.line_break("", "\n"))

    def render_s(self, token: SyntaxTreeNode) -> None:
        """Text struck through."""
        node = nodes.inline(classes=["deleted"])
        self.add_line_and_source_path(node, token)
        with self.current_node_context(node, append=True):
            self.render_children(token)

    def render_code_inline(self, token: SyntaxTreeNode) -> None:
        """Code in a line of text."""
        node = nodes.literal(token.content, token.content)
        self.add_line_and_source_path(node, token)
        self.current_node.append(node)

    def render_link(self, token: SyntaxTreeNode) -> None:
        """A link; one that could run something is its text only, as on GitHub."""
        if SAFE_LINK.match(str(token.attrGet("href") or "")):
            self.render_link_url(token)
            set_line(self.current_node[-1], token)
        else:
            self.render_children(token)

    def render_image(self, token: SyntaxTreeNode) -> None:
        """A picture; whether it can be shown is decided in ``read.transforms``."""
        title = str(token.attrGet("title") or "")
        node = nodes.image(
            uri=str(token.attrGet("src") or ""),
            # A title stands in for it, as browsers have it.
            alt=self.renderInlineAsText(token.children or []) or title,
        )
        if title:
            node["title"] = title
        self.add_line_and_source_path(node, token)
        set_line(node, token)
        self.current_node.append(node)

    def render_math_inline_double(self, token: SyntaxTreeNode) -> None:
        """``$$...$$`` inside a line."""
        self.render_math_inline(token)

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
        with self.current_node_context(node, append=True):
            self.render_children(token)

    @staticmethod
    def _label(token: SyntaxTreeNode) -> str:
        return _LABEL_BREAK.sub(" ", str(token.meta["label"])).casefold()
