"""An HTML table as a docutils table."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from xml.etree.ElementTree import Element

from docutils import nodes

from publisher.read.html.elements import whole_number
from publisher.read.html.flow import wrapped
from publisher.read.html.given import with_given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Reading = Callable[[Element], list[nodes.Node]]

Element_ = TypeVar("Element_", bound=nodes.Element)

_GROUPS = ("thead", "tbody", "tfoot")
_PARTS = {
    "table": ("caption", "colgroup", "col", *_GROUPS, "tr"),
    **dict.fromkeys(_GROUPS, ("tr",)),
    "tr": ("td", "th"),
}
_WIDEST = 100
"""Columns or rows that one cell may span."""


def table(element: Element, contents: Reading, blocks: Reading) -> list[nodes.Node]:
    """Return an HTML table as a docutils table; a caption, and what is in no cell, come before it.

    Where each row begins with a header, the first column is a stub, docutils' word for it.

    ``contents``, ``blocks``: read what is in an element, as it stands and as blocks.
    """
    rows: list[list[nodes.entry]] = []
    parts: list[Element] = []
    headers: list[list[bool]] = []
    stray = Element("div")
    _gather(element, stray)
    before = blocks(stray)
    for part in _parts(element):
        if part.tag == "caption":
            said = wrapped(nodes.paragraph(), contents(part), keep=False)
            before += with_given(part, said)
            continue
        cells = [c for c in part if c.tag in ("td", "th")]
        if cells:
            rows.append([_entry(cell, blocks) for cell in cells])
            parts.append(part)
            headers.append([cell.tag == "th" for cell in cells])
    if not rows:
        return before
    width = max(sum(1 + e.get("morecols", 0) for e in entries) for entries in rows)
    made = nodes.table(classes=["colwidths-auto"])
    tgroup = nodes.tgroup(cols=width)
    made.append(tgroup)
    columns = [nodes.colspec(colwidth=100 // width) for _ in range(width)]
    tgroup.extend(columns)
    heads = 0
    while heads < len(rows) and all(headers[heads]):
        heads += 1
    if heads == len(rows):
        heads = 0
    elif all(first for first, *_ in headers[heads:]):
        columns[0]["stub"] = 1
    written = [
        with_given(part, [nodes.row("", *row)]) for part, row in zip(parts, rows, strict=True)
    ]
    for group, some in ((nodes.thead(), written[:heads]), (nodes.tbody(), written[heads:])):
        if some:
            group.extend(row for (row,) in some)
            tgroup.append(group)
    return [*before, made]


def _gather(element: Element, stray: Element) -> None:
    """Put what a table may not hold into ``stray``.

    HTML5 puts it before the table.  So does tinyhtml5, but for a block behind a paragraph that it
    closes there.
    """
    said = element.text or ""
    for child in element:
        if child.tag not in _PARTS[element.tag]:
            stray.append(child)
            continue
        if child.tag in _PARTS:
            _gather(child, stray)
        said += child.tail or ""
    if said.strip():
        stray.append(Element("span"))
        stray[-1].tail = said


def _parts(element: Element) -> Iterator[Element]:
    """Yield the captions and rows of a table itself, not of a table in one of its cells."""
    for child in element:
        if child.tag in ("caption", "tr"):
            yield child
        elif child.tag in _GROUPS:
            yield from (row for row in child if row.tag == "tr")


def _entry(cell: Element, blocks: Reading) -> nodes.entry:
    entry = aligned(nodes.entry("", *blocks(cell)), cell, prefix="text-")
    for name, more in (("colspan", "morecols"), ("rowspan", "morerows")):
        span = whole_number(cell.get(name))
        if span is not None and 1 < span <= _WIDEST:
            entry[more] = span - 1
    with_given(cell, [entry])
    return entry


def aligned(node: Element_, element: Element, align: str = "", prefix: str = "align-") -> Element_:
    """Keep the effect of ``align`` as a class."""
    align = (element.get("align") or align).lower()
    if align in ("left", "center", "right"):
        node["classes"].append(prefix + align)
    return node
