"""The lines of links, pictures and formulas within a paragraph: markdown-it knows that of its first alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.tree import SyntaxTreeNode

_FORMULAS = ("math_inline", "math_inline_double")
_TOLD = ("image", "link_open", *_FORMULAS)
_BELOW = "below"
"""What a token says in ``meta``: how many lines below the first of its paragraph it stands."""


def inline_line_plugin(md: MarkdownIt) -> None:
    """Let links, pictures and formulas tell on which line of their paragraph they stand."""
    md.core.ruler.after("inline", "inline_line", _count)


def set_line(node: nodes.Node, token: SyntaxTreeNode) -> None:
    """Move the line of ``node``, which is that of its paragraph, to its own."""
    if node.line:
        node.line += token.meta.get(_BELOW, 0)


def _count(state: StateCore) -> None:
    for token in state.tokens:
        below = 0
        for child in token.children or ():
            if below and child.type in _TOLD:
                child.meta[_BELOW] = below
            if child.type in ("softbreak", "hardbreak"):
                below += 1
            elif child.type in ("html_inline", *_FORMULAS):
                below += child.content.count("\n")
