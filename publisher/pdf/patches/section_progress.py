"""The layout, followed: which section it is at, so that a failure has a place in the report.

WeasyPrint logs the pages that it begins (its issue #488), which is enough for a limit of pages
(``child/page_limit``) and says nothing of what is on them.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from weasyprint.layout import block

from publisher.pdf.child.sections import name_of
from publisher.pdf.patches.patch import Patch, replaced
from publisher.pdf.progress import SECTION, begin, end

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PATCH", "followed"]

PATCH = Patch(
    needs={"weasyprint.layout.block.block_level_layout": ("context", "box")},
    without="a PDF that fails does not say at which question",
    weaker=False,
)


@contextmanager
def followed() -> Iterator[None]:
    """Say which section the layout that is made inside is at.

    This is the one function that each block goes through.  A section that was begun stays so when the
    layout fails: that is where it failed.
    """
    if PATCH.lacks():
        yield
        return
    lay_out, at = block.block_level_layout, ""

    def following(context: Any, box: Any, *others: Any, **named: Any) -> Any:
        nonlocal at
        if (name := name_of(box) or at) != at:
            if at:
                end(SECTION, at)
            begin(SECTION, at := name)
        return lay_out(context, box, *others, **named)

    with replaced(block, "block_level_layout", following):
        yield
    end(SECTION, at)
