"""Takes metadata off drawings (SVG): comments, metadata, what editors leave of their users."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from publisher.privacy.exif import UncleanError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What editors and catalogues put into a drawing; nothing of it is drawn.
_EDITORS: Final = frozenset(
    b"inkscape sodipodi sketch figma serif i x graph rdf cc dc xmp xmpMM pdf".split()
)
_DRAWN: Final = frozenset((b"xlink", b"xml", b"xmlns"))
# The pieces of XML that is known to be well-formed: so each has its end, and time is linear.
_PIECE: Final = re.compile(
    rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<!(?:[^\"'>]|\"[^\"]*\"|'[^']*')*+>"
    rb"|<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*+>|[^<]++",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(rb"\s+([\w.-]+):[\w.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_NAME: Final = re.compile(rb"</?(?:([^\s:/>]+):)?([^\s:/>]+)")


def cleaned_drawing(data: bytes) -> bytes:
    """Return the SVG ``data`` without comments, instructions, metadata and editors' notes.

    All else is kept to the byte.  Raises UncleanError where it is not well-formed, or declares
    entities, of which other programs make what they like.
    """
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError as error:
        raise UncleanError(f"the drawing is no XML: {error}") from None
    return b"".join(_kept(data))


def _refuse(*_: object) -> None:
    raise UncleanError("the drawing declares entities")


def _kept(data: bytes) -> Iterator[bytes]:
    below = 0  # how many elements are open from the one on that goes
    for match in _PIECE.finditer(data):
        piece = match.group()
        if piece.startswith((b"<!--", b"<?")):
            if piece.startswith(b"<?xml "):
                yield piece
            continue
        if not piece.startswith(b"<") or piece.startswith(b"<!"):
            if not below:
                yield piece
            continue
        named = _NAME.match(piece)
        gone = named is not None and (named[1] in _EDITORS or named[2] == b"metadata")
        if below or gone:
            below += -1 if piece.startswith(b"</") else 0 if piece.endswith(b"/>") else 1
        else:
            yield _ATTRIBUTE.sub(_attribute, piece)


def _attribute(match: re.Match[bytes]) -> bytes:
    return match.group() if match[1] in _DRAWN else b""
