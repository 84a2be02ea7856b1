"""Which way a text runs: as its first letter does, as GitHub's ``dir="auto"`` has it."""

from __future__ import annotations

import unicodedata

from docutils import nodes

_DIRECTED = (
    nodes.paragraph,
    nodes.rubric,
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.block_quote,
    nodes.entry,
)


def runs_from_right(node: nodes.Element) -> bool:
    """Tell whether a block's text runs from right to left (Unicode's annex 9, rules P2 and P3)."""
    if not isinstance(node, _DIRECTED):
        return False
    ways = (unicodedata.bidirectional(c) for text in node.findall(nodes.Text) for c in text)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"
