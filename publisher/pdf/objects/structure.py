"""Repairs of the structure tree: what WeasyPrint 70 writes is not yet PDF/UA."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pydyf

from publisher.pdf.objects.access import add_element, elements, is_reference, resolve, walk
from publisher.pdf.objects.metadata import LONGEST
from publisher.pdf.objects.origins import origin_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "describe_links",
    "keep_one_link",
    "name_contents",
    "name_elements",
    "name_terms",
    "wrap_list_items",
]

# What WeasyPrint has no name for, by the HTML element (ISO 32000-1, 14.8.4).
NAMES = {
    **dict.fromkeys(("code", "kbd", "samp"), "/Code"),
    **dict.fromkeys(("pre", "summary"), "/P"),
    **dict.fromkeys(("del", "em", "ins", "mark", "small", "strong", "sub", "sup"), "/Span"),
    **dict.fromkeys(("figure", "header", "nav"), "/Div"),
}
# And by its class.
CLASSES = {
    **dict.fromkeys(("footnote", "link-note"), "/Note"),
    "link-reference": "/Reference",
    "link-number": "/Lbl",
}
SHORT = 300
"""So many characters of a link's text describe it."""


def name_elements(pdf: Any) -> None:
    """Call code, notes and their like by their names (ISO 14289-1, 7.1, 7.9).

    A note has an identifier of its own (7.9).
    """
    notes = 0
    for element in walk(pdf):
        origin = origin_of(element)
        if origin is None:
            continue
        if element.origin.element_tag == origin.tag:
            if element["S"] == "/NonStruct":
                element["S"] = NAMES.get(origin.tag, "/NonStruct")
            for name in (origin.get("class") or "").split():
                element["S"] = CLASSES.get(name, element["S"])
            if latex := origin.get("data-latex"):
                element["S"], element["Alt"] = "/Formula", pydyf.String(latex)
        if element["S"] == "/Figure" and origin.get("class") == "formula-piece":
            element["S"] = "/Span"
            element.pop("Alt", None)
            element.pop("A", None)
        if element["S"] == "/Note":
            notes += 1
            element["ID"] = pydyf.String(f"note-{notes}")
        if language := origin.get("lang"):
            element["Lang"] = pydyf.String(language)


def name_contents(pdf: Any) -> None:
    """Make the list of contents one (ISO 14289-1, 7.2; ISO 32000-1, table 333): TOC of TOCI.

    An entry holds its references and the entries below it, not the body of a list's item.
    """
    for element in list(walk(pdf)):
        origin = origin_of(element)
        if element["S"] == "/L" and origin is not None and _has_class(origin, "toc"):
            element["S"] = "/TOC"
    for item in elements(pdf, "/LI"):
        if resolve(pdf, item["P"])["S"] != "/TOC":
            continue
        item["S"] = "/TOCI"
        bodies = [kid for kid in item["K"] if resolve(pdf, kid)["S"] == "/LBody"]
        held = [
            inner
            for kid in item["K"]
            for inner in (resolve(pdf, kid)["K"] if kid in bodies else [kid])
        ]
        item["K"] = pydyf.Array()
        for kid in held:
            _move(pdf, kid, item)
            if resolve(pdf, kid)["S"] == "/Div":
                resolve(pdf, kid)["S"] = "/Reference"
        for body in bodies:
            resolve(pdf, body).clear()


def _has_class(origin: Any, name: str) -> bool:
    return name in (origin.get("class") or "").split()


