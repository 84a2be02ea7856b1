"""A drawing (SVG) as it is printed, checked: it stands alone, runs nothing, and has an end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from publisher.language.message import Message
from publisher.pdf.drawings.labels import SVG, local
from publisher.pdf.drawings.markup import UnsafeDrawingError, check_markup
from publisher.pdf.drawings.plain import REFERENCES, Plain
from publisher.pdf.drawings.references import References
from publisher.read.files.picture_data import looks_like_svg

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PrintedDrawing", "UnsafeDrawingError", "read_drawing"]

FORBIDDEN = {"script", "handler", "listener", "iframe", "embed", "object", "set", "animate"}
OUTSIDE = re.compile(r"url\((?!\s*['\"]?\s*#)", re.IGNORECASE)
IMPORT = re.compile(r"@import|\\", re.IGNORECASE)  # a backslash could spell either word


@dataclass(frozen=True)
class PrintedDrawing:
    """A drawing that may be drawn.

    ``tree``: its elements; an ``image`` refers to its picture by the address in ``pictures``; ``pictures``: the
    bytes of the pictures in it that have pixels; ``drawings``: the drawings in it; ``lacks``: what print does
    not show, in words; ``otherwise``: what looks otherwise in print, in words; ``elements``: how many there
    are, those of drawings in it included.
    """

    tree: ET.Element
    pictures: Mapping[str, bytes]
    drawings: Mapping[str, PrintedDrawing]
    lacks: tuple[str, ...]
    otherwise: tuple[str, ...]
    elements: int


def read_drawing(data: bytes, language: str, *, inner: bool = False) -> PrintedDrawing:
    """Return the drawing in ``data`` for readers of a language, in the form in which it can be drawn.

    ``inner``: it stands within another one; then it holds no third.

    Raises UnsafeDrawingError (it is refused, with the reason).
    """
    check_markup(data)
    tree = ET.fromstring(data)  # noqa: S314  (checked)
    if tree.tag != f"{{{SVG}}}svg":
        raise UnsafeDrawingError(Message("the root is not an `svg` element"))
    plain = Plain(language)
    plain.make(tree)
    drawings: dict[str, PrintedDrawing] = {}
    for address, held in plain.pictures.items():
        if looks_like_svg(held):
            if inner:
                raise UnsafeDrawingError(Message("it holds a drawing that holds a drawing"))
            drawings[address] = read_drawing(held, language, inner=True)
            plain.lacks |= dict.fromkeys(drawings[address].lacks)
            plain.otherwise |= dict.fromkeys(drawings[address].otherwise)
    references = References()
    _check(tree, plain.pictures, drawings, references)
    if excess := references.excess():
        raise UnsafeDrawingError(excess)
    pictures = {name: held for name, held in plain.pictures.items() if name not in drawings}
    told = tuple(plain.lacks), tuple(plain.otherwise)
    return PrintedDrawing(tree, pictures, drawings, *told, references.elements)


def _check(
    element: ET.Element,
    pictures: Mapping[str, bytes],
    drawings: Mapping[str, PrintedDrawing],
    references: References,
) -> None:
    name = local(element)
    plain = {key.rpartition("}")[2].lower(): value for key, value in element.attrib.items()}
    if name.lower() in FORBIDDEN:
        raise UnsafeDrawingError(f"it holds `{name}`")
    held = plain.get("href", "") if name == "image" else ""
    for attribute, value in plain.items():
        if not (attribute == "href" and held in pictures):
            _check_attribute(name, attribute, value)
    weight = 1 + (drawings[held].elements if held in drawings else 0)
    references.enter({} if name == "a" else plain, weight)
    for child in element:
        _check(child, pictures, drawings, references)
    references.leave()


def _check_attribute(element: str, attribute: str, value: str) -> None:
    if attribute.startswith("on"):
        raise UnsafeDrawingError(f"`{attribute}` runs a script")
    if attribute in REFERENCES and element != "a" and not value.strip().startswith("#"):
        raise UnsafeDrawingError(f"`{attribute}` of `{element}` refers to something outside")
    if attribute == "style":
        if OUTSIDE.search(value) or IMPORT.search(value):
            raise UnsafeDrawingError(Message("a style refers to something outside"))
    elif OUTSIDE.search(value):
        raise UnsafeDrawingError(f"`{attribute}` of `{element}` refers to something outside")
