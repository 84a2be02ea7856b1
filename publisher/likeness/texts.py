"""What of a report's answers is compared: the authors' own running text, from the tree in an archive.

The tree may be a stranger's (an archive of years ago), and nothing of it is trusted: whatever is no node, or no text, is
passed over, and no depth of it is recursed into.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEFT_OUT: Final = "\ufffc"
"""Stands in a text for what was taken out of a sentence: code or a formula, over which a run goes on."""
BREAK: Final = "\ufdd0"
"""Stands for what was taken out between two paragraphs: a quote, code, a formula; no run goes over it."""
MOST_WORDS: Final = 20_000
"""Blank-separated pieces of one answer that are compared; the longest real one has 1,500."""
_PARAGRAPH: Final = "\x1d"
_BLOCKS_OUT: Final = frozenset({"block_quote", "literal_block", "math_block", "doctest_block"})
_INLINE_OUT: Final = frozenset({"literal", "math"})
_NO_TEXT: Final = frozenset(
    {"placeholder", "repair", "suppression", "difference", "comment", "raw", "label", "marker"}
    | {"footnote_reference", "image", "image_note", "system_message"}
)
_INLINE: Final = frozenset(
    {"abbreviation", "emoji", "emphasis", "generated", "inline", "reference", "strong"}
    | {"subscript", "superscript", "target", "title_reference"}
)
# What no page may hold, and what stands for something else here.
_UNSEEN: Final = dict.fromkeys((*range(32), *range(127, 160), ord(LEFT_OUT), ord(BREAK))) | {
    ord(c): " " for c in "\t\n\v\f\r\x85"
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a report.

    ``prompt``: what was asked, with its example; ``answer``: what was answered, paragraphs apart by blank lines, with
    ``LEFT_OUT`` and ``BREAK``; ``cut``: it is longer than what is compared.
    """

    number: int
    prompt: str
    answer: str
    cut: bool = False


def asked_in(members: Mapping[str, Any]) -> list[Asked]:
    """Return the questions of the report that an archive's ``members`` hold, those of one number joined."""
    document = members.get("document")
    root = document.get("root") if isinstance(document, dict) else None
    found: dict[int, Asked] = {}
    for node in _nodes(root, "question"):
        number = node.get("number")
        if not isinstance(number, int):
            continue
        prompt, answer = (
            _text([part for part in _children(node) if _kind(part) == kind])
            for kind in ("prompt", "answer")
        )
        pieces = answer.split(" ")
        cut = len(pieces) > MOST_WORDS
        answer = " ".join(pieces[:MOST_WORDS]) if cut else answer
        before = found.get(number)
        if before:
            answer = f"\n\n{BREAK}\n\n".join(filter(None, (before.answer, answer)))
            prompt, cut = before.prompt, before.cut or cut
        found[number] = Asked(number, prompt, answer, cut)
    return list(found.values())


def templates_in(members: Mapping[str, Any]) -> Iterator[str]:
    """Yield the text of each template that the report's course had."""
    settings = members.get("settings")
    held = settings.get("templates") if isinstance(settings, dict) else None
    for template in held if isinstance(held, list) else ():
        text = template.get("markdown") if isinstance(template, dict) else None
        if isinstance(text, str):
            yield text


def _kind(node: Any) -> str:
    kind = node.get("type") if isinstance(node, dict) else None
    return kind if isinstance(kind, str) else ""


def _children(node: Any) -> list[Any]:
    held = node.get("children") if isinstance(node, dict) else None
    return held if isinstance(held, list) else []


def _nodes(root: Any, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the nodes of a kind in the order of the text, none within another."""
    left = [root]
    while left:
        node = left.pop()
        if _kind(node) == kind:
            yield node
        else:
            left.extend(reversed(_children(node)))


def _text(nodes: list[Any]) -> str:
    """Return the text of ``nodes``, without what is not compared."""
    said: list[str] = []
    left = nodes[::-1]
    while left:
        node = left.pop()
        kind = _kind(node)
        if isinstance(node, str):
            said.append(node if node == _PARAGRAPH else node.translate(_UNSEEN))
        elif kind in _BLOCKS_OUT:
            said.append(f"{_PARAGRAPH}{BREAK}{_PARAGRAPH}")
        elif kind in _INLINE_OUT:
            said.append(LEFT_OUT)
        elif kind == "line_break":
            said.append(" ")
        elif kind and kind not in _NO_TEXT:
            around = () if kind in _INLINE else (_PARAGRAPH,)
            left += [*around, *reversed(_children(node)), *around]
    paragraphs = (" ".join(part.split()) for part in "".join(said).split(_PARAGRAPH))
    text = "\n\n".join(part for part in paragraphs if part)
    # Half a surrogate pair is a text to JSON, and none to a page.
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
