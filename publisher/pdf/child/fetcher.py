"""The one door through which WeasyPrint gets anything, and what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pydyf
from weasyprint.urls import URLFetcher, iri_to_uri

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.pdf.child.pictures import Picture

__all__ = ["BASE_URL", "EmbeddedImage", "Fetcher", "image_key"]

# Not the address of anything: relative addresses stay relative, and no path of the host appears.
BASE_URL = "report:"
PIXELS = 96  # of CSS, an inch


def image_key(url: str) -> str:
    """Return the form in which WeasyPrint asks for an address that stands in a ``src``."""
    return str(iri_to_uri(url.strip()))


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Refuses every address.

    Fonts come by way of fontconfig, style sheets as text, images by way of WeasyPrint's cache
    (``EmbeddedImage`` and ``Drawing``); so nothing is left that would have to be opened.
    """

    def __init__(self) -> None:
        """Allow nothing."""
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> NoReturn:
        """Refuse.

        Raises ValueError (always. WeasyPrint leaves a gap and goes on).
        """
        del headers
        if url not in self.refused:
            self.refused.append(url)
        raise ValueError("this address is not part of the report")


class EmbeddedImage:
    """A prepared picture in the shape in which WeasyPrint handles images.

    WeasyPrint decodes and codes every PNG again, twice if it has an alpha channel; a picture that
    is put into its documented image cache as this object is only copied.
    """

    def __init__(
        self,
        name: str,
        natural: tuple[int, int],
        prepared: Callable[[float], Picture],
        inches: float = 0,
    ) -> None:
        """Take a name that no other image has, and the ``natural`` size in pixels.

        ``prepared`` gives the picture, no finer than is seen where it is so many inches wide; it is
        taken to be at least ``inches`` wide.
        """
        self.id = name
        self._inches = inches
        self._natural = natural
        self._prepared = prepared

    def get_intrinsic_size(self, resolution: float, _font_size: float) -> tuple[float, ...]:
        """Return width and height in CSS pixels, and their ratio.

        ``resolution``: pixels a CSS pixel.
        """
        width, height = self._natural
        return width / resolution, height / resolution, width / height

    def draw(self, stream: Any, width: float, height: float, _style: Any) -> None:
        """Paint the picture in a box of ``width`` by ``height``, in CSS pixels."""
        self._inches = max(self._inches, width / PIXELS)
        name = stream.add_image(self, interpolate=False, ratio=1)
        stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, _interpolate: object, _ratio: object) -> pydyf.Stream:
        """Return the PDF object; without interpolation (ISO 19005-3, 6.2.8)."""
        picture = self._prepared(self._inches)
        extra = {
            "Type": "/XObject",
            "Subtype": "/Image",
            "Width": picture.width,
            "Height": picture.height,
            "ColorSpace": "/DeviceGray" if picture.mode == "L" else "/DeviceRGB",
            "BitsPerComponent": 8,
            "Interpolate": "false",
        }
        extra["Filter"] = "/DCTDecode" if picture.coding == "jpeg" else "/FlateDecode"
        if picture.coding == "png":
            colours = 1 if picture.mode == "L" else 3
            parameters = {"Predictor": 15, "Columns": picture.width, "Colors": colours}
            extra["DecodeParms"] = pydyf.Dictionary(parameters)
        return pydyf.Stream([picture.data], extra)
