"""Which way a text runs: as its first letter does, as GitHub's ``dir="auto"`` has it."""

from __future__ import annotations

import unicodedata

from docutils import nodes

_DIRECTED = (
    nodes.paragraph,
    nodes.rubric,
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.term,
    nodes.definition,
    nodes.block_quote,
    nodes.entry,
    nodes.footnote,
)
_WAYS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def way_of(node: nodes.Element) -> str:
    """Return ``ltr`` or ``rtl`` (Unicode's annex 9, rules P2 and P3); empty: as what is around it.

    An item's first words run as their list does, lest they leave its mark.
    """
    if not isinstance(node, _DIRECTED) or _begins_item(node):
        return ""
    ways = (unicodedata.bidirectional(c) for text in node.findall(nodes.Text) for c in text)
    return next((_WAYS[way] for way in ways if way in _WAYS), "")


def _begins_item(node: nodes.Element) -> bool:
    item = node.parent
    return (
        isinstance(node, nodes.paragraph) and isinstance(item, nodes.list_item) and item[0] is node
    )
