"""A picture file as a decoder takes it: without what stands beside the picture and may be damaged.

Browsers show a picture whose asides are broken; Pillow refuses it. So it is handed to Pillow without
them: texts in a PNG, what stands behind the picture's end, a second picture in a JPEG.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["JPEG_END", "PNG_SIGNATURE", "decodable", "looks_like_svg", "png_chunks"]

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_TEXTS: Final = frozenset((b"tEXt", b"zTXt", b"iTXt"))
_ANCILLARY: Final = 0x20  # the bit of the kind's first letter (PNG, 5.4)

_JPEG_START: Final = b"\xff\xd8"
# Possessive: what was read once is not read again, or comments would cost 2 to their number.
_SVG: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>?]*+\?>\s*+)?+"
    rb"(?:(?><!--.*?-->)\s*+|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*+)?+>\s*+)*+<(?:\w++:)?+svg\b",
    re.DOTALL,
)
_SVG_HEAD: Final = 32 * 1024
"""Bytes in which a drawing begins, with what it declares and says before."""

JPEG_END: Final = b"\xff\xd9"
_MARK, _SCAN, _SECOND = 0xFF, 0xDA, 0xE2
_PICTURES: Final = b"MPF\0"
"""How the segment begins that lists the pictures in a JPEG of several (CIPA DC-007, 5.2)."""
_HEAD: Final = 4
# Behind a scan's data stands a marker: no stuffed byte, no restart, no fill byte (T.81, B.1.1).
_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def looks_like_svg(data: bytes) -> bool:
    """Tell whether the bytes are meant as a drawing (SVG), by their beginning."""
    return _SVG.match(data[:_SVG_HEAD]) is not None


def decodable(data: bytes) -> bytes:
    """Return the bytes of a PNG or JPEG without their asides; all else, and what is damaged, as it is.

    A JPEG that is whole ends with its end mark. No byte of the picture itself changes.
    """
    if data.startswith(PNG_SIGNATURE):
        return PNG_SIGNATURE + b"".join(_kept_of_png(data))
    if data.startswith(_JPEG_START):
        return b"".join(_kept_of_jpeg(data))
    return data


def png_chunks(data: bytes) -> Iterator[tuple[bytes, slice]]:
    """Yield the kinds of a PNG's chunks and where their data are; the last may be cut off."""
    position = len(PNG_SIGNATURE)
    while position + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        yield kind, slice(position + 8, position + 8 + length)
        position += length + 12


def _kept_of_png(data: bytes) -> Iterator[bytes]:
    """Yield the chunks that a decoder must see, each whole; of the others those that are sound."""
    for kind, place in png_chunks(data):
        end = data[place.stop : place.stop + 4]
        sound = not kind[0] & _ANCILLARY or end == struct.pack(
            ">I", zlib.crc32(data[place], zlib.crc32(kind))
        )
        if sound and kind not in _TEXTS:
            yield data[place.start - 8 : place.stop + 4]
        if kind == b"IEND":
            return


def _kept_of_jpeg(data: bytes) -> Iterator[bytes]:
    """Yield the first picture's segments up to its end mark, but for the list of all pictures."""
    yield data[:2]
    at = 2
    while at + _HEAD <= len(data) and data[at] == _MARK:
        marker = data[at + 1]
        if marker == _MARK:  # a fill byte
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + _HEAD])
        if marker == _SCAN:
            found = _MARKER.search(data, end)
            end = found.start() if found else len(data)
        if marker != _SECOND or not data.startswith(_PICTURES, at + _HEAD):
            yield data[at:end]
        at = end
        if data.startswith(JPEG_END, at):
            yield JPEG_END
            return
    yield data[at:]
