"""Labels of a drawing that are HTML (``foreignObject``), which WeasyPrint does not draw, as plain text."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SVG", "label", "lines_of", "local", "pictured"]

SVG = "http://www.w3.org/2000/svg"
_BLOCKS = frozenset(("br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "tr"))
_SILENT = frozenset(("script", "style", "template"))
_PICTURES = frozenset(("canvas", "iframe", "img", "input", "math", "object", "svg", "video"))
_SIZE = re.compile(r"font-size:\s*(\d{1,3}(?:\.\d{1,3})?)px")
_NUMBER = re.compile(r"(-?\d{1,6}(?:\.\d{1,9})?)(?:px)?")
_USUAL = 16.0
"""Pixels of a browser's own type."""
_LEADING, _WIDTH = 1.2, 0.5
"""A line's height, and a letter's width, in sizes of the type."""


def local(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def lines_of(box: ET.Element) -> list[str]:
    """Return the lines of text that HTML in a drawing shows."""
    text = "".join(_pieces(box))
    return [line for line in (" ".join(part.split()) for part in text.split("\0")) if line]


def _pieces(element: ET.Element) -> Iterator[str]:
    """Yield the text below an element; NUL, which XML does not know, where a line ends."""
    block = "\0" if local(element) in _BLOCKS else ""
    yield block
    if local(element) not in _SILENT:
        yield element.text or ""
        for child in element:
            yield from _pieces(child)
            yield child.tail or ""
    yield block


def pictured(box: ET.Element) -> str:
    """Return the name of something in HTML that is no text; empty: there is none."""
    return next((name for name in map(local, box.iter()) if name in _PICTURES), "")


def label(box: ET.Element) -> ET.Element | None:
    """Return the text of a ``foreignObject``, in the middle of its box; None: it has no text or place."""
    sides = [_NUMBER.fullmatch(box.get(name, "0")) for name in ("x", "y", "width", "height")]
    left, top, width, height = (float(side[1]) if side else 0.0 for side in sides)
    lines = lines_of(box)
    if not (lines and width > 0 and height > 0):
        return None
    sizes = (_SIZE.search(inner.get("style", "")) for inner in box.iter())
    size = next((float(found[1]) for found in sizes if found), _USUAL) or _USUAL
    room = max(1, int(width / (_WIDTH * size)))
    rows = [row for line in lines for row in textwrap.wrap(line, room, break_long_words=False)]
    size = min(size, height / (_LEADING * len(rows)))
    made = ET.Element(
        f"{{{SVG}}}text",
        {"text-anchor": "middle", "font-family": "sans-serif", "stroke": "none"},
    )
    made.set("font-size", f"{size:.2f}")
    for name in ("transform", "class"):
        if value := box.get(name):
            made.set(name, value)
    first = top + height / 2 - (len(rows) - 1) * _LEADING * size / 2 + 0.35 * size
    for place, row in enumerate(rows):
        line = ET.SubElement(made, f"{{{SVG}}}tspan")
        line.set("x", f"{left + width / 2:.2f}")
        line.set("y", f"{first + place * _LEADING * size:.2f}")
        line.text = row
    return made
