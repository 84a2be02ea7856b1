"""How much of a page a block takes, about: what may be longer than a page is not kept whole.

What must not be parted and does not fit below a heading takes a page, and leaves the heading alone.
"""

from __future__ import annotations

from typing import Final

from docutils import nodes

from publisher import nodes as ours

LONG = 600
"""Letters of what may find no room below a heading and a prompt."""
_LINE = 40
"""Letters that a new line takes the room of."""

_WHOLE = (nodes.rubric, nodes.footnote, ours.summary, ours.checklist_item)
_COLONS: Final = (":", "\uff1a")
_ANNOUNCED: Final = (
    *(nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.literal_block),
    *(nodes.math_block, nodes.table),
)


def is_long(node: nodes.Node) -> bool:
    """Tell whether a block that is kept whole, as a rule, may be longer than a page."""
    return isinstance(node, _WHOLE) and length(node) > LONG


def length(node: nodes.Node) -> int:
    """Return what ``node`` holds, in letters: lines and pictures take room, too."""
    text = node.astext()
    pictured = node.next_node(nodes.image) is not None
    return len(text) + _LINE * (1 + text.count("\n")) + LONG * pictured


def announces(node: nodes.Node) -> bool:
    """Tell whether a block is a line that ends in a colon, before a list, code, a formula or a table."""
    return (
        isinstance(node, nodes.paragraph)
        and isinstance(node.next_node(descend=False, siblings=True), _ANNOUNCED)
        and node.astext().rstrip().endswith(_COLONS)
    )
