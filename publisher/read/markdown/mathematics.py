"""Mathematics by GitHub's rule, so that money stays money.

GitHub takes ``$x$`` for a formula if nothing but a mark or a blank stands before the first
dollar sign and behind the second, and no blank inside of either; ``$``x``$`` and ``$$x$$`` in a line; ``$$`` and
``math`` fences on lines of their own.  (GitHub Docs, "Writing mathematical expressions"; code
goes before formulas, so that a back-tick within ``$...$`` ends the hope of one.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdit_py_plugins.dollarmath import dollarmath_plugin

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_SENTENCE_MARKS = frozenset(",;:!?)")  # "5 $, then 6$" is money
FENCE = "math"
"""The language of a fence that holds a formula."""


def mathematics_plugin(md: MarkdownIt) -> None:
    """Add the rules; tokens are ``math_inline``, ``math_inline_double`` and ``math_block``."""
    md.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False)
    md.disable("math_inline")  # the plugin's own takes "US$5 and A$6" for a formula
    md.inline.ruler.before("escape", "mathematics", _inline)


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$" or _is_word(state.src[state.pos - 1 : state.pos]):
        return False
    opening = next((x for x in ("$`", "$$") if state.src.startswith(x, state.pos)), "$")
    first = state.pos + len(opening)
    last = _end(state.src, opening[::-1], first, state.posMax)
    content = state.src[first:last] if last >= 0 else ""
    after = last + len(opening)
    if not content.strip() or _is_word(state.src[after : after + 1]):
        return False
    if opening == "$" and (
        "`" in content or content != content.strip() or content[0] in _SENTENCE_MARKS
    ):
        return False
    if not silent:
        token = state.push("math_inline_double" if opening == "$$" else "math_inline", "math", 0)
        token.content, token.markup = content, opening
    state.pos = after
    return True


def _is_word(character: str) -> bool:
    return character.isalnum() or character in ("_", "$")


def _end(source: str, closing: str, start: int, after: int) -> int:
    """Return where ``closing`` stands next from ``start`` on, not behind a backslash; -1: nowhere."""
    while (at := source.find(closing, start, after)) >= 0:
        before = at
        while before > start and source[before - 1] == "\\":
            before -= 1
        if (at - before) % 2 == 0 or closing == "`$":  # a backslash is code between back-ticks
            return at
        start = at + 1
    return -1
