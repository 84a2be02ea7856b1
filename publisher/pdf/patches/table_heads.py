"""Heads of tables: one that is too high to stand on every page stands on the first, as other rows do.

WeasyPrint repeats the head of a table on each of its pages.  Where the head is higher than a page, or
leaves no room for a row, it leaves the head out: on all pages, and its words are lost (its issue #2679).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from weasyprint.layout import block

from publisher.pdf.patches.patch import Patch

__all__ = ["PATCH", "apply"]

PATCH = Patch(
    needs={
        "weasyprint.layout.block.table_layout": ("context", "table", "bottom_space", "skip_stack"),
        "weasyprint.layout.block.remove_placeholders": ("context", "box_list"),
    },
    without="the words of a table's head that is as high as a page are missing",
)

_HIGHEST = 1 / 4
"""So much of a page a head may take to be repeated on the next."""


def apply() -> None:
    """Let WeasyPrint lay out a head that is too high as rows that are not repeated."""
    block.table_layout = partial(_keeping, block.table_layout)


def _keeping(
    lay_out: Any, context: Any, table: Any, bottom_space: Any, begin: Any, *others: Any
) -> Any:
    made, *rest = lay_out(context, table, bottom_space, begin, *others)
    if made is None or begin is not None or not (table.children and table.children[0].is_header):
        return made, *rest
    head = made.children[0] if made.children else None
    if head and head.is_header and head.height <= _HIGHEST * context.page_bottom:
        return made, *rest
    block.remove_placeholders(context, [made], *others[-2:])
    table.children[0].is_header = False
    return lay_out(context, table, bottom_space, begin, *others)
