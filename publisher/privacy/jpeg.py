"""What of a JPEG's segments stays in a copy for publication (ITU-T T.81, B.1)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from publisher.privacy.exif import UncleanError, orientation_only

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK: Final = 0xFF
_RESTARTS: Final = range(0xD0, 0xD8)
_END: Final = 0xD9
_SCAN: Final = 0xDA
_APPLICATIONS: Final = range(0xE0, 0xF0)
_EXIF: Final = 0xE1
_COMMENT: Final = 0xFE
_HEAD: Final = 4
# Application segments without which the picture would look otherwise, by how they begin.
_KEPT: Final = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_JFIF: Final = b"JFIF\0"
_JFIF_SIZE: Final = 12  # up to the density; behind it is a small picture
_EXIF_NAME: Final = b"Exif\0\0"


def kept_of_jpeg(data: bytes) -> Iterator[bytes]:
    """Yield the pieces of a JPEG that stay, in their order; nothing behind its end does.

    Raises UncleanError, IndexError or struct.error where it is damaged.
    """
    yield data[:2]
    at = 2
    turned = False
    while True:
        while data[at : at + 2] == b"\xff\xff":  # fill bytes
            at += 1
        marker = data[at + 1]
        if data[at] != _MARK:
            raise UncleanError("the picture is damaged")
        if marker == _END:
            yield data[at : at + 2]
            return
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + _HEAD])[0]
        if not at + _HEAD <= end <= len(data):
            raise UncleanError("the picture is cut off")
        piece = _kept(marker, data[at:end])
        if piece and marker == _EXIF:
            piece, turned = b"" if turned else piece, True
        yield piece
        at = end
        if marker == _SCAN:
            at = _end_of_scan(data, end)
            yield data[end:at]


def _kept(marker: int, segment: bytes) -> bytes:
    """Return what stays of a segment with its head; empty: nothing."""
    held = segment[_HEAD:]
    if marker == _EXIF and held.startswith(_EXIF_NAME):
        exif = orientation_only(held.removeprefix(_EXIF_NAME))
        return _segment(marker, _EXIF_NAME + exif) if exif else b""
    if marker == _APPLICATIONS[0] and held.startswith(_JFIF):
        return _segment(marker, held[:_JFIF_SIZE] + b"\0\0")
    if marker == _COMMENT:
        return b""
    if marker in _APPLICATIONS:
        return segment if marker in _KEPT and held.startswith(_KEPT[marker]) else b""
    return segment


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the next marker is that is no restart and no stuffed byte (T.81, B.1.1.5)."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise UncleanError("the picture is cut off")
        if data[at + 1] not in (0, *_RESTARTS):
            return at
        at += 2


def _segment(marker: int, held: bytes) -> bytes:
    return bytes((_MARK, marker)) + struct.pack(">H", len(held) + 2) + held
