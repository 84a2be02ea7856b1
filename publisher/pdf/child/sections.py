"""Sections by their names: where the layout is, and on which pages each is in the end."""

from __future__ import annotations

from typing import Any

from publisher.pdf.patches.page_boxes import boxes

__all__ = ["name_of", "places_of", "take_names"]

NAME = "data-name"


def take_names(root: Any) -> None:
    """Hand the id of each section on to its first element, which links then lead to.

    Both begin at the same point of the page. WeasyPrint computes styles anew for an element with an id, and
    for all within it: those of every question, a fifth of the layout of a long report.
    """
    for section in root.iter("section"):
        name, begins = section.get("id"), not (section.text or "").strip()
        first = next(iter(section), None) if name and begins else None
        if first is not None and isinstance(first.tag, str) and not first.get("id"):  # no comment
            section.set(NAME, section.attrib.pop("id"))
            first.set("id", name)


def name_of(box: Any) -> str:
    """Return the name of the section that a box is for; empty: it is for none, or for one without."""
    if box.element_tag != "section":
        return ""
    return box.element.get(NAME) or box.element.get("id") or ""


def places_of(document: Any) -> dict[str, tuple[int, int]]:
    """Return the first and last page of each section that has a name, from 1."""
    places: dict[str, tuple[int, int]] = {}
    for number, page in enumerate(document.pages, 1):
        for box in boxes(page):
            if name := name_of(box):
                places[name] = places.get(name, (number, number))[0], number
    return places
