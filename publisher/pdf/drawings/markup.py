"""Whether a drawing's XML is harmless to read: bounded depth, no entities but short texts."""

from __future__ import annotations

import re
from collections import Counter
from xml.parsers import expat

from publisher.language.message import Message
from publisher.pdf.drawings.references import DEEPEST

__all__ = ["UnsafeDrawingError", "check_markup"]

_EXPANDED = 10_000
"""Letters that a drawing's entities may come to in all."""
_ENTITY = re.compile(rb"&([A-Za-z_][\w.-]*);")


class UnsafeDrawingError(ValueError):
    """The drawing is not well-formed, or would load, run or draw too much."""


def check_markup(data: bytes) -> None:
    """Check a drawing's XML, before anything else reads it.

    A document type may declare entities that stand for short texts, as Illustrator does; the
    external subset is never read.

    Raises UnsafeDrawingError (with the reason).
    """
    parser = expat.ParserCreate()
    texts: dict[bytes, int] = {}
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise UnsafeDrawingError(f"it nests more than {DEEPEST} levels deep")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def declare(name: str, parameter: bool, value: str | None, *_: object) -> None:
        if parameter or value is None or not name.isascii() or "&" in value or "<" in value:
            raise UnsafeDrawingError(
                Message("it declares an entity that is more than a short text")
            )
        texts[name.encode()] = len(value)

    def declared() -> None:
        """Bound the text before any of it is read; nothing declared, nothing to do."""
        used = Counter(_ENTITY.findall(data)) if texts else {}
        if sum(size * used[name] for name, size in texts.items()) > _EXPANDED:
            raise UnsafeDrawingError(f"its entities come to more than {_EXPANDED:,} letters")
        if texts and b"\0" in data:  # UTF-16: they were not counted
            raise UnsafeDrawingError(Message("it declares an entity and is not in UTF-8"))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = declare
    parser.EndDoctypeDeclHandler = declared
    parser.AttlistDeclHandler = _refuse_declaration
    parser.ElementDeclHandler = _refuse_declaration
    parser.NotationDeclHandler = _refuse_declaration
    parser.ProcessingInstructionHandler = _refuse_instruction
    try:
        parser.Parse(data, True)  # noqa: FBT003  (the library's signature)
    except expat.ExpatError as error:
        raise UnsafeDrawingError(f"not well-formed: {error}") from error


def _refuse_declaration(*_: object) -> None:
    raise UnsafeDrawingError(Message("its document type declares more than texts"))


def _refuse_instruction(target: str, _data: str) -> None:
    if target == "xml-stylesheet":
        raise UnsafeDrawingError(Message("it names a style sheet"))
