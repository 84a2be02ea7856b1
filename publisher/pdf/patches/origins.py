"""Which part of the page each structure element was made for: WeasyPrint forgets it at once.

``objects/origins`` reads what is noted here.  It is the only way from a structure element to its box, and with it
what a page's end cuts can be joined, which WeasyPrint does not (its issue #2903).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from weasyprint.pdf import tags

from publisher.pdf.patches.patch import Patch

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PATCH", "apply"]

PATCH = Patch(
    needs={"weasyprint.pdf.tags._build_box_tree": ("box", "parent")},
    without="read aloud, what a page's end cuts is in two parts, and links, code and notes have no names",
)


def apply() -> None:
    """Let WeasyPrint note on each structure element the box for which it makes it."""
    tags._build_box_tree = partial(_remembering, tags._build_box_tree)  # noqa: SLF001  (no public way)


def _remembering(build: Any, box: Any, *others: Any) -> Iterator[Any]:
    for element in build(box, *others):
        if not hasattr(element, "origin"):
            element.origin = getattr(box, "_box", box)  # what is out of flow comes in a wrapper
        yield element
