"""What an answer says, paragraph by paragraph, for rules that judge its wording.

Each function takes the nodes of an answer in the order of the text, itself first (``Question.all_nodes``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from publisher import nodes as ours
from publisher.nodes import every
from publisher.read.transforms import line_of, visible_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NO_PASSAGE = (nodes.Inline, nodes.FixedTextElement, ours.placeholder)


class Passage(NamedTuple):
    """A paragraph, a heading or a cell of an answer, as a reader sees it.

    ``text``: its words with one blank between them, without code and addresses; ``linked``: a
    link stands in it; ``quoted``: it stands in a quote.
    """

    text: str
    line: int
    linked: bool
    quoted: bool


def passages(found: Sequence[nodes.Node]) -> Iterator[Passage]:
    """Yield the passages of an answer that have words, in the order of the text."""
    for node in found:
        if not isinstance(node, nodes.TextElement) or isinstance(node, _NO_PASSAGE):
            continue
        text = " ".join(visible_words(node))
        if text:
            yield Passage(
                text,
                line_of(node),
                linked=bool(every(nodes.reference, node)),
                quoted=_quoted(node, found[0]),
            )


def code_of(found: Sequence[nodes.Node]) -> Iterator[tuple[int, str, bool]]:
    """Yield line and text of each piece of code in an answer, and whether it is a block."""
    for node in found:
        if isinstance(node, nodes.literal_block | nodes.literal):
            yield line_of(node), node.astext(), isinstance(node, nodes.literal_block)


def indented_code(found: Sequence[nodes.Node]) -> Iterator[tuple[int, str]]:
    """Yield line and text of each block in an answer that is code by its indent alone."""
    for node in found:
        if isinstance(node, nodes.literal_block) and node.get("indented"):
            yield line_of(node), node.astext()


def shows_otherwise(found: Sequence[nodes.Node]) -> bool:
    """Tell whether an answer holds a block of code or a table, each of which may be called a figure."""
    return any(isinstance(node, nodes.literal_block | nodes.table) for node in found)


def _quoted(node: nodes.Node, answer: nodes.Node) -> bool:
    while node is not answer:
        if isinstance(node, nodes.block_quote):
            return True
        node = node.parent
    return False


def tables_of(found: Sequence[nodes.Node]) -> Iterator[tuple[int, int]]:
    """Yield line and columns of each table of an answer."""
    for node in found:
        if isinstance(node, nodes.table):
            yield line_of(node), columns_of(node)


def columns_of(table: nodes.table) -> int:
    """Return how many cells the longest row of a table has, those of tables in it apart."""
    rows = (
        row
        for group in table.children
        for part in group.children
        if isinstance(part, nodes.thead | nodes.tbody)
        for row in part.children
    )
    return max((len(row.children) for row in rows), default=0)
