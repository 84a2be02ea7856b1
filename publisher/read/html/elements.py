"""The elements of HTML, by what becomes of them: GitHub's allow-list, and what docutils has for it."""

from __future__ import annotations

import re
from typing import Final

from docutils import nodes

from publisher import nodes as ours

# GFM 0.29, 6.11: shown as text.
FILTERED: Final = frozenset(
    ["title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext"]
)
INLINE: Final = {
    "b": nodes.strong,
    "strong": nodes.strong,
    "i": nodes.emphasis,
    "em": nodes.emphasis,
    "cite": nodes.emphasis,
    "dfn": nodes.emphasis,
    "var": nodes.emphasis,
    "code": nodes.literal,
    "tt": nodes.literal,
    "samp": nodes.literal,
    "sub": nodes.subscript,
    "sup": nodes.superscript,
}
CLASSED: Final = {
    "kbd": "kbd",
    "s": "deleted",
    "strike": "deleted",
    "del": "deleted",
    "ins": "inserted",
    "u": "inserted",
    "mark": "marked",
    "small": "small",
    "big": "big",
}
BLOCKS: Final = frozenset(
    [
        "div",
        "section",
        "article",
        "center",
        "header",
        "footer",
        "main",
        "aside",
        "figure",
        "figcaption",
        "nav",
        "address",
        "fieldset",
        "form",
        "hgroup",
        "search",
    ]
)
UNWRAPPED: Final = frozenset(
    [
        "span",
        "font",
        "abbr",
        "acronym",
        "bdo",
        "bdi",
        "time",
        "data",
        "picture",
        "source",
        "label",
        "ruby",
        "rb",
        "rp",
        "rt",
        "rtc",
        "q",
        "wbr",
        "nobr",
        "input",
        "track",
        "a",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "colgroup",
        "col",
    ]
)
STRUCTURE: Final = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "hr",
        "a",
        "img",
        "pre",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "details",
        "summary",
    ]
)
# Known to HTML, kept by no allow-list: the tag goes, what it holds stays.
DROPPED: Final = frozenset(
    [
        "html",
        "head",
        "body",
        "base",
        "meta",
        "link",
        "template",
        "slot",
        "canvas",
        "audio",
        "video",
        "object",
        "embed",
        "param",
        "applet",
        "svg",
        "math",
        "select",
        "option",
        "optgroup",
        "datalist",
        "button",
        "output",
        "progress",
        "meter",
        "legend",
        "dialog",
        "menu",
        "map",
        "area",
        "noscript",
        "marquee",
        "blink",
        "basefont",
        "bgsound",
        "dir",
        "frame",
        "frameset",
        "isindex",
        "keygen",
        "listing",
        "menuitem",
        "multicol",
        "nextid",
        "spacer",
        "portal",
    ]
)
KNOWN: Final = (
    FILTERED | frozenset(INLINE) | frozenset(CLASSED) | BLOCKS | UNWRAPPED | STRUCTURE | DROPPED
)

NODE: Final = "data-publisher-node"
"""Attribute of a shell: the number of the node it stands for."""
LINE: Final = "data-publisher-line"
"""Attribute of every other element: its line in the source."""

VOID: Final = frozenset(
    ["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
TABLE: Final = frozenset(
    ["table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"]
)
# Ended by what follows as often as by a tag of their own.
UNCLOSED: Final = frozenset(
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "caption"]
)
ATTRIBUTES: Final = frozenset(
    [
        "href",
        "src",
        "alt",
        "title",
        "width",
        "height",
        "align",
        "colspan",
        "rowspan",
        "start",
        "open",
        "id",
        "name",
        "lang",
    ]
)

_WHOLE: Final = re.compile(r"[ \t\n\f\r]*\+?([0-9]{1,9})")


def whole_number(value: str | None) -> int | None:
    """Return the number that an attribute begins with, as browsers read it; None if it has none.

    Its first nine digits: ASCII's, since HTML knows no others (HTML Standard, 2.3.4.1).
    """
    found = _WHOLE.match(value or "")
    return int(found[1]) if found else None


# What a link may lead to: the web, mail, a file beside the report; never a script.
SAFE_LINK: Final = re.compile(
    r"(?:https?|mailto|ftp):|[^:]*(?:[/?#].*)?\Z", re.IGNORECASE | re.DOTALL
)

# How a node of Markdown's goes through the HTML parser: the element that stands for it.
SHELLS: Final[dict[type[nodes.Node], str]] = {
    nodes.paragraph: "p",
    nodes.rubric: "div",
    nodes.bullet_list: "ul",
    nodes.enumerated_list: "ol",
    nodes.list_item: "li",
    ours.checklist_item: "li",
    nodes.block_quote: "blockquote",
    nodes.emphasis: "em",
    nodes.strong: "strong",
    nodes.reference: "a",
    nodes.table: "table",
    nodes.thead: "thead",
    nodes.tbody: "tbody",
    nodes.row: "tr",
    nodes.entry: "td",
    nodes.footnote: "div",
    ours.alert: "div",
    ours.example: "div",
    nodes.title: "p",
    nodes.inline: "span",
}
# These hold no nodes of their own to mend; all other nodes go as a "span".
LEAVES: Final[dict[type[nodes.Node], str]] = {
    nodes.literal: "code",
    nodes.literal_block: "pre",
    nodes.math_block: "pre",
    nodes.image: "img",
    ours.line_break: "br",
    ours.thematic_break: "hr",
}
