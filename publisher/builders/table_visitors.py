"""How tables are written on our page."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from docutils import nodes

from publisher.builders.page_base import PageBase
from publisher.builders.table_width import breaks_of, cells, head_class, room_of
from publisher.language.message import Message
from publisher.report.passages import columns_of
from publisher.rules.table_wide import MOST


class TableVisitors(PageBase):
    """Writes tables: on a screen they scroll, on paper they take the room that there is."""

    def visit_table(self, node: nodes.table) -> None:
        if self.for_print and columns_of(node) > MOST:
            self._rows(node)
            raise nodes.SkipNode
        self.spans |= spans_of(node)
        if not self.for_print:
            # A table wider than the page scrolls; the keyboard must be able to reach it.
            label = self.attval(self.words.plain(Message("Table")))
            self.body.append(f'<div class="table" tabindex="0" role="group" aria-label="{label}">')
            self.body.append(f"<table{self.given(node)}>\n")
            return
        room = room_of(node)
        self.body.append('<div class="turned">\n' if room.turned else "")
        self.context.append("</div>\n" if room.turned else "")
        classes = " ".join((*room.classes, *breaks_of(node)))
        shown = f' class="{classes}"' if classes else ""
        self.body.append(f"<table{shown}{self.given(node)}>\n")
        if room.widths:
            columns = "".join(f'<col style="width: {width}%"{self.void}>' for width in room.widths)
            self.body.append(f"<colgroup>{columns}</colgroup>\n")

    def _rows(self, table: nodes.table) -> None:
        """Write a table that is wider than any page as lines of text."""
        for _, row in groupby(cells(table), key=lambda found: found[1].parent):
            self.body.append('<div class="row">')
            for _, cell in row:
                self.body.append('<div class="cell">')
                for child in cell.children:
                    child.walkabout(self)
                self.body.append("</div>\n")
            self.body.append("</div>\n")

    def depart_table(self, node: nodes.table) -> None:
        del node
        self.body.append("</table>\n" + (self.context.pop() if self.for_print else "</div>\n"))

    def visit_tgroup(self, node: nodes.tgroup) -> None:
        """Write nothing: columns find their own width."""

    def depart_tgroup(self, node: nodes.tgroup) -> None:
        """Write nothing."""

    def visit_colspec(self, node: nodes.colspec) -> None:
        raise nodes.SkipNode

    def visit_entry(self, node: nodes.entry) -> None:
        scope = head_kind(node)
        name = "th" if scope else "td"
        attributes: dict[str, Any] = {"scope": scope} if scope else {}
        spans = zip(("colspan", "rowspan"), self.spans.pop(node, ()), strict=False)
        attributes |= {span: size for span, size in spans if size > 1}
        self.body.append(self.starttag(node, name, "", **attributes))
        self.context.append(f"</{name}>\n")

    def visit_thead(self, node: nodes.thead) -> None:
        # A table that is all head has a body to PDF/UA, else it would have none.
        alone = node.next_node(nodes.tbody, descend=False, siblings=True) is None
        name = "tbody" if alone else "thead"
        self.context.append(f"</{name}>\n")
        shown = head_class(node) if self.for_print else ""
        self.body.append(f'<{name} class="{shown}">\n' if shown else f"<{name}>\n")

    def depart_thead(self, node: nodes.thead) -> None:
        self.body.append(self.context.pop())

    def visit_row(self, node: nodes.row) -> None:
        self.body.append(f"<tr{self.given(node)}>")


def spans_of(table: nodes.table) -> dict[nodes.entry, tuple[int, int]]:
    """Return of the cells that span more how many columns and rows there are for them.

    HTML lets none reach below the last row of its part, nor into columns in which no cell begins.
    """
    found = list(cells(table))
    columns = 1 + max((column for column, _ in found), default=0)
    below = {
        row: len(part.children) - place
        for group in table.children
        for part in group.children
        for place, row in enumerate(part.children)
    }
    return {
        cell: (
            min(cell.get("morecols", 0) + 1, columns - column),
            min(cell.get("morerows", 0) + 1, below[cell.parent]),
        )
        for column, cell in found
        if "morecols" in cell or "morerows" in cell
    }


def head_kind(node: nodes.entry) -> str:
    """Return of what a cell is the header: of its column, its row, or nothing."""
    row = node.parent
    if isinstance(row.parent, nodes.thead):
        return "col"
    column = row.parent.parent[0]
    stub = isinstance(column, nodes.colspec) and column.get("stub")
    return "row" if stub and row[0] is node else ""
