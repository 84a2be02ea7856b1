"""Repairs of tables: each has a header, every header a scope, every row as many cells as the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pydyf

from publisher.pdf.objects.access import add_element, elements, is_reference, resolve
from publisher.pdf.objects.origins import origin_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["regularise_tables", "scope_headers", "unname_grids"]

GROUPS = {"/THead", "/TBody", "/TFoot"}


def unname_grids(pdf: Any) -> None:
    """Name a table in which nothing is a header what it is to a listener: divisions, one by one.

    Authors set pictures beside each other by such tables. A table has headers (ISO 14289-1, 7.5), and
    a browser takes one without for layout, too.
    """
    for table in elements(pdf, "/Table"):
        rows = list(_rows(pdf, table))
        cells = [cell for row in rows for cell in _kids(pdf, row)]
        if any(cell["S"] == "/TH" for cell in cells):
            continue
        groups = [kid for kid in _kids(pdf, table) if kid["S"] in GROUPS]
        for element in (table, *groups, *rows, *cells):
            element["S"] = "/Div" if all(map(is_reference, element["K"])) else "/P"
            element.pop("A", None)


def scope_headers(pdf: Any) -> None:
    """Give each header cell a Scope (ISO 14289-1, 7.5; ISO 32000-1, table 349).

    A cell that the page calls header of a row is one; of the others those of a table's first row
    and of its head speak for the column. WeasyPrint's lists of headers by cell go: they name
    cells of heads that were said before, and miscount where cells span rows.
    """
    for table in elements(pdf, "/Table"):
        for place, row in enumerate(_rows(pdf, table)):
            first = place == 0 or resolve(pdf, row["P"])["S"] == "/THead"
            for cell in _kids(pdf, row):
                cell.pop("ID", None)
                attributes = cell.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
                attributes.pop("Headers", None)
                if cell["S"] == "/TH":
                    origin = origin_of(cell)
                    own = origin is not None and origin.get("scope") in {"row", "rowgroup"}
                    attributes["Scope"] = "/Column" if first and not own else "/Row"


def regularise_tables(pdf: Any) -> None:
    """Make every row fill the same columns (ISO 14289-1, 7.2; ISO 32000-1, 14.8.4.3.4).

    Authors' tables have rows that are too short and spans that reach beyond the last row. A head
    without a body becomes the body: a head may not stand alone.
    """
    for table in elements(pdf, "/Table"):
        groups = [kid for kid in _kids(pdf, table) if kid["S"] in GROUPS]
        if groups and all(group["S"] == "/THead" for group in groups):
            groups[0]["S"] = "/TBody"
        for group in [g for g in groups if g["S"] == "/THead"][1:]:
            group["S"] = "/TBody"
        _fill(pdf, [list(g) for g in _grouped(pdf, table)])


@dataclass
class _Cell:
    """A cell in the grid: where it begins, how far it reaches."""

    element: Any
    row: int
    column: int
    rows: int
    columns: int


def _fill(pdf: Any, groups: list[list[Any]]) -> None:
    cells = _placed(pdf, groups)
    # A column in which no cell begins is no column: a span of 1,000 is what it reaches.
    begins = {column: place for place, column in enumerate(sorted({c.column for c in cells}))}
    taken: set[tuple[int, int]] = set()
    for cell in cells:
        columns = [begins[c] for c in range(cell.column, cell.column + cell.columns) if c in begins]
        attributes = cell.element.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
        for name, span in (("ColSpan", len(columns)), ("RowSpan", cell.rows)):
            attributes.pop(name, None)
            if span > 1:
                attributes[name] = span
        rows = range(cell.row, cell.row + cell.rows)
        taken.update((row, column) for row in rows for column in columns)
    width = max(1, len(begins))
    for place, row in enumerate(row for group in groups for row in group):
        for column in range(width):
            if (place, column) not in taken:
                row["K"].append(add_element(pdf, "/TD", row).reference)


def _placed(pdf: Any, groups: list[list[Any]]) -> list[_Cell]:
    """Return all cells with their places; none reaches into another or out of its group."""
    found: list[_Cell] = []
    taken: set[tuple[int, int]] = set()
    top = 0
    for group in groups:
        end = top + len(group)
        for row, element in enumerate(group, top):
            column = 0
            for cell in _kids(pdf, element):
                while (row, column) in taken:
                    column += 1
                spans = cell.get("A", {})
                columns = 1
                while columns < spans.get("ColSpan", 1) and (row, column + columns) not in taken:
                    columns += 1
                rows = min(spans.get("RowSpan", 1), end - row)
                found.append(_Cell(cell, row, column, rows, columns))
                taken.update(
                    (row + down, column + right) for down in range(rows) for right in range(columns)
                )
                column += columns
        top = end
    return found


def _grouped(pdf: Any, table: Any) -> Iterator[Iterator[Any]]:
    """Yield the rows of each group; rows that stand in none are one."""
    loose = [kid for kid in _kids(pdf, table) if kid["S"] == "/TR"]
    if loose:
        yield iter(loose)
    for kid in _kids(pdf, table):
        if kid["S"] in GROUPS:
            yield (row for row in _kids(pdf, kid) if row["S"] == "/TR")


def _rows(pdf: Any, table: Any) -> Iterator[Any]:
    for group in _grouped(pdf, table):
        yield from group


def _kids(pdf: Any, element: Any) -> list[Any]:
    return [resolve(pdf, kid) for kid in element["K"] if is_reference(kid)]
