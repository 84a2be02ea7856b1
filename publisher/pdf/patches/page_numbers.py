"""The page numbers of the contents, written once the pages are there.

WeasyPrint knows them when it has laid out the whole, and then makes the pages of the contents anew, twice
(of its issue #578, on long documents).  A number that stands in a place of its own, at its right end, moves
nothing: so it can come later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure.boxes import TextBox

from publisher.pdf.patches import page_boxes
from publisher.pdf.patches.patch import Patch, found

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PATCH", "styles", "write_page_numbers"]

_LINE = "weasyprint.text.line_break.split_first_line"
PATCH = Patch(
    needs={
        _LINE: ("text", "style", "context", "max_width", "justification_spacing"),
        **page_boxes.PATCH.needs,
    },
    without="a report with contents takes longer",
    weaker=False,
)
PLACE = "0"
"""What the style puts behind an element with ``data-to`` for the number of the page that it names."""
_BY_WEASYPRINT = "[data-to]::after { content: target-counter(attr(data-to), page) !important }"


def styles() -> tuple[str, ...]:
    """Return the style that lets WeasyPrint write the numbers itself, where we cannot."""
    return (_BY_WEASYPRINT,) if PATCH.lacks() else ()


def write_page_numbers(document: Any) -> None:
    """Write in each place for a page's number the one on which its target begins."""
    if PATCH.lacks():
        return
    numbers: dict[str, str] = {}
    for number, page in enumerate(document.pages, 1):
        for name in page.anchors:
            numbers.setdefault(f"#{name}", str(number))
    for box, target in _places(document):
        _write(box, numbers.get(target, ""))


def _places(document: Any) -> Iterator[tuple[Any, str]]:
    """Yield the box of each place, and its target."""
    for page in document.pages:
        for box in page_boxes.boxes(page):
            if str(box.element_tag).endswith("::after") and (target := box.element.get("data-to")):
                for text in box.descendants():
                    if isinstance(text, TextBox) and text.text == PLACE:
                        yield text, target


def _write(box: Any, number: str) -> None:
    """Put a text into a box in place of its own; the right end stays."""
    line, *_, width, _, _ = found(_LINE)(number, box.style, None, None, 0)
    box.text, box.pango_layout = number, line
    box.position_x += box.width - width
    box.width = width
