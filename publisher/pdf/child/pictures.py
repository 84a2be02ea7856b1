"""Pictures made ready for a PDF: one frame, upright, 8 bits, opaque, no finer than the page shows.

A JPEG that needs no change keeps its bytes; all else is coded once, in the form in which it stands
in the PDF. The order of the steps keeps a picture of 60 megapixels within 350 MiB.
"""

from __future__ import annotations

import io
import warnings
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PIL import Image, ImageOps, UnidentifiedImageError

from publisher.language.message import Message
from publisher.read.files.picture_data import decodable, png_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.pdf.job import ImageArea

__all__ = [
    "FORMATS",
    "Picture",
    "UnreadableImageError",
    "as_png",
    "natural_size",
    "placeholder",
    "png_of",
    "prepare",
]

# The first five come without Pillow's other plug-ins (40 ms), so they stand first.
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "PPM", "WEBP", "TIFF", "ICO", "AVIF")
MILLIMETRES = 25.4  # an inch
EXIF_ORIENTATION = 0x0112
QUARTER_TURNS = {5, 6, 7, 8}
JPEG_QUALITY = 90
PHOTO_LEVEL = 3  # half the time of 6, and 5 % larger
SAMPLE_ROWS = 48
# Rows are worked on in strips of about so many pixels, to hold one copy of a picture, not three.
STRIP_PIXELS = 400_000
# Arithmetic coding (SOF9, SOF10): Pillow may read it, readers of PDF need not.
ARITHMETIC = (b"\xff\xc9", b"\xff\xca")


class UnreadableImageError(ValueError):
    """The bytes are no picture that can be shown."""


@dataclass(frozen=True)
class Picture:
    """A picture as it stands in a PDF.

    ``natural``: width and height in pixels as the author's file has them, upright; for the layout; ``width``:
    of the data, in pixels; ``height``: of the data, in pixels; ``mode``: ``L`` (grey) or ``RGB``, 8 bits a
    channel; ``coding``: a whole JPEG file, or a zlib stream of rows, plain or with PNG's predictors;
    ``data``: the bytes.
    """

    natural: tuple[int, int]
    width: int
    height: int
    mode: Literal["L", "RGB"]
    coding: Literal["jpeg", "flate", "png"]
    data: bytes


def natural_size(data: bytes, pixels: int) -> tuple[int, int]:
    """Return width and height in pixels of the picture in ``data``, upright; decodes nothing.

    Raises as ``prepare``; a file that is damaged further on is not found here.
    """
    data = decodable(data)
    with _opened(data) as image:
        return _upright(image, data, pixels)[1]


def prepare(data: bytes, area: ImageArea, pixels: int) -> Picture:
    """Return the picture in ``data``, with no more pixels than ``area`` can show.

    ``pixels`` is the largest number of pixels that is decoded at all.

    Raises UnreadableImageError (no known format, damaged, cut short, or too many pixels), MemoryError (the
    process's limit is reached).
    """
    data = decodable(data)
    with _opened(data) as image:
        return _prepared(image, data, area, pixels)


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # told in our own words, or of no interest here
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                yield image
    except (UnreadableImageError, MemoryError):
        raise
    except Image.DecompressionBombError as error:  # more than twice the limit
        raise UnreadableImageError(_beyond(Image.MAX_IMAGE_PIXELS or 0)) from error
    except (UnidentifiedImageError, KeyError) as error:  # KeyError: Pillow was built without one
        raise UnreadableImageError(Message("not a picture in a known format")) from error
    except Exception as error:  # decoders raise what they like on damaged files
        raise UnreadableImageError(f"damaged: {type(error).__name__}: {error}") from error


def _beyond(pixels: int) -> str:
    return f"it has more than {pixels:,} pixels, the limit"


def _upright(image: Image.Image, data: bytes, pixels: int) -> tuple[int, tuple[int, int]]:
    """Return how the picture must be turned (EXIF's number), and its size then."""
    width, height = image.size
    if width * height > pixels:
        raise UnreadableImageError(_beyond(pixels))
    if not width * height:
        raise UnreadableImageError(Message("no pixels"))
    # Pillow decodes a whole PNG to see whether EXIF stands behind its pixels.
    known = image.format != "PNG" or any(kind == b"eXIf" for kind, _ in png_chunks(data))
    turn = image.getexif().get(EXIF_ORIENTATION, 1) if known else 1
    return turn, (height, width) if turn in QUARTER_TURNS else (width, height)


def _prepared(image: Image.Image, data: bytes, area: ImageArea, pixels: int) -> Picture:
    turn, upright = _upright(image, data, pixels)
    scale = _scale(upright, area)
    lossy = image.format == "JPEG"
    if scale == 1 and turn in {0, 1} and (same := _unchanged(image, data)) is not None:
        return same
    return _coded(_shrunk(image, turn, scale), upright, lossy=lossy)


def as_png(data: bytes, area: ImageArea, pixels: int) -> bytes:
    """Return the picture in ``data`` as PNG: its first frame, upright, opaque.

    ``area``, ``pixels``: as of ``prepare``; raises as it.
    """
    data = decodable(data)
    with _opened(data) as image:
        turn, upright = _upright(image, data, pixels)
        return png_of(_shrunk(image, turn, _scale(upright, area)))


def png_of(image: Image.Image, dpi: int = 0) -> bytes:
    """Return an image as PNG, without a word of where it comes from; ``dpi``: pixels an inch, 0: it does not say."""
    out = io.BytesIO()
    image.save(out, "PNG", exif=b"", **({"dpi": (dpi, dpi)} if dpi else {}))
    return out.getvalue()


