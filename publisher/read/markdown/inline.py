"""What stands inside a line of text, as nodes: text, code, links, pictures, raw HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from publisher import nodes as ours
from publisher.read.html.elements import SAFE_LINK
from publisher.read.html.raw import is_text_tag
from publisher.read.markdown.base import Renderer
from publisher.read.markdown.emoji import with_emoji
from publisher.read.markdown.inline_lines import set_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.tree import SyntaxTreeNode


class InlineRenderer(Renderer):
    """Renders inline tokens."""

    def render_inline(self, token: SyntaxTreeNode) -> None:
        """All of a line of text."""
        self.render_children(token)

    def render_text(self, token: SyntaxTreeNode) -> None:
        """Text, with the emoji that are named in it."""
        for piece in with_emoji(token.content):
            if piece:
                self.current_node.append(nodes.Text(piece) if isinstance(piece, str) else piece)

    def render_softbreak(self, _token: SyntaxTreeNode) -> None:
        """The end of a line in the source."""
        self.current_node.append(nodes.Text("\n"))

    def render_hardbreak(self, _token: SyntaxTreeNode) -> None:
        """A line break the author asked for."""
        self.current_node.append(ours.line_break("", "\n"))

    def render_em(self, token: SyntaxTreeNode) -> None:
        """Emphasis."""
        self._add_whole(nodes.emphasis(), token)

    def render_strong(self, token: SyntaxTreeNode) -> None:
        """Strong emphasis."""
        self._add_whole(nodes.strong(), token)

    def render_s(self, token: SyntaxTreeNode) -> None:
        """Text struck through."""
        self._add_whole(nodes.inline(classes=["deleted"]), token)

    def render_code_inline(self, token: SyntaxTreeNode) -> None:
        """Code in a line of text."""
        self._add(nodes.literal(token.content, token.content), token)

    def render_html_inline(self, token: SyntaxTreeNode) -> None:
        """A tag in a line of text; one that HTML does not know is text."""
        if is_text_tag(token.content):
            self.current_node.append(nodes.Text(token.content))
        else:
            self._add(ours.html_fragment(html=token.content), token)

    def render_link(self, token: SyntaxTreeNode) -> None:
        """A link; one that could run something is its text only, as on GitHub."""
        uri = str(token.attrGet("href") or "")
        if not SAFE_LINK.match(uri):
            self.render_children(token)
            return
        node = nodes.reference()
        if "title" in token.attrs:
            node["reftitle"] = token.attrs["title"]
        node["refuri"] = uri
        self._add_whole(node, token)
        set_line(node, token)

    def render_image(self, token: SyntaxTreeNode) -> None:
        """A picture; whether it can be shown is decided in ``read.transforms``."""
        title = str(token.attrGet("title") or "")
        # A title stands in for the words, as browsers have it.
        node = nodes.image(uri=str(token.attrGet("src") or ""), alt=_words(token.children) or title)
        if title:
            node["title"] = title
        self._add(node, token)
        set_line(node, token)

    def render_math_inline(self, token: SyntaxTreeNode) -> None:
        """``$...$``."""
        node = nodes.math(token.content, token.content)
        self._add(node, token)
        set_line(node, token)

    def render_math_inline_double(self, token: SyntaxTreeNode) -> None:
        """``$$...$$`` inside a line."""
        self.render_math_inline(token)


def _words(tokens: Sequence[SyntaxTreeNode]) -> str:
    """Return the text of ``tokens`` without mark-up (CommonMark 0.31, 6.4: a picture's words)."""
    return "".join(
        token.content if token.type in ("text", "text_special") else _words(token.children)
        for token in tokens
    )
