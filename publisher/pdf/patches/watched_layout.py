"""The layout, watched: which section it is at, and that it makes no more pages than it may."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from weasyprint.layout import block

from publisher.pdf.child.sections import name_of
from publisher.pdf.patches.patch import Patch
from publisher.pdf.progress import SECTION, begin, end

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PATCH", "TooManyPagesError", "watched"]

PATCH = Patch(
    needs={"weasyprint.layout.block.block_level_layout": ("context", "box")},
    without="the limit of pages is not held, and a failure does not say at which question it was",
)


class TooManyPagesError(Exception):
    """The layout has come to a page beyond the limit."""


@contextmanager
def watched(pages: int) -> Iterator[None]:
    """Watch the layout that is made inside: say which section it is at, stop it beyond ``pages``.

    WeasyPrint has no way to follow a layout; this is the one function that each block goes
    through. A section that was begun stays so when the layout fails: that is where it failed.

    Raises TooManyPagesError (there would be more pages).
    """
    if PATCH.lacks():
        yield
        return
    lay_out, at = block.block_level_layout, ""

    def watching(context: Any, box: Any, *others: Any, **named: Any) -> Any:
        nonlocal at
        if context.current_page > pages:
            raise TooManyPagesError
        if (name := name_of(box) or at) != at:
            if at:
                end(SECTION, at)
            begin(SECTION, at := name)
        return lay_out(context, box, *others, **named)

    block.block_level_layout = watching
    try:
        yield
    finally:
        block.block_level_layout = lay_out
    end(SECTION, at)
