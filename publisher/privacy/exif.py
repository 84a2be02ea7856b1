"""The one thing in a picture's metadata that changes how it looks: which side is up."""

from __future__ import annotations

import struct
from typing import Final

_ORIENTATION: Final = 0x0112  # EXIF 2.3, 4.6.4
_UPRIGHT: Final = 1
_LAST: Final = 8
_SHORT: Final = 3


class UncleanError(ValueError):
    """The metadata of a picture cannot be taken off: its kind is not known, or it is damaged."""


def orientation_only(tiff: bytes) -> bytes:
    """Return EXIF data with the orientation of ``tiff`` and nothing else.

    Empty: it tells none, or that the picture is upright, or it is damaged.
    """
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return b""
    try:
        (at,) = struct.unpack(f"{order}I", tiff[4:8])
        (count,) = struct.unpack(f"{order}H", tiff[at : at + 2])
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack(f"{order}HHIH", tiff[entry : entry + 10])
            if tag == _ORIENTATION and kind == _SHORT and _UPRIGHT < value <= _LAST:
                return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, tag, kind, 1, value, 0, 0)
    except struct.error:
        pass
    return b""
