"""The block structure of a text, by markdown-it's CommonMark block rules alone."""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from publisher.read.blocks.memory import Memory

DEEPEST = 60
"""Levels that the parsers follow: markdown-it drops what lies below without a word."""

_SWALLOWS = {
    "fence": Message("a code fence"),
    "html_block": Message("an HTML comment or block"),
}
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_RAW = re.compile(r"\s*<(script|pre|style|textarea)\b", re.IGNORECASE)


class Block(NamedTuple):
    """A block: lines ``first`` to ``after`` (from 0, exclusive) of the whole text.

    ``level`` is a heading's, ``depth`` how many containers hold the block,
    ``content`` a heading's source text; ``open``: code or HTML that nothing closes.
    """

    type: str
    first: int
    after: int
    depth: int = 0
    level: int = 0
    content: str = ""
    open: bool = False

    @property
    def swallows(self) -> str:
        """What the block is called if it can run on when it is never closed, else empty."""
        return _SWALLOWS.get(self.type, "")

    @property
    def verbatim(self) -> bool:
        """Whether the lines in it are no Markdown: code, or HTML."""
        return self.type in _SWALLOWS or self.type == "code_block"


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    md = MarkdownIt("commonmark").enable("table").disable("inline")
    md.options["maxNesting"] = DEEPEST
    return md


def blocks_of(
    plain: Sequence[str], first: int, after: int, memory: Memory | None = None
) -> list[Block]:
    """Parse lines ``first`` to ``after`` on their own; line numbers are the whole text's.

    ``plain``: the lines of the whole text without line ends.  ``memory``: of what was parsed before.
    """
    if memory is None:
        return _parsed(plain, first, after)
    # No block goes on into a heading that is not indented, but open code and HTML.
    cuts = (n for n in range(first + 1, after) if _HEADING.match(plain[n]))
    blocks: list[Block] = []
    for begin, end in pairwise((first, *cuts, after)):
        lines = tuple(plain[begin:end])
        found = memory.of(("blocks", lines), partial(_parsed, lines, 0, len(lines)))
        outer = next((b for b in reversed(found) if not b.depth), None)
        if outer and outer.swallows and outer.after == len(lines) and end < after:
            return blocks + _parsed(plain, begin, after)
        blocks += [b._replace(first=b.first + begin, after=b.after + begin) for b in found]
    return blocks


def _parsed(plain: Sequence[str], first: int, after: int) -> list[Block]:
    text = "\n".join(plain[first:after]) + "\n"
    blocks = []
    tokens = _parser().parse(text)
    for index, token in enumerate(tokens):
        if token.map is None or token.nesting < 0 or token.type == "inline":
            continue
        name = token.type.removesuffix("_open")
        heading = name == "heading"
        blocks.append(
            Block(
                name,
                token.map[0] + first,
                token.map[1] + first,
                token.level,
                int(token.tag[1]) if heading else 0,
                tokens[index + 1].content if heading else "",
                _is_open(token),
            )
        )
    return blocks


def _is_open(token: Token) -> bool:
    """Tell whether a fence has no closing line, a comment or raw text no closing mark."""
    if token.type == "fence" and token.map:
        return token.content.count("\n") > token.map[1] - token.map[0] - 2
    if token.type != "html_block":
        return False
    if token.content.lstrip().startswith("<!--"):
        return "-->" not in token.content
    raw = _RAW.match(token.content)
    return bool(raw and f"</{raw[1].lower()}>" not in token.content.lower())
