"""Which part of the page each structure element was made for: WeasyPrint forgets it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.pdf import tags

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["origin_of", "part_of", "remember_origins"]

_build = tags._build_box_tree  # noqa: SLF001  (no public way from a structure element to its box)


def remember_origins() -> None:
    """Let WeasyPrint note on each structure element the box for which it makes it."""
    tags._build_box_tree = _remembering  # noqa: SLF001  (as above)


def _remembering(box: Any, *others: Any) -> Iterator[Any]:
    for element in _build(box, *others):
        if not hasattr(element, "origin"):
            element.origin = getattr(box, "_box", box)  # what is out of flow comes in a wrapper
        yield element


def origin_of(element: Any) -> Any:
    """Return the HTML element that a structure element stands for; None: a mere run of text."""
    box = getattr(element, "origin", None)
    return None if box is None else box.element


def part_of(element: Any) -> tuple[int, str] | None:
    """Return what tells an element's parts on several pages from all others.

    Content that a style adds (``p::before``) has the element of the paragraph, not its name.
    """
    box = getattr(element, "origin", None)
    if box is None or box.element is None:
        return None
    return id(box.element), box.element_tag
