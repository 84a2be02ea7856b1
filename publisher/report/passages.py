"""What an answer says, paragraph by paragraph, for rules that judge its wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

from publisher import nodes as ours
from publisher.read.transforms import line_of, visible_words

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a heading or a cell of an answer, as a reader sees it.

    ``text``: its words with one blank between them, without code and addresses; ``linked``: a
    link stands in it; ``quoted``: it stands in a quote.
    """

    text: str
    line: int
    linked: bool
    quoted: bool


def passages(answer: ours.answer) -> Iterator[Passage]:
    """Yield the passages of ``answer`` that have words, in the order of the text."""
    for node in answer.findall(nodes.TextElement):
        if isinstance(node, nodes.Inline | nodes.FixedTextElement | ours.placeholder):
            continue
        text = " ".join(visible_words(node))
        if text:
            yield Passage(
                text,
                line_of(node),
                linked=next(iter(node.findall(nodes.reference)), None) is not None,
                quoted=_quoted(node, answer),
            )


def code_of(answer: ours.answer) -> Iterator[tuple[int, str, bool]]:
    """Yield line and text of each piece of code in ``answer``, and whether it is a block."""
    for node in answer.findall():
        if isinstance(node, nodes.literal_block | nodes.literal):
            yield line_of(node), node.astext(), isinstance(node, nodes.literal_block)


def indented_code(answer: ours.answer) -> Iterator[tuple[int, str]]:
    """Yield line and text of each block in ``answer`` that is code by its indent alone."""
    for node in answer.findall(nodes.literal_block):
        if node.get("indented"):
            yield line_of(node), node.astext()


def shows_otherwise(answer: ours.answer) -> bool:
    """Tell whether ``answer`` holds a block of code or a table, each of which may be called a figure."""
    return any(isinstance(n, nodes.literal_block | nodes.table) for n in answer.findall())


def _quoted(node: nodes.Element, answer: ours.answer) -> bool:
    while node is not answer:
        if isinstance(node, nodes.block_quote):
            return True
        node = node.parent
    return False


def tables_of(answer: ours.answer) -> Iterator[tuple[int, int]]:
    """Yield line and columns of each table of an answer."""
    for table in answer.findall(nodes.table):
        yield line_of(table), columns_of(table)


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
