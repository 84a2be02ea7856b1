"""A drawing (SVG) in the shape in which WeasyPrint handles images: told, and replaced if it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from weasyprint.images import SVGImage
from weasyprint.svg import SVG

from publisher.pdf.progress import FIGURE, begin, end

if TYPE_CHECKING:
    from collections.abc import Callable

    from weasyprint.text.fonts import FontConfiguration

    from publisher.pdf.fetcher import EmbeddedImage, Fetcher

__all__ = ["Drawing", "reason"]


class Drawing(SVGImage):  # type: ignore[misc]  # WeasyPrint has no types
    """A drawing that was checked (see `svg`); where it fails all the same, a picture stands for it.

    WeasyPrint's own class goes on after any failure with half the drawing, and says so in its log.
    """

    def __init__(
        self,
        url: str,
        data: bytes,
        fonts: FontConfiguration,
        fetcher: Fetcher,
        instead: Callable[[str], EmbeddedImage],
    ) -> None:
        """Take the address and the bytes; `instead` gives the picture, and is told the reason.

        Raises:
            Exception: whatever WeasyPrint raises on a drawing that it cannot read.

        """
        begin(FIGURE, url)
        self._url, self._instead = url, instead
        self._svg = SVG(ET.fromstring(data), url, fonts, fetcher)  # noqa: S314  (checked)
        end(FIGURE, url)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Paint the drawing, or what stands for it, in a box of `width` by `height` CSS pixels."""
        begin(FIGURE, self._url)
        restore = _checkpoint(stream)
        try:
            self._svg.draw(stream, width, height, self._url, None)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  (WeasyPrint raises what it likes)
            restore()
            self._instead(reason(error)).draw(stream, width, height, style)
        end(FIGURE, self._url)


def _checkpoint(stream: Any) -> Callable[[], None]:
    """Return what undoes all that is painted on a stream of WeasyPrint's from here on."""
    state = vars(stream) | {"stream": [*stream.stream], "_ctm_stack": [*stream._ctm_stack]}  # noqa: SLF001  (no public way back)
    resources = stream._resources  # noqa: SLF001  (as above)
    held = {kind: dict(names) for kind, names in resources.items() if isinstance(names, dict)}

    def restore() -> None:
        vars(stream).update(state)
        for kind, names in held.items():
            resources[kind].clear()
            resources[kind].update(names)

    return restore


def reason(error: Exception) -> str:
    """Return why a drawing cannot be drawn, for its author."""
    return f"it cannot be drawn: {type(error).__name__}"
