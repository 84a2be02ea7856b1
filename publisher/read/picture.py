"""What a picture file is, by its content: the one place that imports Pillow for reading headers."""

from __future__ import annotations

import hashlib
import re
import warnings
from dataclasses import dataclass
from typing import Final

LFS: Final = b"version https://git-lfs.github.com/spec/"
# Possessive: what was read once is not read again, or comments would cost 2 to their number.
_SVG = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*\?>\s*+)?+"
    rb"(?:(?><!--.*?-->)\s*+|<!DOCTYPE[^>]*+>\s*+)*+<svg\b",
    re.DOTALL,
)
_FORMATS: Final = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
    "AVIF": "image/avif",
}
SUFFIXES: Final = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/bmp": (".bmp",),
    "image/tiff": (".tif", ".tiff"),
    "image/avif": (".avif",),
    "image/svg+xml": (".svg",),
}
"""The file name endings that belong to a media type."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file's facts.

    ``media``: media type by content, empty if it is no picture; ``width``,
    ``height`` in pixels (0 if unknown); ``dpi``: pixels an inch, as the file says (0: it does
    not); ``problem``: empty, ``empty``, ``lfs``
    (a Git LFS pointer), ``unreadable`` (no picture, or a damaged one), ``hidden`` (a dot
    file: not opened).
    """

    media: str
    width: int
    height: int
    size: int
    sha256: str
    problem: str
    dpi: int = 0


def examine(data: bytes) -> Picture:
    """Return what the bytes of a picture file are; never raises on bad data."""
    digest = hashlib.sha256(data).hexdigest()
    if not data:
        return Picture("", 0, 0, 0, digest, "empty")
    if data.startswith(LFS):
        return Picture("", 0, 0, len(data), digest, "lfs")
    if _SVG.match(data[:4096]):
        return Picture("image/svg+xml", 0, 0, len(data), digest, "")
    media, width, height, dpi, whole = _raster(data)
    return Picture(media, width, height, len(data), digest, "" if whole else "unreadable", dpi)


def _raster(data: bytes) -> tuple[str, int, int, int, bool]:
    """Return media type, width, height, dpi and whether the file is whole; no pixel is decoded."""
    import io

    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures; nothing is decoded here, and the PDF has its own limit.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(_FORMATS)) as image:
                media = _FORMATS[image.format or "PNG"]
                width, height = image.size
                dpi = round(image.info.get("dpi", (0,))[0]) if media == "image/png" else 0
                image.verify()  # PNG: the checksum of every chunk
    except (UnidentifiedImageError, Image.DecompressionBombError):
        return "", 0, 0, 0, False
    except Exception:  # noqa: BLE001 - Pillow's plugins raise what they like on damaged files
        return "", 0, 0, 0, False
    # A JPEG that was cut off still opens; its end mark tells (ITU-T T.81, B.1.1.3).
    whole = media != "image/jpeg" or b"\xff\xd9" in data[-4096:]
    return media, width, height, dpi, whole
