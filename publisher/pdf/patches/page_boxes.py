"""The boxes of a page that was laid out, which WeasyPrint keeps to itself.

Nothing is replaced here: it is the one place that reaches for them.  There is no issue for it; what is public of
a page (its anchors, links and bookmarks) has the places of some elements and no lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.document import Page

from publisher.pdf.patches.patch import Patch

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["PATCH", "box_of", "boxes", "gathered_anew", "move"]

PATCH = Patch(
    needs={
        "weasyprint.document.Page._page_box": (),
        "weasyprint.document.Page": ("page_box",),
        "weasyprint.layout.background.BackgroundLayer": (
            *("image", "size", "position", "repeat", "unbounded"),
            *("painting_area", "positioning_area", "clipped_boxes"),
        ),
    },
    without="code and links in a line from right to left stand in the wrong place, no mark says that "
    "a line of code goes on, and the list of pages is empty",
)


def boxes(page: Any) -> Iterable[Any]:
    """Return all boxes of a page, each before those in it; none where they cannot be had."""
    if PATCH.lacks():
        return ()
    found: Iterable[Any] = page._page_box.descendants()  # noqa: SLF001  (no public way)
    return found


def box_of(page: Any) -> Any:
    """Return the box of a page itself; None where it cannot be had."""
    return None if PATCH.lacks() else page._page_box  # noqa: SLF001  (no public way)


def move(box: Any, right: float, down: float) -> None:
    """Move a box with all in it: grounds were laid out behind the boxes, and do not follow by themselves.

    ``right``, ``down``: CSS pixels.
    """
    box.translate(right, down)
    waiting = [box]
    while waiting:
        inner = waiting.pop()
        waiting += inner.all_children()
        ground = getattr(inner, "background", None)
        if ground and ground.layers:
            layers = [_moved(layer, right, down) for layer in ground.layers]
            inner.background = ground._replace(layers=layers)


def _moved(layer: Any, right: float, down: float) -> Any:
    def place(area: Any) -> Any:
        return area if isinstance(area, str) else (area[0] + right, area[1] + down, *area[2:])

    return layer._replace(
        painting_area=place(layer.painting_area),
        positioning_area=place(layer.positioning_area),
        clipped_boxes=[place(area) for area in layer.clipped_boxes],
    )


def gathered_anew(page: Any) -> Any:
    """Return a page again whose boxes were moved: links and anchors are where these are now."""
    return Page(page._page_box)  # noqa: SLF001  (no public way)