def _shrunk(image: Image.Image, turn: int, scale: float) -> Image.Image:
    """Return an image upright and plain, ``scale`` times its size."""
    width, height = image.size
    target = max(1, round(width * scale)), max(1, round(height * scale))
    if image.format == "JPEG":
        image.draft(None, target)
    image.load()
    small = _plain(image, target)
    if turn not in {0, 1}:
        small.getexif()[EXIF_ORIENTATION] = turn
        small = ImageOps.exif_transpose(small)
    return small


def _scale(size: tuple[int, int], area: ImageArea) -> float:
    """Return the factor, at most 1, by which the picture must shrink."""
    inches = area.width / MILLIMETRES, area.height / MILLIMETRES
    return min(
        1.0, *(area.resolution * room / side for room, side in zip(inches, size, strict=True))
    )


def _unchanged(image: Image.Image, data: bytes) -> Picture | None:
    """Return the file's own stream if it can stand in a PDF as it is and can be decoded."""
    size = image.size
    if image.mode not in {"L", "RGB"} or "transparency" in image.info:
        return None
    mode: Literal["L", "RGB"] = "L" if image.mode == "L" else "RGB"
    if image.format == "JPEG" and not any(mark in data[:65536] for mark in ARITHMETIC):
        image.draft(mode, (max(1, size[0] // 8), max(1, size[1] // 8)))
        image.load()  # at an eighth of the size: every bit is read, few pixels are made
        return Picture(size, *size, mode, "jpeg", data)
    if image.format == "PNG" and _plain_png(data):
        image.load()
        rows = _png_data(data)
        if _unpacks_to(rows, size[1] * (1 + size[0] * len(mode))):
            return Picture(size, *size, mode, "png", rows)
    return None


def _unpacks_to(data: bytes, size: int) -> bool:
    """Tell whether a zlib stream holds so many bytes: a reader of the PDF unpacks all of it."""
    unpacker = zlib.decompressobj()
    return len(unpacker.decompress(data, size)) == size and not unpacker.decompress(
        unpacker.unconsumed_tail, 1
    )


def _plain_png(data: bytes) -> bool:
    """Tell whether the rows are 8-bit grey or RGB, not interlaced: as PDF's predictor 15 reads."""
    depth, colour, _, _, interlace = data[24:29]
    return depth == 8 and colour in {0, 2} and interlace == 0  # noqa: PLR2004 - numbers of the PNG specification


def _png_data(data: bytes) -> bytes:
    return b"".join(data[place] for kind, place in png_chunks(data) if kind == b"IDAT")


def _plain(image: Image.Image, target: tuple[int, int]) -> Image.Image:
    """Return the picture as opaque ``L`` or ``RGB`` of the target's size."""
    width, height = image.size
    factor = max(1, min(width // target[0], height // target[1]))
    mode = "L" if image.mode in {"1", "L", "LA", "La", "I", "F"} or _is_16_bit(image) else "RGB"
    rows = max(1, STRIP_PIXELS // width // factor) * factor
    small = Image.new(mode, (-(-width // factor), -(-height // factor)))
    for top in range(0, height, rows):
        strip = image.crop((0, top, width, min(height, top + rows)))
        strip = _opaque(strip, mode)
        small.paste(strip if factor == 1 else strip.reduce(factor), (0, top // factor))
    image.close()  # its pixels are copied, and what follows needs their room
    if small.size != target:
        small = small.resize(target, Image.Resampling.HAMMING)
    return small


def _is_16_bit(image: Image.Image) -> bool:
    return image.mode.startswith("I;16")


def _opaque(strip: Image.Image, mode: str) -> Image.Image:
    if _is_16_bit(strip) or strip.mode == "I":
        strip = strip.convert("I").point(lambda value: value * (1 / 256))
    if not strip.has_transparency_data:
        return strip.convert(mode)
    strip = strip.convert("LA" if mode == "L" else "RGBA")
    alpha = strip.getchannel("A")
    colours = strip.convert(mode)
    if alpha.getextrema() == (255, 255):
        return colours
    return Image.composite(colours, Image.new(mode, strip.size, "white"), alpha)


def _coded(image: Image.Image, natural: tuple[int, int], *, lossy: bool) -> Picture:
    mode: Literal["L", "RGB"] = "L" if image.mode == "L" else "RGB"
    if lossy:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=JPEG_QUALITY, exif=b"")
        return Picture(natural, *image.size, mode, "jpeg", out.getvalue())
    if _is_flat(image):
        data = zlib.compress(image.tobytes(), 6)
        return Picture(natural, *image.size, mode, "flate", data)
    return Picture(natural, *image.size, mode, "png", _png_stream(image, PHOTO_LEVEL))


def _is_flat(image: Image.Image) -> bool:
    """Tell whether PNG's predictors do not pay: so it is with screenshots of text.

    Then coding takes half the time, and the data are a tenth smaller; tried on a few rows.
    """
    middle = image.height // 2
    sample = image.crop((0, middle, image.width, min(image.height, middle + SAMPLE_ROWS)))
    return len(zlib.compress(sample.tobytes(), 6)) < len(_png_stream(sample, 6))


def _png_stream(image: Image.Image, level: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", exif=b"", compress_level=level)
    return _png_data(out.getvalue())


def placeholder() -> Picture:
    """Return the grey box that stands for a picture that cannot be read."""
    return _coded(Image.new("L", (320, 180), 208), (320, 180), lossy=False)
