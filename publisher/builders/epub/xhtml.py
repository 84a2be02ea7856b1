"""HTML of our page as XHTML: well formed, whatever an author wrote."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from publisher.builders.xml_text import written

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

XHTML: Final = "http://www.w3.org/1999/xhtml"
_MATHML: Final = "http://www.w3.org/1998/Math/MathML"
_OPS: Final = "http://www.idpf.org/2007/ops"


def tree_of(html: str) -> Element:
    """Return a whole HTML page as a tree of elements with plain names, all of whose texts XML can write."""
    import tinyhtml5

    tree: Element = tinyhtml5.parse(io.StringIO(html), namespace_html_elements=False)
    for element in tree.iter():
        space, _, name = element.tag.rpartition("}")
        element.tag = name
        element.attrib = {
            key: written(value)
            for key, value in element.attrib.items()
            if not key.startswith(("{", "xmlns"))
        }
        if name == "math" and space:
            element.set("xmlns", _MATHML)
        element.text = written(element.text or "")
        element.tail = written(element.tail or "")
    return tree


def xhtml(tree: Element) -> bytes:
    """Return a tree of ``tree_of`` as an XHTML document."""
    language = tree.get("lang", "en")
    tree.attrib = {"xmlns": XHTML, "xmlns:epub": _OPS, "lang": language, "xml:lang": language}
    text = ET.tostring(tree, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{text}\n'.encode()
