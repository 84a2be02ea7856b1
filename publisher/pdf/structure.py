"""Repairs of the structure tree: what WeasyPrint 70 writes is not yet PDF/UA."""

from __future__ import annotations

from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import InlineBox

from publisher.pdf.objects import add_element, elements, is_reference, parent_tree, resolve

__all__ = ["keep_one_link", "point_links_at_annotations", "scope_headers", "wrap_list_items"]


def scope_headers(pdf: Any, row_headers: frozenset[int]) -> None:
    """Give each header cell a Scope (ISO 14289-1, 7.5; ISO 32000-1, table 349).

    `row_headers` are the object numbers of the cells that the document itself calls headers of a
    row; of the others those of a table's first row and of its head speak for the column.
    """
    for cell in elements(pdf, "/TH"):
        row = resolve(pdf, cell["P"])
        group = resolve(pdf, row["P"])
        first = group["S"] == "/THead" or (
            group["S"] == "/Table" and next(_rows(pdf, group), None) is row
        )
        attributes = cell.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
        own = cell.number in row_headers
        attributes["Scope"] = "/Column" if first and not own else "/Row"


def _rows(pdf: Any, table: Any) -> Any:
    for kid in table["K"]:
        if is_reference(kid) and resolve(pdf, kid).get("S") == "/TR":
            yield resolve(pdf, kid)


def wrap_list_items(pdf: Any) -> None:
    """Put what stands loose in a list item into its body (ISO 14289-1, 7.6).

    A list item may hold a label and a body only; WeasyPrint gives it the paragraphs of a loose
    list, and of a list in it, as they come.
    """
    for item in elements(pdf, "/LI"):
        kids = [
            (kid, resolve(pdf, kid).get("S") if is_reference(kid) else None) for kid in item["K"]
        ]
        if all(kind in {"/Lbl", "/LBody"} for _, kind in kids):
            continue
        labels = [kid for kid, kind in kids if kind == "/Lbl"]
        body = add_element(pdf, "/LBody", item)
        for kid, kind in kids:
            if kind == "/LBody":
                for inner in resolve(pdf, kid)["K"]:
                    _move(pdf, inner, body)
            elif kind != "/Lbl":
                _move(pdf, kid, body)
        item["K"] = pydyf.Array([*labels, body.reference])


def _move(pdf: Any, kid: Any, parent: Any) -> None:
    parent["K"].append(kid)
    if not is_reference(kid):
        return
    element = resolve(pdf, kid)
    if element.get("Type") == "/StructElem":
        element["P"] = parent.reference


def keep_one_link(document: Any) -> None:
    """Drop the links of what stands in a line within a link (ISO 14289-1, 7.18.5).

    WeasyPrint hands a link on to every box in it, and so would write a second annotation for
    ``<a><code>``: outside the Link element, and one more stop for those who go by the keyboard.
    """
    for page in document.pages:
        page.links[:] = [
            link for link in page.links if link[3].link or not isinstance(link[3], InlineBox)
        ]


def point_links_at_annotations(pdf: Any) -> None:
    """Move a linked image's annotation from the figure to the link (ISO 14289-1, 7.18.5).

    The reference to the annotation must stand in a Link element, and the parent tree must lead
    from the annotation to that element.
    """
    for figure in elements(pdf, "/Figure"):
        link = resolve(pdf, figure["P"])
        found = [
            kid
            for kid in figure["K"]
            if is_reference(kid) and resolve(pdf, kid).get("Type") == "/OBJR"
        ]
        if not found or link.get("S") != "/Link":
            continue
        figure["K"] = pydyf.Array([kid for kid in figure["K"] if kid not in found])
        link["K"].extend(found)
        tree = parent_tree(pdf)
        for kid in found:
            annotation = resolve(pdf, resolve(pdf, kid)["Obj"])
            tree[_place(tree, annotation["StructParent"]) + 1] = link.reference


def _place(tree: Any, number: int) -> int:
    """Return the place of a key in the parent tree: keys stand at even places."""
    return next(place for place in range(0, len(tree), 2) if tree[place] == number)
