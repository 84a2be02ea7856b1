"""Heads of tables: one that is too high to stand on every page stands on the first, as other rows do.

WeasyPrint repeats the head of a table on each of its pages.  Where the head is higher than a page, or
leaves no room for a row, it leaves the head out: on all pages, and its words are lost.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import block

__all__ = ["keep_heads"]

_HIGHEST = 1 / 4
"""So much of a page a head may take to be repeated on the next."""
_lay_out = block.table_layout


def keep_heads() -> None:
    """Let WeasyPrint lay out a head that is too high as rows that are not repeated."""
    block.table_layout = _keeping


def _keeping(context: Any, table: Any, bottom_space: Any, begin: Any, *others: Any) -> Any:
    made, *rest = _lay_out(context, table, bottom_space, begin, *others)
    if made is None or begin is not None or not (table.children and table.children[0].is_header):
        return made, *rest
    head = made.children[0] if made.children else None
    if head and head.is_header and head.height <= _HIGHEST * context.page_bottom:
        return made, *rest
    block.remove_placeholders(context, [made], *others[-2:])
    table.children[0].is_header = False
    return _lay_out(context, table, bottom_space, begin, *others)
