"""What stands inside a line of text, as nodes: text, code, links, pictures, raw HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from myst_parser.mdit_to_docutils.base import DocutilsRenderer

from publisher import nodes as ours
from publisher.read.html.elements import SAFE_LINK
from publisher.read.html.raw import is_text_tag
from publisher.read.markdown.emoji import with_emoji
from publisher.read.markdown.inline_lines import set_line

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode


class InlineRenderer(DocutilsRenderer):
    """Renders inline tokens; MyST's own methods render those that are not here."""

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

    def render_math_inline(self, token: SyntaxTreeNode) -> None:
        """``$...$``."""
        node = nodes.math(token.content, token.content)
        self.add_line_and_source_path(node, token)
        set_line(node, token)
        self.current_node.append(node)

    def render_math_inline_double(self, token: SyntaxTreeNode) -> None:
        """``$$...$$`` inside a line."""
        self.render_math_inline(token)
