"""Lines that run from right to left: WeasyPrint turns the letters, and not what stands in a line."""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox

from publisher.pdf.child.formulas import LATEX
from publisher.pdf.patches.page_boxes import boxes, gathered_anew, move

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["turn_lines"]

_FROM_RIGHT = {"R", "AL"}


def turn_lines(document: Any) -> None:
    """Put the parts of each line that runs from right to left in their order.

    Text, code and links of a line are boxes of their own, which WeasyPrint lays from left to
    right; here the first stands at the right (Unicode's annex 9, rule L2). Parts in letters that run
    from left to right keep their order among themselves.
    """
    for number, page in enumerate(document.pages):
        lines = [
            box
            for box in boxes(page)
            if isinstance(box, LineBox)
            and box.style["direction"] == "rtl"
            and len(box.children) > 1
        ]
        for line in lines:
            _turn(line)
        if lines:  # its links moved, too
            document.pages[number] = gathered_anew(page)


def _turn(line: Any) -> None:
    parts = [box for box in line.children if box.is_in_normal_flow()]
    if not parts:
        return
    right = max(box.position_x + box.margin_width() for box in parts)
    for _, group in groupby(parts, _runs_from_left):
        held = list(group)
        for run in [held] if _runs_from_left(held[0]) else [[box] for box in held]:
            left = right - sum(box.margin_width() for box in run)
            right = left
            for box in run:
                move(box, left - box.position_x, 0.0)
                left += box.margin_width()
                if isinstance(box, InlineBox) and not _is_formula(box):
                    _turn(box)


def _runs_from_left(box: Any) -> bool:
    """Tell whether a part of a line has letters, and all run from left to right; a formula does."""
    if _is_formula(box):
        return True
    ways = {unicodedata.bidirectional(letter) for text in _texts(box) for letter in text}
    return "L" in ways and not ways & _FROM_RIGHT


def _is_formula(box: Any) -> bool:
    return box.element is not None and LATEX in box.element.attrib


def _texts(box: Any) -> Iterator[str]:
    held = [box, *box.descendants()] if hasattr(box, "descendants") else [box]
    return (inner.text for inner in held if isinstance(inner, TextBox))
