"""Pictures turned into PNG, for formats that know few types: behind the fence, as all decoding is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pypdfium2
from PIL import Image, ImageChops, ImageFile

from publisher.language.message import Message
from publisher.pdf.child.pictures import UnreadableImageError, as_png, png_of
from publisher.pdf.job import ImageArea, PdfJob
from publisher.read.files.picture_data import looks_like_svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publisher.pdf.limits import PdfLimits

_AREA: Final = ImageArea(width=170, height=240)
_STYLE: Final = (
    "@page { size: 170mm 240mm; margin: 0 } body { margin: 0 } "
    "img { display: block; max-width: 170mm; max-height: 240mm; min-width: 60mm }"
)
_DPI: Final = 300


def converted(
    pictures: Mapping[str, bytes], language: str, megapixels: int, limits: PdfLimits, work: str
) -> Iterator[tuple[str, bytes, str]]:
    """Yield the name of each picture, its bytes as PNG, and why a grey box stands for it (empty: none does).

    ``language``: of the report; ``megapixels``: as of ``PdfJob``; ``limits``: of the process; ``work``: its folder.
    """
    Image.MAX_IMAGE_PIXELS = pixels = megapixels * 1_000_000
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    for name, data in pictures.items():
        try:
            if looks_like_svg(data):
                yield name, _drawn(data, language, limits, work), ""
            else:
                yield name, as_png(data, _AREA, pixels), ""
        except UnreadableImageError as error:
            yield name, png_of(Image.new("L", (320, 180), 208)), str(error)


def _drawn(data: bytes, language: str, limits: PdfLimits, work: str) -> bytes:
    """Return a drawing as it is in our PDF, without the paper around it."""
    from publisher.pdf.child.render import render

    job = PdfJob(
        html='<!DOCTYPE html><html><body><img src="drawing" alt="drawing"></body></html>',
        stylesheets=(_STYLE,),
        images={"drawing": data},
        title="drawing",
        language=language,
        identifier=bytes(16),
    )
    made = render(job, tuple, limits, Path(work, "fonts"))
    if why := made.unreadable.get("drawing"):
        raise UnreadableImageError(why)
    document = pypdfium2.PdfDocument(made.pdf)
    try:
        image = document[0].render(scale=_DPI / 72, may_draw_forms=False).to_pil().convert("RGB")
    finally:
        document.close()
    seen = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    if seen is None:
        raise UnreadableImageError(Message("nothing is drawn in it"))
    return png_of(image.crop(seen), _DPI)
