"""What no parser should be asked to nest or to read in one go is shown as it was typed.

markdown-it drops what lies below its deepest level without a word, some of its inline
rules take the square of a paragraph's length, and a tree of a thousand levels is more
than Python's recursion can walk.  So a block that nests too deeply, or holds a
paragraph that is too long, becomes one block of source lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.token import Token

from publisher import nodes as ours
from publisher.language.message import Message
from publisher.read.blocks.structure import DEEPEST as PARSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

DEEPEST = 30
"""Levels of a block below its answer (real reports: 9); a list and its items are two."""

LONGEST = 30_000
"""Characters of one paragraph (the longest answer of real reports has 5,000)."""


def as_source_plugin(md: MarkdownIt) -> None:
    """Add the rules, before inline parsing and after it; tokens are of type ``as_source``."""
    md.options["maxNesting"] = PARSED  # deeper than what is shown, so that nothing is dropped
    md.core.ruler.before("inline", "as_source_blocks", _replace)
    md.core.ruler.push("as_source_inline", _replace)


def _replace(state: StateCore) -> None:
    if not any(map(_too_much, state.tokens)):
        return
    lines = state.src.split("\n")
    kept: list[Token] = []
    for block in _outer_blocks(state.tokens):
        if any(map(_too_much, block)):
            first, after = _span(block)
            token = Token("as_source", "", 0, block=True, map=[first, after])
            token.content = "\n".join(lines[first:after])
            kept.append(token)
        else:
            kept += block
    state.tokens = kept


def _too_much(token: Token) -> bool:
    deepest = max((child.level for child in token.children or ()), default=0)
    return token.level + deepest > DEEPEST or (
        token.type == "inline" and len(token.content) > LONGEST
    )


def ends_outer_block(token: Token) -> bool:
    """Tell whether ``token`` is the last of an outermost block."""
    return token.level == 0 and token.nesting <= 0 and token.type != "inline"


def _outer_blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each outermost block."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if ends_outer_block(token):
            yield block
            block = []
    if block:
        yield block


def _span(block: list[Token]) -> tuple[int, int]:
    maps = [token.map for token in block if token.map]
    return min(m[0] for m in maps), max(m[1] for m in maps)


def shown_as_source(line: int, number: int) -> ours.repair:
    """Return the repair that tells of source lines from ``line`` on, in question ``number``."""
    found = (
        Message(
            "a part of question {number} that nests too deeply, or a paragraph that is too long",
            number=number,
        )
        if number
        else Message("a part that nests too deeply, or a paragraph that is too long")
    )
    taken = Message("as plain lines, shown as they were typed")
    node = ours.repair(kind="block_as_source", number=number, found=found, taken=taken)
    node.line = line
    return node
