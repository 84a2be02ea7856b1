"""How to find one's way in pydyf's objects: references are text, kids are a mixture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pydyf

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "add_element",
    "elements",
    "is_reference",
    "page_of",
    "parent_tree",
    "resolve",
    "walk",
]


def is_reference(value: object) -> bool:
    """Tell whether the value is a reference to an object, such as ``b"12 0 R"``."""
    return isinstance(value, bytes) and value.endswith(b" 0 R")


def resolve(pdf: Any, reference: bytes) -> Any:
    """Return the object that a reference names."""
    return pdf.objects[int(reference.split()[0])]


def elements(pdf: Any, *kinds: str) -> Iterator[Any]:
    """Yield the structure elements, of all kinds or of those named (``/LI``), in file order."""
    for item in list(pdf.objects):
        found = isinstance(item, dict) and item.get("Type") == "/StructElem"
        if found and (not kinds or item["S"] in kinds):
            yield item


def walk(pdf: Any) -> Iterator[Any]:
    """Yield the structure elements that can be reached from the root, a parent before its kids."""
    waiting = list(resolve(pdf, pdf.catalog["StructTreeRoot"])["K"])
    while waiting:
        element = resolve(pdf, waiting.pop())
        if element.get("Type") == "/StructElem":
            yield element
            waiting += reversed([kid for kid in element["K"] if is_reference(kid)])


def page_of(pdf: Any, reference: bytes) -> int:
    """Return a page's number, from 0, which is its key in the parent tree."""
    number: int = resolve(pdf, reference)["StructParents"]
    return number


def parent_tree(pdf: Any) -> Any:
    """Return the array of the parent tree: a number, then what it maps to, and so on.

    A page's number maps to an array by MCID, an annotation's to one reference
    (ISO 32000-1, 14.7.4.4).
    """
    root = resolve(pdf, pdf.catalog["StructTreeRoot"])
    return resolve(pdf, root["ParentTree"])["Nums"]


def add_element(pdf: Any, kind: str, parent: Any) -> Any:
    """Add a structure element of a kind (``/LBody``) below ``parent``, without kids as yet."""
    values = {"Type": "/StructElem", "S": kind, "P": parent.reference, "K": pydyf.Array()}
    if "Pg" in parent:
        values["Pg"] = parent["Pg"]
    element = pydyf.Dictionary(values)
    pdf.add_object(element)
    return element
