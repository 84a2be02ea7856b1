"""Styles of notes at a page's foot: WeasyPrint computes and keeps those of each element, whether there are notes or not.

Its own style sheet has rules for the parts of such notes that match all elements.  No theme of ours has notes there,
and of 200 pages these styles are a sixth of the memory; no issue tells of it.
"""

from __future__ import annotations

from typing import Final

from weasyprint import html

from publisher.pdf.patches.patch import Patch

__all__ = ["PATCH", "apply"]

PATCH = Patch(
    needs={"weasyprint.html.UA_STYLESHEET.matcher.other_selectors": ()},
    without="a long report takes more memory",
    weaker=False,
)
_NOTES: Final = frozenset(("footnote-call", "footnote-marker", "note-call", "note-marker"))
_PART: Final = 3
"""Where an entry of cssselect2's names the part of an element that its rule is for."""


def apply() -> None:
    """Take the rules for parts of notes out of WeasyPrint's own style."""
    rules = html.UA_STYLESHEET.matcher.other_selectors
    rules[:] = [rule for rule in rules if rule[_PART] not in _NOTES]
