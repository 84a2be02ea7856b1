"""What a picture file is, by its content: the one place that imports Pillow for reading headers."""

from __future__ import annotations

import contextlib
import hashlib
import warnings
from typing import TYPE_CHECKING, Final, NamedTuple

from publisher.read.files.picture_data import JPEG_END, decodable, looks_like_svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

LFS: Final = b"version https://git-lfs.github.com/spec/"
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
HEIC: Final = "image/heic"
"""As phones write pictures; no browser but one shows them, and Pillow does not."""
_HEIC_BRANDS: Final = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"))
_DECODED: Final = 50_000_000
"""Pixels of a picture that is decoded to see whether it is whole, at most."""


class Picture(NamedTuple):
    """A picture file's facts.

    ``media``: media type by content, empty if it is no picture that is known; ``width``,
    ``height`` in pixels (0 if unknown); ``dpi``: pixels an inch, as the file says (0: it does
    not); ``problem``: empty, ``empty``, ``lfs``
    (a Git LFS pointer), ``unreadable`` (no picture, or a damaged one), ``hidden`` (a dot
    file: not opened), ``not read`` (the system refuses, or it changed meanwhile).
    """

    media: str
    width: int
    height: int
    size: int
    sha256: str
    problem: str
    dpi: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether outputs can show it."""
        return bool(self.media) and not self.problem


def examine(data: bytes) -> Picture:
    """Return what the bytes of a picture file are; never raises on bad data."""
    digest = hashlib.sha256(data).hexdigest()
    if not data:
        return Picture("", 0, 0, 0, digest, "empty")
    if data.startswith(LFS):
        return Picture("", 0, 0, len(data), digest, "lfs")
    if looks_like_svg(data):
        return Picture("image/svg+xml", 0, 0, len(data), digest, "")
    if _is_heic(data):
        return Picture(HEIC, 0, 0, len(data), digest, "unreadable")
    media, width, height, dpi, whole = _raster(decodable(data))
    return Picture(media, width, height, len(data), digest, "" if whole else "unreadable", dpi)


def _is_heic(data: bytes) -> bool:
    """Tell whether a file is HEIC by the brands that it names (ISO/IEC 23008-12, 10.2)."""
    brands = data[8 : min(4096, int.from_bytes(data[:4]))]
    found = {brands[at : at + 4] for at in range(0, len(brands), 4)}
    return data[4:8] == b"ftyp" and not found.isdisjoint(_HEIC_BRANDS)


def _raster(data: bytes) -> tuple[str, int, int, int, bool]:
    """Return media type, width, height, dpi and whether the picture can be decoded."""
    try:
        with _opened(data) as image:
            media = _FORMATS[image.format or "PNG"]
            width, height = image.size
            dpi = round(image.info.get("dpi", (0,))[0]) if media == "image/png" else 0
    except Exception:  # noqa: BLE001 - Pillow's plugins raise what they like on damaged files
        return "", 0, 0, 0, False
    return media, width, height, dpi, _is_whole(data, media)


def _is_whole(data: bytes, media: str) -> bool:
    """Tell whether a picture can be decoded; it is tried only where its own marks do not tell."""
    if media not in ("image/png", "image/jpeg") or data.endswith(JPEG_END):
        return True
    with contextlib.suppress(Exception), _opened(data) as image:  # as above
        if media == "image/png":
            image.verify()  # the checksum of every chunk
            return True
    with contextlib.suppress(Exception), _opened(data) as image:
        if image.width * image.height <= _DECODED:
            image.draft(None, (1, 1))  # JPEG: all is read, few pixels are made
            image.load()
            return True
    return False


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    import io

    from PIL import Image, ImageFile

    # WeasyPrint, where the process has imported it, lets Pillow take cut pictures for whole ones
    # (weasyprint/images.py of 70.0): what a picture is may not depend on who else is there.
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures; the PDF has its own limit.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(_FORMATS)) as image:
                yield image
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
