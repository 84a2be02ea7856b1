"""Styles of parts that no page has: WeasyPrint computes and keeps those of each element all the same.

Its own style sheet has rules for the parts of notes at a page's foot, and for markers, that match all elements.  No theme
of ours has notes there, and only items of lists have markers; of 200 pages these styles are a sixth of the memory. No issue
tells of it (findings/weasyprint-styles-of-absent-parts.sh).
"""

from __future__ import annotations

from typing import Final

from weasyprint import html

from publisher.pdf.patches.patch import Patch

__all__ = ["PATCH", "apply"]

PATCH = Patch(
    needs={
        "weasyprint.html.UA_STYLESHEET.matcher.lower_local_name_selectors": (),
        "weasyprint.html.UA_STYLESHEET.matcher.other_selectors": (),
    },
    without="a long report takes more memory",
    weaker=False,
)
_NOTES: Final = frozenset(
    ("footnote-call", "footnote-marker", "note-call", "note-callback", "note-marker")
)
_ITEM: Final = "li"
"""The one element that WeasyPrint's style makes an item of a list, and no style of ours makes another."""
_PART: Final = 3
"""Where an entry of cssselect2's names the part of an element that its rule is for."""


def apply() -> None:
    """Take the rules for parts of notes out of WeasyPrint's own style, and ask items alone for markers."""
    matcher = html.UA_STYLESHEET.matcher
    rules = matcher.other_selectors
    markers = [rule for rule in rules if rule[_PART] == "marker"]
    matcher.lower_local_name_selectors.setdefault(_ITEM, []).extend(markers)
    rules[:] = [rule for rule in rules if rule[_PART] not in _NOTES and rule not in markers]
