"""A figure that would leave a hole below the text is made smaller, if that is enough for it to stay on the page.

CSS has no word for it: a height that depends on what is left of the page is known while a block is laid out.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from weasyprint.formatting_structure.boxes import ReplacedBox
from weasyprint.layout import block

from publisher.pdf.patches.patch import Patch, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PATCH", "fitted"]

PATCH = Patch(
    needs={
        "weasyprint.layout.block.block_level_layout": (
            *("context", "box", "bottom_space", "skip_stack", "containing_block", "page_is_empty"),
            *("absolute_boxes", "fixed_boxes", "adjoining_margins"),
        ),
        "weasyprint.layout.LayoutContext.page_bottom": (),
    },
    without="a figure that does not fit below the text leaves a hole there",
)
_LEAST: Final = 0.7
"""Of the height that a figure has where there is room."""
_HOLE: Final = 110.0
"""CSS pixels (29 mm) that a figure may leave below the text as it is."""
_ENDLESS: Final = 1e6
"""CSS pixels: more than any figure is high."""


@contextmanager
def fitted() -> Iterator[None]:
    """Let figures become smaller in the layout that is made inside."""
    if PATCH.lacks():
        yield
        return
    lay_out = block.block_level_layout

    def fitting(context: Any, box: Any, *given: Any, **named: Any) -> Any:
        pictures = [] if named or len(given) < _GIVEN else _pictures(box)
        if not pictures:
            return lay_out(context, box, *given, **named)
        before = _state(box, given)
        made = lay_out(context, box, *given)
        bottom, empty = given[0], given[3]
        if made[0] is not None or empty or context.page_bottom - bottom - box.position_y < _HOLE:
            return made
        own = pictures[0].style["max_height"]
        try:
            _restore(box, given, before)
            whole = lay_out(context, box, -_ENDLESS, *given[1:])[0]
            highest = (
                max((inside.height for inside in _pictures_in(whole)), default=0) if whole else 0
            )
            if not highest:
                return made
            over = whole.border_box_y() + whole.border_height() - (context.page_bottom - bottom)
            height = highest - over - 1
            if height < _LEAST * highest:
                return made
            _limit(pictures, own._replace(value=height, unit="px"))
            _restore(box, given, before)
            smaller = lay_out(context, box, *given)
        finally:
            _limit(pictures, own)
        return made if smaller[0] is None else smaller

    with replaced(block, "block_level_layout", fitting):
        yield


_GIVEN: Final = 7
"""Arguments behind the box, up to the margins that its own may collapse with."""
_MARGINS: Final = 6


def _pictures(box: Any) -> list[Any]:
    """Return the pictures of a figure, or of figures side by side, whose sizes are their own; empty: there are none."""
    if box.element_tag != "figure" and not _is_row(box):
        return []
    found = list(_pictures_in(box))
    free = all({picture.style["width"], picture.style["height"]} == {"auto"} for picture in found)
    return found if free else []


def _is_row(box: Any) -> bool:
    return box.element_tag == "div" and "beside" in box.element.get("class", "").split()


def _pictures_in(box: Any) -> Iterator[Any]:
    return (part for part in box.descendants() if isinstance(part, ReplacedBox))


def _limit(pictures: list[Any], height: Any) -> None:
    for picture in pictures:
        picture.style["max_height"] = height


def _state(box: Any, given: tuple[Any, ...]) -> tuple[float, float, list[Any]]:
    return box.position_x, box.position_y, list(given[_MARGINS] or ())


def _restore(box: Any, given: tuple[Any, ...], state: tuple[float, float, list[Any]]) -> None:
    """Let a box be laid out again as if it had not been."""
    box.position_x, box.position_y, margins = state
    if given[_MARGINS] is not None:
        given[_MARGINS][:] = margins
