"""Items of the checklist: their module, and boxes that GitHub does not take for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from publisher import nodes as ours

if TYPE_CHECKING:
    from collections.abc import Iterator

_MODULE = re.compile(r"\(([A-Z]{1,3}\d+(?:\s*[+,&/]\s*[A-Z]{0,3}\d+)*)\)")
_BOX = re.compile(r"\[(?P<box>[^\[\]\n]{0,24})\](?=[\s\w]|$)")
# What stands in place of a box: other brackets, one bracket, a sign.  Only with a module behind.
_ATTEMPT = re.compile(
    r"(?:[\[({]{1,2}[^\[\](){}\n\w]{0,2}\w{0,4}[^\[\](){}\n\w]{0,2}[\])}]{1,2}|\[[ xX](?=\s)|[xX ]?\]"
    r"|[\u2610-\u2612\u2705\u2713-\u2718\u274c\u274e\u25a0\u25a1\u2b1c]\ufe0f?)(?=[\s\w:,.])"
)
# An item without its bullet, or without the blank behind it: text to Markdown.
_LINE = re.compile(r"(?:[-*+]|\d{1,2}[.)])?(?P<box>\[[^\[\]\n]{0,3}\])\s{0,9}\S")


def module_of(text: str) -> str:
    """Return the module in the last such parentheses of an item's text, or the empty string.

    A remark of the authors may stand behind it.
    """
    found = _MODULE.findall(text)
    return found[-1] if found else ""


def broken_box(text: str) -> str | None:
    """Return what stands before an item's text in place of a tick box, None if nothing does.

    Words in brackets are a box only where a module stands behind the item.
    """
    match = _BOX.match(text)
    if match:
        box = match["box"].strip()
        if box.isdigit() or (sum(map(str.isalnum, box)) > 1 and not module_of(text)):
            return None
        return match.group()
    match = _ATTEMPT.match(text) if module_of(text) else None
    return match.group() if match else None


def lost_items(node: nodes.Element) -> Iterator[tuple[int, str]]:
    """Yield line and box of the items outside of questions that Markdown takes for text."""
    for child in node.children:
        if isinstance(child, nodes.paragraph):
            for number, line in enumerate(child.astext().split("\n")):
                match = _LINE.match(line)
                first = number == 0 and isinstance(node, ours.checklist_item)
                if match and not first and module_of(line):
                    yield (child.line or 1) + number, match["box"]
        elif isinstance(child, nodes.Element) and not isinstance(child, ours.question):
            yield from lost_items(child)
