"""Cells that a table has no column for: markdown-it leaves them out without a word, as GitHub does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.rules_block.table import escapedSplit, table

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

SURPLUS = "surplus"
"""What a row's token says in ``meta``: the text of its cells beyond the last column."""

# What a table can interrupt, as in markdown-it's own list.
_INTERRUPTS = ["paragraph", "reference"]


def table_plugin(md: MarkdownIt) -> None:
    """Let the tokens of rows tell which of their cells were left out."""
    md.block.ruler.at("table", _table, {"alt": _INTERRUPTS})


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    columns = sum(token.type == "th_open" for token in state.tokens[first:])
    for row in state.tokens[first:]:
        if row.type == "tr_open" and row.map:
            line = row.map[0]
            text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
            cells = escapedSplit(text.strip())
            surplus = [cell.strip() for cell in cells[1 if not cells[0] else 0 :][columns:]]
            if any(surplus):
                row.meta[SURPLUS] = " | ".join(filter(None, surplus))
    return True
