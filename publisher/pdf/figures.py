"""A job's images: drawings checked, pictures made ready while the page is laid out."""

from __future__ import annotations

import math
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PIL import Image, ImageFile

from publisher.pdf.drawing import Drawing, reason
from publisher.pdf.fetcher import EmbeddedImage, Fetcher, image_key
from publisher.pdf.images import (
    MILLIMETRES,
    Picture,
    UnreadableImageError,
    natural_size,
    placeholder,
    prepare,
)
from publisher.pdf.progress import FIGURE, begin, end
from publisher.pdf.svg import UnsafeDrawingError, check_svg, looks_like_svg

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

    from publisher.pdf.job import ImageArea, PdfJob

__all__ = ["Figures"]

ROUNDED = 1.01


class Figures:
    """The images of one job, in the shape in which WeasyPrint takes them.

    Decoders work without Python's lock, so on a second processor; one picture after another, to
    bound the memory.

    Attributes:
        drawings: the checked drawings' bytes, by address.
        cache: WeasyPrint's cache of images: with all of them in it, it asks for none.

    """

    def __init__(self, job: PdfJob) -> None:
        """Check the drawings, begin with the pictures."""
        Image.MAX_IMAGE_PIXELS = pixels = job.megapixels * 1_000_000
        # WeasyPrint switches it on; but a torn image is to be told.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        self.drawings: dict[str, bytes] = {}
        self.cache: dict[str, EmbeddedImage | Drawing] = {}
        self._broken: dict[str, str] = {}
        self._waiting: dict[str, Future[Picture]] = {}
        self._prepare = partial(_prepared, job, pixels)
        self._area = job.image_area
        pool = ThreadPoolExecutor(1)
        for url, data in job.images.items():
            natural = self._looked_at(url, data, pixels)
            if natural is not None:
                self._waiting[url] = pool.submit(self._prepare, url, self._area)
            if url not in self.drawings:
                self._embed(url, natural or placeholder().natural)
        pool.shutdown(wait=False)

    def _looked_at(self, url: str, data: bytes, pixels: int) -> tuple[int, int] | None:
        """Return a picture's size; None: it is a drawing, or unreadable."""
        try:
            if not looks_like_svg(data):
                return natural_size(data, pixels)
            check_svg(data)
            self.drawings[url] = data
        except (UnreadableImageError, UnsafeDrawingError) as error:
            self._broken[url] = str(error)
        return None

    def _embed(self, url: str, size: tuple[int, int]) -> EmbeddedImage:
        name = f"publisher{len(self.cache)}-"
        self.cache[image_key(url)] = image = EmbeddedImage(name, size, partial(self._ready, url))
        return image

    def read_drawings(self, fonts: FontConfiguration, fetcher: Fetcher) -> None:
        """Put the drawings into the cache, once the fonts are known."""
        for url, data in self.drawings.items():
            instead = partial(self._fail, url)
            try:
                self.cache[image_key(url)] = Drawing(url, data, fonts, fetcher, instead)
            except MemoryError:
                raise
            except Exception as error:  # noqa: BLE001  (WeasyPrint raises what it likes)
                instead(reason(error))

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
        return dict(sorted(self._broken.items()))


def _prepared(job: PdfJob, pixels: int, url: str, area: ImageArea) -> Picture:
    """Make a picture ready, and tell where this process is, in case it ends there."""
    begin(FIGURE, url)
    try:
        return prepare(job.images[url], area, pixels)
    finally:
        if not isinstance(sys.exc_info()[1], MemoryError):
            end(FIGURE, url)
