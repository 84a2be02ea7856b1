"""Repairs of the page's content: what belongs to the paper and not to the text is an artifact."""

from __future__ import annotations

from typing import Any

import pydyf

from publisher.pdf.objects.access import is_reference, parent_tree, resolve, walk

__all__ = ["mark_decoration", "mark_page_furniture"]


def mark_page_furniture(pdf: Any) -> None:
    """Make running heads and page numbers artifacts (ISO 14289-1, 7.8; ISO 32000-1, 14.8.2.2).

    WeasyPrint tags the text of margin boxes as content of elements that hang on no tree.
    """
    alive = {element.number for element in walk(pdf)}
    for page, references in _pages(pdf):
        dead = {
            mark
            for mark, reference in enumerate(references)
            if is_reference(reference) and resolve(pdf, reference).number not in alive
        }
        _make_artifacts(pdf, page, references, dead, pydyf.Dictionary({"Type": "/Pagination"}))


def mark_decoration(pdf: Any) -> None:
    """Make artifacts of pictures that have no text (ISO 14289-1, 7.3: a figure needs one).

    An empty ``alt`` says that a picture is decoration; WeasyPrint writes a figure without text.
    """
    bare = [e for e in walk(pdf) if e["S"] == "/Figure" and not _has_text(e)]
    numbers = {figure.number for figure in bare}
    for figure in bare:
        parent = resolve(pdf, figure["P"])
        parent["K"] = pydyf.Array([kid for kid in parent["K"] if kid != figure.reference])
    for page, references in _pages(pdf) if numbers else ():
        dead = {
            mark
            for mark, reference in enumerate(references)
            if is_reference(reference) and resolve(pdf, reference).number in numbers
        }
        _make_artifacts(pdf, page, references, dead, pydyf.Dictionary())


def _has_text(figure: Any) -> bool:
    return "Alt" in figure and bool(figure["Alt"].string.strip())


def _pages(pdf: Any) -> list[tuple[Any, Any]]:
    """Return each page with its part of the parent tree: by MCID, the element."""
    tree = parent_tree(pdf)
    parts = {tree[place]: tree[place + 1] for place in range(0, len(tree), 2)}
    pages = [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
    return [(page, parts[page["StructParents"]]) for page in pages]


def _make_artifacts(pdf: Any, page: Any, references: Any, marks: set[int], properties: Any) -> None:
    """Turn the marked content of these numbers into artifacts, in the stream and in the tree.

    In pydyf a marked-content sequence begins with three items: the tag, the properties, ``BDC``.
    """
    for mark in marks:
        references[mark] = "null"
    stream = resolve(pdf, page["Contents"]).stream
    for place, item in enumerate(stream[:-1]):
        if isinstance(item, dict) and item.get("MCID") in marks and stream[place + 1] == b"BDC":
            stream[place - 1], stream[place] = "/Artifact", properties
