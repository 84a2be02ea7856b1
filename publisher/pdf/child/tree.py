"""The page as a tree: what we write is XML as well, which Python's own parser reads in a fiftieth of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import cssselect2
import weasyprint

from publisher.pdf.child.fetcher import BASE_URL

if TYPE_CHECKING:
    from publisher.pdf.child.fetcher import Fetcher

__all__ = ["page_of"]


def page_of(html: str, fetcher: Fetcher) -> weasyprint.HTML:
    """Return the page that WeasyPrint lays out; a text that is no XML is read as HTML, to the same tree."""
    try:
        root = ET.fromstring(html)  # noqa: S314 - it is ours, and names no entity
    except ET.ParseError:
        root = None
    if root is None or [part.tag for part in root] != ["head", "body"]:
        return weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
    return _Page(root, fetcher)


class _Page(weasyprint.HTML):  # type: ignore[misc]  # it has no types
    def __init__(self, root: ET.Element, fetcher: Fetcher) -> None:
        """Take the tree in place of a text; a page of ours has no ``base``."""
        self.base_url, self.url_fetcher, self.media_type = BASE_URL, fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
