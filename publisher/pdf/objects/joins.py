"""Repairs of what a page's end cut in two: one paragraph, list or table is one element."""

from __future__ import annotations

from typing import Any

import pydyf

from publisher.pdf.objects.access import is_reference, page_of, parent_tree, resolve, walk
from publisher.pdf.objects.origins import part_of

__all__ = ["join_parts"]


def join_parts(pdf: Any) -> None:
    """Join the parts of an element that goes on over a page's end (ISO 14289-1, 7.1, 7.2).

    WeasyPrint makes a tree for each page. To a listener a paragraph would end with its page, a
    list begin anew, and a row that goes on would be a row of a second table.
    """
    for element in walk(pdf):
        _join_kids(pdf, element)


def _join_kids(pdf: Any, parent: Any) -> None:
    """Join the kids of one element that are parts of the same.

    They stand beside each other, but for the cells of a row that goes on and the head of a table,
    which is said once: where it is repeated on each page, that is furniture.
    """
    across = parent["S"] in {"/TR", "/Table"}
    kept: list[Any] = []
    firsts: dict[tuple[int, str], Any] = {}
    for kid in parent["K"]:
        element = resolve(pdf, kid) if is_reference(kid) else None
        part = part_of(element) if element is not None else None
        first = firsts.get(part) if part else None
        if element is None or first is None:
            if not across:
                firsts.clear()
            if part:
                firsts[part] = element
            kept.append(kid)
        elif element["S"] == "/THead" and element.origin.is_header:
            _drop_annotations(pdf, element)
        elif element["S"] == first["S"]:
            _take_over(pdf, first, element)
        else:
            kept.append(kid)
    parent["K"] = pydyf.Array(kept)


def _take_over(pdf: Any, first: Any, other: Any) -> None:
    """Move the kids of ``other`` to the end of ``first``, and all that points at it."""
    tree = parent_tree(pdf)
    for kid in other["K"]:
        if not is_reference(kid):
            part = tree[2 * page_of(pdf, other["Pg"]) + 1]
            part[kid] = first.reference
            same = other["Pg"] == first["Pg"]
            first["K"].append(kid if same else _content(pdf, other["Pg"], kid))
        else:
            item = resolve(pdf, kid)
            if item["Type"] == "/OBJR":
                number = resolve(pdf, item["Obj"])["StructParent"]
                tree[2 * number + 1] = first.reference
            else:
                item["P"] = first.reference
            first["K"].append(kid)
    other.clear()  # no element any more; an object marked as free breaks the table of objects


def _content(pdf: Any, page: bytes, mark: int) -> bytes:
    """Return a reference to marked content on another page than its element's (14.7.4.2)."""
    values = {"Type": "/MCR", "Pg": page, "MCID": mark}
    content = pydyf.Dictionary(values)
    pdf.add_object(content)
    reference: bytes = content.reference
    return reference


def _drop_annotations(pdf: Any, element: Any) -> None:
    """Take the links of a table's repeated head off their page."""
    for kid in element["K"]:
        if not is_reference(kid):
            continue
        item = resolve(pdf, kid)
        if item["Type"] == "/OBJR":
            annotations = resolve(pdf, item["Pg"])["Annots"]
            annotations.remove(item["Obj"])
        else:
            _drop_annotations(pdf, item)
