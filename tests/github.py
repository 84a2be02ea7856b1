"""GitHub's own parser as the judge of what a reader sees."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import cmarkgfm
import tinyhtml5
from cmarkgfm.cmark import Options

from publisher.read.html.elements import KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_TAG = re.compile(r"<(?P<rest>/?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>]))")
_ALERT = re.compile(
    r"<blockquote>\n<p>(\[!(?:note|tip|important|warning|caution)\])(?:\n|(?=</p>))", re.IGNORECASE
)


def github_html(markdown: str) -> str:
    """Return GitHub's HTML for ``markdown``, before its sanitiser."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    html: str = cmarkgfm.github_flavored_markdown_to_html(markdown, options=options)
    return html


def promised_html(markdown: str) -> str:
    """Return the HTML that our page is to be like.

    It is GitHub's, but for what we promise otherwise or what GitHub does behind its parser: a
    tag that HTML does not know is text; the first line of an alert is its title (of one that is in no list and no quote).
    """
    html = _TAG.sub(
        lambda m: m[0] if m["name"].lower() in KNOWN else f"&lt;{m['rest']}", github_html(markdown)
    )
    return _ALERT.sub(_alert, html)


def _alert(match: re.Match[str]) -> str:
    before = match.string[: match.start()]
    if any(before.count(f"<{tag}>") > before.count(f"</{tag}>") for tag in ("blockquote", "li")):
        return match[0]
    return f'<blockquote>\n<p class="alert-title">{match[1]}</p>\n<p>'


def github(markdown: str) -> Element:
    """Return the body of GitHub's HTML for ``markdown``, as a browser parses it."""
    tree = tinyhtml5.parse(
        io.StringIO(f"<!DOCTYPE html><body>{github_html(markdown)}"), namespace_html_elements=False
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
