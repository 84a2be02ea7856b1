"""A job's images: drawings checked, pictures made ready while the page is laid out."""

from __future__ import annotations

import math
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PIL import Image, ImageFile

from publisher.pdf.child.drawing import Drawing, reason
from publisher.pdf.child.fetcher import EmbeddedImage, Fetcher, image_key
from publisher.pdf.child.pictures import (
    MILLIMETRES,
    Picture,
    UnreadableImageError,
    natural_size,
    placeholder,
    prepare,
)
from publisher.pdf.drawings.svg import PrintedDrawing, UnsafeDrawingError, read_drawing
from publisher.pdf.progress import FIGURE, begin, end
from publisher.read.files.picture_data import looks_like_svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from weasyprint.text.fonts import FontConfiguration

    from publisher.pdf.job import ImageArea, PdfJob

__all__ = ["Figures"]

ROUNDED = 1.01
SEPARATOR = "#"
"""Stands between a drawing's address and that of a picture in it."""


class Figures:
    """The images of one job, in the shape in which WeasyPrint takes them.

    Decoders work without Python's lock, so on a second processor; one picture after another, to
    bound the memory.

    ``drawings``: the checked drawings, by address; ``cache``: WeasyPrint's cache of images: with all of them
    in it, it asks for none.
    """

    def __init__(self, job: PdfJob) -> None:
        """Check the drawings, begin with the pictures."""
        Image.MAX_IMAGE_PIXELS = pixels = job.megapixels * 1_000_000
        # WeasyPrint switches it on; but a torn image is to be told.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        self.drawings: dict[str, PrintedDrawing] = {}
        self.cache: dict[str, EmbeddedImage | Drawing] = {}
        self._broken: dict[str, str] = {}
        self._waiting: dict[str, Future[Picture]] = {}
        self._data = dict(job.images)
        self._language = job.language
        self._prepare = partial(_prepared, self._data, pixels)
        self._area = job.image_area
        pool = ThreadPoolExecutor(1)
        for url, data in job.images.items():
            natural = self._looked_at(url, data, pixels)
            if natural is not None:
                self._waiting[url] = pool.submit(self._prepare, url, self._area)
            if url not in self.drawings:
                self._embed(url, natural or placeholder().natural)
        inner = [
            (f"{url}{SEPARATOR}{name}", data)
            for url, drawing in self.drawings.items()
            for name, data in _pictures_in(drawing)
        ]
        for url, data in inner:
            self._data[url] = data
            natural = self._looked_at(url, data, pixels)
            if natural is not None:
                self._waiting[url] = pool.submit(self._prepare, url, self._area)
            self._embed(url, natural or placeholder().natural, math.inf)
        pool.shutdown(wait=False)

    def _looked_at(self, url: str, data: bytes, pixels: int) -> tuple[int, int] | None:
        """Return a picture's size; None: it is a drawing, or unreadable."""
        try:
            if not looks_like_svg(data):
                return natural_size(data, pixels)
            self.drawings[url] = read_drawing(data, self._language)
        except (UnreadableImageError, UnsafeDrawingError) as error:
            self._broken[url] = str(error)
        return None

    def _embed(self, url: str, size: tuple[int, int], inches: float = 0) -> EmbeddedImage:
        image = EmbeddedImage(
            f"publisher{len(self.cache)}-", size, partial(self._ready, url), inches
        )
        self.cache[image_key(url)] = image
        return image

    def read_drawings(self, fonts: FontConfiguration, fetcher: Fetcher) -> None:
        """Put the drawings into the cache, once the fonts are known."""
        for url, drawing in self.drawings.items():
            instead = partial(self._fail, url)
            try:
                self.cache[image_key(url)] = self._drawn(url, url, drawing, fonts, fetcher)
            except MemoryError:
                raise
            except Exception as error:  # noqa: BLE001  (WeasyPrint raises what it likes)
                instead(reason(error))

    def _drawn(
        self,
        url: str,
        prefix: str,
        drawing: PrintedDrawing,
        fonts: FontConfiguration,
        fetcher: Fetcher,
    ) -> Drawing:
        """Return a drawing as WeasyPrint takes it; ``prefix`` stands before its pictures' addresses."""
        pictures: dict[str, EmbeddedImage | Drawing] = {
            name: self.cache[image_key(f"{prefix}{SEPARATOR}{name}")] for name in drawing.pictures
        }
        for name, inner in drawing.drawings.items():
            place = f"{prefix}{SEPARATOR}{name}"
            pictures[name] = self._drawn(url, place, inner, fonts, fetcher)
        instead = partial(self._fail, url)
        return Drawing(url, drawing.tree, pictures, fonts, fetcher, instead)

    def _fail(self, url: str, reason: str) -> EmbeddedImage:
        """Note why an image cannot be shown, and return what stands for it."""
        self._broken[url] = reason
        return self._embed(url, placeholder().natural)

    def _ready(self, url: str, inches: float) -> Picture:
        """Return the picture, made anew where it is drawn smaller than a page's text is wide."""
        if url not in self._waiting:
            return placeholder()
        try:
            picture = self._waiting[url].result()
            if picture.width > ROUNDED * self._area.resolution * inches:
                picture = self._prepare(url, replace(self._area, width=inches * MILLIMETRES))
        except UnreadableImageError as error:
            self._broken[url] = str(error)
            return placeholder()
        return picture

    def unreadable(self) -> dict[str, str]:
        """Return why each image that cannot be shown cannot, by address; waits for all."""
        for url in self._waiting:
            self._ready(url, math.inf)
        return {url: why for url, why in sorted(self._broken.items()) if SEPARATOR not in url}

    def lacks(self) -> dict[str, tuple[str, ...]]:
        """Return what print does not show of drawings, in words, by address; waits for all."""
        found = {url: list(drawing.lacks) for url, drawing in self.drawings.items()}
        for url, why in sorted(self._broken.items()):
            if SEPARATOR in url:
                found[url.partition(SEPARATOR)[0]].append(f"a picture in it ({why})")
        return {url: tuple(lacks) for url, lacks in found.items() if lacks}

    def otherwise(self) -> dict[str, tuple[str, ...]]:
        """Return what of drawings looks otherwise in print, in words, by address."""
        return {url: drawn.otherwise for url, drawn in self.drawings.items() if drawn.otherwise}


def _pictures_in(drawing: PrintedDrawing) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures with pixels in a drawing, those in drawings within it included."""
    yield from drawing.pictures.items()
    for outer, inner in drawing.drawings.items():
        for name, data in inner.pictures.items():
            yield f"{outer}{SEPARATOR}{name}", data


def _prepared(images: Mapping[str, bytes], pixels: int, url: str, area: ImageArea) -> Picture:
    """Make a picture ready, and tell where this process is, in case it ends there."""
    begin(FIGURE, url.partition(SEPARATOR)[0])
    try:
        return prepare(images[url], area, pixels)
    finally:
        if not isinstance(sys.exc_info()[1], MemoryError):
            end(FIGURE, url.partition(SEPARATOR)[0])