def describe_links(pdf: Any) -> None:
    """Describe each link by its text and where it leads (ISO 14289-1, 7.18.5).

    WeasyPrint describes it by its target alone, which for a link within the page is a mere id.
    What leads nowhere is no link: its address was too long, or its target is missing.
    """
    for link in elements(pdf, "/Link"):
        origin = origin_of(link)
        held = [resolve(pdf, kid) for kid in link["K"] if is_reference(kid)]
        references = [item for item in held if item.get("Type") == "/OBJR"]
        if not references:
            link["S"] = "/Span"
        for reference in references:
            annotation = resolve(pdf, reference["Obj"])
            said = _text_of(origin) if origin is not None else ""
            if "A" in annotation:
                address = annotation["A"]["URI"].string
                said = address if said in ("", address) else f"{said} ({address})"
            if said:
                annotation["Contents"] = pydyf.String(said)
                if origin is not None and not "".join(origin.itertext()).strip():  # a picture alone
                    link["Alt"] = pydyf.String(said)


def _text_of(origin: Any) -> str:
    if label := origin.get("aria-label"):
        return str(label)
    words = [*origin.itertext(), *(image.get("alt") or "" for image in origin.iter("img"))]
    text = " ".join(" ".join(words).split())
    return text if len(text) <= SHORT else text[: SHORT - 1] + "\u2026"


def name_terms(pdf: Any) -> None:
    """Make of a list of definitions items of a term, its label, and what it means (ISO 14289-1, 7.6).

    WeasyPrint makes an item of each, all bodies.
    """
    for held in elements(pdf, "/L"):
        if (origin := origin_of(held)) is None or origin.tag != "dl":
            continue
        kept: list[Any] = []
        for kid in held["K"]:
            own = resolve(pdf, kid)
            is_term = origin_of(own).tag == "dt"
            for part in own["K"] if is_term else ():
                resolve(pdf, part)["S"] = "/Lbl"
            item = resolve(pdf, kept[-1]) if kept else None
            last = resolve(pdf, item["K"][-1]) if item is not None else None
            if last is None or (is_term and last["S"] != "/Lbl"):
                kept.append(kid)
                continue
            for part in own["K"]:
                if last["S"] == "/LBody":  # of several definitions each keeps its language
                    resolve(pdf, part)["S"] = "/Div"
                _move(pdf, part, last if last["S"] == "/LBody" else item)
            own.clear()
        held["K"] = pydyf.Array(kept)


def wrap_list_items(pdf: Any) -> None:
    """Put what stands loose in a list item into its body (ISO 14289-1, 7.6).

    A list item may hold a label and a body only; WeasyPrint gives it the paragraphs of a loose
    list, and of a list in it, as they come.
    """
    for item in elements(pdf, "/LI"):
        kids = [
            (kid, resolve(pdf, kid).get("S") if is_reference(kid) else None) for kid in item["K"]
        ]
        bodies = sum(kind == "/LBody" for _, kind in kids)
        if bodies <= 1 and all(kind in {"/Lbl", "/LBody"} for _, kind in kids):
            continue
        labels = [kid for kid, kind in kids if kind == "/Lbl"]
        body = add_element(pdf, "/LBody", item)
        for kid, kind in kids:
            if kind == "/LBody":
                for inner in resolve(pdf, kid)["K"]:
                    _move(pdf, inner, body)
                resolve(pdf, kid).clear()
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
    """Give a link one annotation on each line, around all that it holds there (ISO 14289-1, 7.18.5).

    WeasyPrint hands a link on to every box in it, and so would write another annotation for
    ``<a><code>`` or ``<a><img>``: outside the Link element, and one more stop for those who go by
    the keyboard.  An address that is longer than a string may be (ISO 19005-3, 6.1.13) is no link.
    """
    for page in document.pages:
        kept: list[Any] = []
        for link in page.links:
            _, _, rectangle, box = link
            if box.link or not kept:
                kept.append(link)
            else:  # it stands in the last one
                *address, around, holder = kept[-1]
                kept[-1] = (*address, _around(around, rectangle), holder)
        page.links[:] = [link for link in kept if len(link[1]) <= LONGEST]


def _around(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    """Return the rectangle around two (left, top, right, bottom)."""
    return (*map(min, one[:2], other[:2]), *map(max, one[2:], other[2:]))
