"""GitHub's own parser as the judge of what a reader sees."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cmarkgfm
import tinyhtml5
from cmarkgfm.cmark import Options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element


def github(markdown: str) -> Element:
    """Return the body of GitHub's HTML for ``markdown``, as a browser parses it."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    html = cmarkgfm.github_flavored_markdown_to_html(markdown, options=options)
    tree = tinyhtml5.parse(
        io.StringIO(f"<!DOCTYPE html><body>{html}"), namespace_html_elements=False
    )
    return tree.find("body")


def shown(element: Element) -> Iterator[str]:
    """Yield the pieces of text that a reader sees, alternative texts among them."""
    if isinstance(element.tag, str):
        yield element.text or ""
        if element.tag == "img":
            yield f" {element.get('alt', '')} "
    for child in element:
        yield from shown(child)
        yield child.tail or ""
