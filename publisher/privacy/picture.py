"""Takes metadata off pictures without touching a pixel: what is kept is kept to the byte.

Who made a picture, where, when and with what stands beside its pixels.  What changes how a picture
looks stays: colour profile, gamma, density, animation, and which side is up.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

from publisher.privacy.exif import UncleanError, orientation_only
from publisher.privacy.jpeg import kept_of_jpeg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PNG_MARK: Final = b"\x89PNG\r\n\x1a\n"
# PNG, 11.3: what is seen; APNG's three for animation.
_PNG_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs acTL fcTL "
    b"fdAT".split()
)
_WEBP_KEPT: Final = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_EXIF: Final = 0x08
_WEBP_XMP: Final = 0x04
_BMP_HEADER: Final = 14
_GIF_IMAGE: Final = 0x2C
_GIF_EXTENSION: Final = 0x21
_GIF_CONTROL: Final = 0xF9
_GIF_TRAILER: Final = 0x3B
_GIF_LOOPS: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def cleaned(data: bytes, media: str) -> bytes:
    """Return the picture ``data`` of the media type ``media`` without metadata.

    Raises UncleanError.
    """
    makers: dict[str, Callable[[bytes], Iterator[bytes]]] = {
        "image/jpeg": kept_of_jpeg,
        "image/png": _png,
        "image/gif": _gif,
        "image/webp": _webp,
        "image/bmp": _bmp,
    }
    if media not in makers:
        raise UncleanError(f"metadata of {media or 'this file'} cannot be taken off")
    try:
        return b"".join(makers[media](data))
    except (IndexError, struct.error):
        raise UncleanError("the picture is cut off or damaged") from None


def _png(data: bytes) -> Iterator[bytes]:
    if not data.startswith(_PNG_MARK):
        raise UncleanError("the picture is damaged")
    yield _PNG_MARK
    at = len(_PNG_MARK)
    while True:
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + size
        if end > len(data):
            raise UncleanError("the picture is cut off")
        if kind in _PNG_KEPT:
            yield data[at:end]
        elif kind == b"eXIf" and (exif := orientation_only(data[at + 8 : end - 4])):
            held = kind + exif
            yield struct.pack(">I", len(held) - 4) + held + struct.pack(">I", zlib.crc32(held))
        at = end
        if kind == b"IEND":
            return


def _gif(data: bytes) -> Iterator[bytes]:
    """Yield header, images and what controls them (GIF89a): no comments, no text, no XMP."""
    at = 13 + _colours(data[10])
    yield data[:at]
    while data[at] != _GIF_TRAILER:
        start = at
        if data[at] == _GIF_IMAGE:
            at = _blocks_end(data, at + 11 + _colours(data[at + 9]))
            kept = True
        elif data[at] == _GIF_EXTENSION:
            kept = data[at + 1] == _GIF_CONTROL or data[at + 3 : at + 14] in _GIF_LOOPS
            at = _blocks_end(data, at + 2)
        else:
            raise UncleanError("the picture is damaged")
        if kept:
            yield data[start:at]
    yield bytes((_GIF_TRAILER,))


def _colours(flags: int) -> int:
    """Return the size of the table of colours that ``flags`` announces."""
    return 3 * 2 ** (flags % 8 + 1) if flags & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _webp(data: bytes) -> Iterator[bytes]:
    """Yield the chunks that decoding needs (RFC 9649), under a size that is theirs."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise UncleanError("the picture is damaged")
    last = 8 + struct.unpack("<I", data[4:8])[0]
    if last > len(data):
        raise UncleanError("the picture is cut off")
    at = 12
    found: list[tuple[bytes, bytes]] = []
    exif = b""
    while at < last:
        kind, size = struct.unpack("<4sI", data[at : at + 8])
        held = data[at + 8 : at + 8 + size]
        if len(held) < size:
            raise UncleanError("the picture is cut off")
        if kind == b"EXIF":
            exif = orientation_only(held.removeprefix(b"Exif\0\0"))
        elif kind in _WEBP_KEPT:
            found.append((kind, held))
        at += 8 + size + size % 2
    if exif:
        found.append((b"EXIF", exif))
    made = b"".join(_chunk(kind, _flagged(kind, held, exif=bool(exif))) for kind, held in found)
    yield b"RIFF" + struct.pack("<I", len(made) + 4) + b"WEBP" + made


def _flagged(kind: bytes, held: bytes, *, exif: bool) -> bytes:
    if kind != b"VP8X":
        return held
    flags = held[0] & ~(_WEBP_EXIF | _WEBP_XMP) | (_WEBP_EXIF if exif else 0)
    return bytes((flags,)) + held[1:]


def _chunk(kind: bytes, held: bytes) -> bytes:
    return kind + struct.pack("<I", len(held)) + held + b"\0" * (len(held) % 2)


def _bmp(data: bytes) -> Iterator[bytes]:
    size = struct.unpack("<I", data[2:6])[0]
    if not _BMP_HEADER < size <= len(data):
        raise UncleanError("the picture is cut off")
    yield data[:size]
