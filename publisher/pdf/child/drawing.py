"""A drawing (SVG) in the shape in which WeasyPrint handles images: told, and replaced if it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint.images import SVGImage
from weasyprint.svg import SVG

from publisher.pdf.progress import FIGURE, begin, end

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree import ElementTree as ET

    from weasyprint.text.fonts import FontConfiguration

    from publisher.pdf.child.fetcher import EmbeddedImage, Fetcher

__all__ = ["Drawing", "reason"]


class Drawing(SVGImage):  # type: ignore[misc]  # WeasyPrint has no types
    """A drawing that was checked (see ``svg``); where it fails all the same, a picture stands for it.

    WeasyPrint's own class goes on after any failure with half the drawing, and says so in its log.
    """

    def __init__(  # noqa: PLR0917  (WeasyPrint's own, and ours)
        self,
        url: str,
        tree: ET.Element,
        pictures: Mapping[str, EmbeddedImage | Drawing],
        fonts: FontConfiguration,
        fetcher: Fetcher,
        instead: Callable[[str], EmbeddedImage],
    ) -> None:
        """Take the address, the elements, and the pictures in them by the address in the tree.

        ``instead`` gives the picture that stands for the drawing, and is told the reason.

        Raises Exception (whatever WeasyPrint raises on a drawing that it cannot read).
        """
        begin(FIGURE, url)
        self._url, self._instead = url, instead
        self._inner = _Inner(pictures)
        self._svg = SVG(tree, url, fonts, fetcher)
        end(FIGURE, url)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Paint the drawing, or what stands for it, in a box of ``width`` by ``height`` CSS pixels."""
        begin(FIGURE, self._url)
        restore = _checkpoint(stream)
        try:
            self._svg.draw(stream, width, height, self._url, self._inner)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  (WeasyPrint raises what it likes)
            restore()
            self._instead(reason(error)).draw(stream, width, height, style)
        end(FIGURE, self._url)


class _Inner:
    """The pictures within a drawing, as WeasyPrint asks for them; it hyphenates nothing there."""

    def __init__(self, pictures: Mapping[str, EmbeddedImage | Drawing]) -> None:
        self._pictures = pictures
        self.dictionaries: dict[object, object] = {}

    def get_image_from_uri(self, url: str, **_: object) -> EmbeddedImage | Drawing | None:
        return self._pictures.get(url)


def _checkpoint(stream: Any) -> Callable[[], None]:
    """Return what undoes all that is painted on a stream of WeasyPrint's from here on."""
    state: dict[str, Any] = {
        name: [*kept] if isinstance(kept, list) else kept for name, kept in vars(stream).items()
    }
    resources = state.get("_resources", {})
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
