"""Pages that end level: what is blank below the last line goes between the blocks above it.

A page ends early where a heading keeps to its first lines, or a figure found no room.  Books then open the gaps between
paragraphs, figures and questions a little, so that the ends of pages stand in one line; CSS has no word for it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from weasyprint.formatting_structure.boxes import BlockBox, BlockLevelBox

from publisher.pdf.patches.page_boxes import box_of, gathered_anew, move

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MOST", "level_pages"]

MOST: Final = {"part": 24.0, "figure": 10.0, "block": 6.0}
"""CSS pixels by which a gap may grow: above what begins a part or a question, beside a figure, between other blocks."""
_SEEN: Final = 2.0
"""CSS pixels; nobody sees less."""
_SHORT: Final = 0.4
"""Of a page's height: what leaves more blank ends at a figure that nothing helps, and looks no better so."""
_HOLDERS: Final = frozenset(("html", "body", "main", "div", "section"))
_FORCED: Final = frozenset(("page", "left", "right", "recto", "verso", "always"))
_SIDES: Final = ("top", "right", "bottom", "left")


class _Place(NamedTuple):
    """A block that is moved as one, and by how much the gap above it may grow."""

    box: Any
    most: float


def level_pages(document: Any) -> None:
    """Open the gaps of each page whose text goes on behind it, until it ends where the page does.

    No gap grows by more than ``MOST`` says, and all in the same measure.
    """
    pages = document.pages
    found = [box_of(page) for page in pages]
    for number, (page, following) in enumerate(pairwise(found)):
        if page is None or _is_meant(page, following):
            continue
        places = list(_places(_flow(page)[0], 0.0))
        blank = page.content_box_y() + page.height - max(_end(place.box) for place in places)
        room = sum(place.most for place in places[1:])
        if room and _SEEN < blank < _SHORT * page.height:
            share, moved = min(1.0, blank / room), 0.0
            for place in places[1:]:
                moved += share * place.most
                move(place.box, 0.0, moved)
            pages[number] = gathered_anew(pages[number])


def _end(box: Any) -> float:
    return float(box.border_box_y() + box.border_height())


def _is_meant(page: Any, following: Any) -> bool:
    """Tell whether a page ends because what stands at its end, or behind it, asks for it."""
    last, first = list(_chain(page, -1)), list(_chain(following, 0))
    asked = {box.style["break_after"] for box in last} | {
        box.style["break_before"] for box in first
    }
    return (
        not asked.isdisjoint(_FORCED)
        or last[-1:] == []
        or first[-1:] == []
        or _kind(last) != _kind(first)
    )


def _kind(chain: list[Any]) -> str:
    """Return the name of the pages that the innermost block of a chain asks for: some lie on their side."""
    return str(chain[-1].style["page"])


def _chain(page: Any, end: int) -> Iterator[Any]:
    """Yield the blocks that begin (0) or end (-1) a page, each with the next in it."""
    flow = _flow(page)[:1]
    while flow:
        yield flow[end]
        flow = _flow(flow[end])


def _flow(box: Any) -> list[Any]:
    """Return the blocks of a box that stand one below the other."""
    held = getattr(box, "children", ())
    return [
        child for child in held if isinstance(child, BlockLevelBox) and child.is_in_normal_flow()
    ]


def _places(box: Any, above: float) -> Iterator[_Place]:
    """Yield the blocks below ``box`` that are moved; the gap above the first may grow by ``above``."""
    before = None
    for child in _flow(box):
        most, above = above if before is None else _most(before, child), 0.0
        if _holds(child):
            yield from _places(child, most)
        else:
            yield _Place(child, most)
        before = child


def _holds(box: Any) -> bool:
    """Tell whether a block is nothing but what stands in it, one below the other."""
    style = box.style
    return (
        isinstance(box, BlockBox)
        and box.element_tag in _HOLDERS
        and style["column_count"] == style["column_width"] == "auto"
        and not any(style[f"border_{side}_width"] for side in _SIDES)
        and not style["background_color"].alpha
        and len(_flow(box)) == len(box.children) > 0  # what floats beside a block moves with it
    )


def _most(before: Any, box: Any) -> float:
    """Return by how much the gap between two blocks may grow; what keeps together keeps its gap."""
    if before.style["break_after"] == "avoid":
        return 0.0
    if box.element_tag == "section" or "chapter" in (box.element.get("class") or ""):
        return MOST["part"]
    return MOST["figure" if "figure" in (before.element_tag, box.element_tag) else "block"]
