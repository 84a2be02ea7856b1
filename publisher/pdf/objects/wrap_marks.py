"""Marks beside lines of code that go on from the line above: drawn, and in nobody's text.

A mark among the characters would be copied with the code and read aloud; so it is a drawing that
is an artifact (ISO 32000-1, 14.8.2.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure.boxes import LineBox

from publisher.pdf.child.breaks import BREAK
from publisher.pdf.objects.access import resolve
from publisher.pdf.patches.page_boxes import boxes

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Wrap", "draw_wraps", "find_wraps"]

POINTS = 0.75  # a CSS pixel
GREY = "0.34 0.36 0.38"
# An arrow that turns into the line, left of where it begins: in sixteenths of the line's height,
# from the line's left and middle.
STROKES = (((-10, -4), (-10, 0), (-4, 0)), ((-6, -2), (-4, 0), (-6, 2)))


@dataclass(frozen=True)
class Wrap:
    """Where a line goes on.

    ``page``: from 0; ``left``: of the line, in CSS pixels from the page's left; ``middle``: of the line, from
    the page's top; ``height``: of the line.
    """

    page: int
    left: float
    middle: float
    height: float


class _Code:
    """A block of code, and how far the lines that were laid out have shown it."""

    def __init__(self, element: Any) -> None:
        lines = "".join(element.itertext()).split("\n")
        self._sizes = [_size(line) for line in reversed(lines)]
        self._shown = 0

    def goes_on(self, text: str) -> bool:
        """Tell whether a line that shows ``text`` begins within a line of the source."""
        size = _size(text)
        within = self._shown > 0 and size > 0
        self._shown += size
        if self._sizes and self._shown >= self._sizes[-1]:
            self._sizes.pop()
            self._shown = 0
        return within


def find_wraps(document: Any) -> list[Wrap]:
    """Return where lines of code go on, in a document that was laid out."""
    blocks: dict[int, _Code] = {}
    found = []
    for number, page in enumerate(document.pages):
        for line in boxes(page):
            if not isinstance(line, LineBox) or line.element_tag != "pre":
                continue
            code = blocks.setdefault(id(line.element), _Code(line.element))
            texts = [box.text for box in line.descendants() if hasattr(box, "text")]
            if code.goes_on("".join(texts)):
                middle = line.position_y + line.height / 2
                found.append(Wrap(number, line.position_x, middle, line.height))
    return found


def draw_wraps(pdf: Any, wraps: Sequence[Wrap]) -> None:
    """Draw the marks, each an artifact."""
    pages = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
    for wrap in wraps:
        unit = wrap.height / 16
        drawn = " ".join(
            f"{POINTS * (wrap.left + unit * right):.2f} {POINTS * (wrap.middle + unit * down):.2f} "
            f"{'l' if place else 'm'}"
            for stroke in STROKES
            for place, (right, down) in enumerate(stroke)
        )
        width = f"{POINTS * unit:.2f} w 1 J 1 j {GREY} RG"
        # WeasyPrint leaves a page's stream at its own origin: the left top, downwards.
        resolve(pdf, pages[wrap.page]["Contents"]).stream.append(
            f"/Artifact BMC q {width} {drawn} S Q EMC".encode()
        )


def _size(text: str) -> int:
    """Return the length of a text without blanks: those at a line's end may be left out."""
    return len("".join(text.replace(BREAK, "").split()))
