"""Which part of the page a structure element stands for, as ``patches/origins`` has noted it."""

from __future__ import annotations

from typing import Any

__all__ = ["origin_of", "part_of"]


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
