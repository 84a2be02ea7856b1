"""Markdown tokens into nodes: what all that renders goes by."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markdown_it.tree import SyntaxTreeNode

from publisher.read.blocks.depth import ends_outer_block
from publisher.read.markdown.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_NONE: dict[Any, Any] = {}
"""In place of the empty mappings of tokens, which are a third of their memory; nobody writes in it."""


class Renderer:
    """Renders each token by the method that is named after its type.

    ``env``: what markdown-it keeps of the whole text, such as the addresses of links by reference;
    ``page``: the one that is being filled.
    """

    def __init__(self, markdown: MarkdownIt, document: nodes.document) -> None:
        """``markdown``: the parser; ``document``: whose source the nodes name."""
        self._markdown = markdown
        self._source = document["source"]
        self.env: dict[str, Any] = {}
        self.page = Page()
        self.current_node: nodes.Element = self.page.body

    def render_on_page(self, text: str, line: int, *, inline: bool = False) -> Page:
        """Return a page with the Markdown ``text``, the first line of which is source line ``line``.

        ``inline``: it is one line of text, and no block.
        """
        self.page = Page(nodes.title() if inline else nodes.section())
        if inline:
            tokens = self._markdown.parseInline(text, self.env)
        else:
            tokens = self._markdown.parse(text + "\n", self.env)
        with self._filling(self.page.body):
            self._render_tokens(tokens, line)
        return self.page

    def _render_tokens(self, tokens: list[Token], line: int) -> None:
        """Render block by block, and let go of each: of a long text, tokens take most memory."""
        tokens.reverse()
        block: list[Token] = []
        while tokens:
            block.append(tokens.pop())
            if ends_outer_block(block[-1]) or not tokens:
                self._render_block(block, line)
                block = []

    def _render_block(self, tokens: list[Token], line: int) -> None:
        """Render the ``tokens`` of one block, and empty the list."""
        for token in tokens:
            token.attrs, token.meta = token.attrs or _NONE, token.meta or _NONE
            if token.map:
                token.map = [token.map[0] + line, token.map[1] + line]
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
            getattr(self, f"render_{part.type}")(part)

    @contextmanager
    def _filling(self, node: nodes.Element) -> Iterator[None]:
        """Have what is rendered go into ``node``."""
        outer, self.current_node = self.current_node, node
        yield
        self.current_node = outer

    def _add(self, node: nodes.Element, token: SyntaxTreeNode) -> None:
        """Append ``node``, which stands at the line of ``token``."""
        self._place(node, token)
        self.current_node.append(node)

    def _add_whole(self, node: nodes.Element, token: SyntaxTreeNode) -> None:
        """Append ``node`` with all that ``token`` holds in it."""
        self._add(node, token)
        with self._filling(node):
            self.render_children(token)

    def _place(self, node: nodes.Element, token: SyntaxTreeNode) -> None:
        """Give ``node`` the line of ``token``."""
        node.line = first_line(token) or None
        node.source = self._source


def first_line(token: SyntaxTreeNode) -> int:
    """Return the source line on which ``token`` begins, from 1; 0: it has none."""
    return token.map[0] if token.map else 0
