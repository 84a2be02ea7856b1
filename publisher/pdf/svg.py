"""Whether a drawing (SVG) is safe to be drawn: it stands alone, runs nothing, and has an end."""

from __future__ import annotations

import re
from xml.parsers import expat

from publisher.pdf.references import DEEPEST, References

__all__ = ["UnsafeDrawingError", "check_svg", "looks_like_svg"]

SVG = "http://www.w3.org/2000/svg"
# Attributes are compared without their namespace: `href` and `xlink:href` do the same.
REFERENCES = {"href", "src", "base"}
FORBIDDEN = {"script", "handler", "listener", "iframe", "embed", "object", "set", "animate"}
OUTSIDE = re.compile(r"url\((?!\s*['\"]?\s*#)", re.IGNORECASE)
IMPORT = re.compile(r"@import|\\", re.IGNORECASE)  # a backslash could spell either word


class UnsafeDrawingError(ValueError):
    """The drawing is not well-formed, or would load, run or draw too much."""


def looks_like_svg(data: bytes) -> bool:
    """Tell whether the bytes are meant as SVG, by their beginning."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and b"<svg" in head


def check_svg(data: bytes) -> None:
    """Check a drawing.

    A document type is let pass only without an internal subset: then it can declare no entity,
    and the external one is never read.

    Raises:
        UnsafeDrawingError: with the reason.

    """
    parser = expat.ParserCreate(namespace_separator=" ")
    names: list[str] = []
    css: list[str] = []
    references = References()

    def start(name: str, attributes: dict[str, str]) -> None:
        if not names and name != f"{SVG} svg":
            raise UnsafeDrawingError("the root is not an `svg` element")
        local = name.rpartition(" ")[2]
        names.append(local)
        plain = {name.rpartition(" ")[2].lower(): value for name, value in attributes.items()}
        _check_element(local, plain)
        references.enter({} if local == "a" else plain)
        if len(names) > DEEPEST:
            raise UnsafeDrawingError(f"it nests more than {DEEPEST} levels deep")

    def end(_: str) -> None:
        names.pop()
        references.leave()

    def text(value: str) -> None:
        if "style" in names:
            css.append(value)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _check_doctype
    parser.EntityDeclHandler = _refuse_entity
    parser.ProcessingInstructionHandler = _refuse_instruction
    try:
        parser.Parse(data, True)  # noqa: FBT003  (the library's signature)
    except expat.ExpatError as error:
        raise UnsafeDrawingError(f"not well-formed: {error}") from error
    _check_css("".join(css))
    if excess := references.excess():
        raise UnsafeDrawingError(excess)


def _check_element(name: str, attributes: dict[str, str]) -> None:
    if name.lower() in FORBIDDEN:
        raise UnsafeDrawingError(f"it holds `{name}`")
    for attribute, value in attributes.items():
        _check_attribute(name, attribute, value)


def _check_attribute(element: str, attribute: str, value: str) -> None:
    if attribute.startswith("on"):
        raise UnsafeDrawingError(f"`{attribute}` runs a script")
    if attribute in REFERENCES and element != "a" and not value.strip().startswith("#"):
        raise UnsafeDrawingError(f"`{attribute}` of `{element}` refers to something outside")
    if attribute == "style":
        _check_css(value)
    elif OUTSIDE.search(value):
        raise UnsafeDrawingError(f"`{attribute}` of `{element}` refers to something outside")


def _check_css(value: str) -> None:
    if OUTSIDE.search(value) or IMPORT.search(value):
        raise UnsafeDrawingError("a style refers to something outside")


def _check_doctype(_name: str, _system: str | None, _public: str | None, subset: int) -> None:
    if subset:
        raise UnsafeDrawingError("its document type declares something")


def _refuse_entity(*_: object) -> None:
    raise UnsafeDrawingError("it declares an entity")


def _refuse_instruction(target: str, _data: str) -> None:
    if target == "xml-stylesheet":
        raise UnsafeDrawingError("it names a style sheet")
