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

__all__ = ["PATCH", "boxes", "gathered_anew"]

PATCH = Patch(
    needs={"weasyprint.document.Page._page_box": (), "weasyprint.document.Page": ("page_box",)},
    without="code and links in a line from right to left stand in the wrong place, no mark says that "
    "a line of code goes on, and the list of pages is empty",
)


def boxes(page: Any) -> Iterable[Any]:
    """Return all boxes of a page, each before those in it; none where they cannot be had."""
    if PATCH.lacks():
        return ()
    found: Iterable[Any] = page._page_box.descendants()  # noqa: SLF001  (no public way)
    return found


def gathered_anew(page: Any) -> Any:
    """Return a page again whose boxes were moved: links and anchors are where these are now."""
    return Page(page._page_box)  # noqa: SLF001  (no public way)
