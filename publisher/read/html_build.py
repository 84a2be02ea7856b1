"""Builds nodes of the tree from parsed HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from docutils import nodes

from publisher import nodes as ours
from publisher.read.html_names import BLOCKS, CLASSED, INLINE, LEAVES, LINE, NODE, SAFE_LINK, SHELLS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

Element_ = TypeVar("Element_", bound=nodes.Element)

_LENGTH: Final = re.compile(r"\s*(\d{1,4})(?:\.\d+)?\s*(px|%)?\s*\Z")


class Builder:
    """Builds nodes from the parsed HTML."""

    def __init__(self, shells: Sequence[nodes.Node]) -> None:
        """Take the nodes that the numbered shells stand for."""
        self.shells = shells
        self.line: int | None = None

    def blocks(self, element: Element) -> list[nodes.Node]:
        """Return what ``element`` holds as blocks: inline runs in paragraphs, items in lists."""
        return _listed(_paragraphs(self.contents(element), self.line))

    def contents(self, element: Element) -> list[nodes.Node]:
        """Return what ``element`` holds, text and elements, as nodes."""
        found: list[nodes.Node] = []
        if element.text:
            found.append(nodes.Text(element.text))
        for child in element:
            found += self.element(child)
            if child.tail:
                found.append(nodes.Text(child.tail))
        return found

    def element(self, element: Element) -> list[nodes.Node]:
        """Return the nodes that ``element`` stands for."""
        tag: object = element.tag
        if not isinstance(tag, str):  # a comment
            return []
        number = element.get(NODE)
        if number is not None and int(number) < len(self.shells):
            return self._shell(element, self.shells[int(number)])
        if element.get(LINE):
            self.line = int(element.get(LINE, "0"))
        made = self._made(element, element.tag)
        for node in made:
            if isinstance(node, nodes.Element) and node.line is None:
                node.line = self.line
        return made

    def _shell(self, element: Element, node: nodes.Node) -> list[nodes.Node]:
        assert isinstance(node, nodes.Element)  # noqa: S101 - told to mypy
        self.line = node.line or self.line
        if type(node) in LEAVES or type(node) not in SHELLS:
            return [node]
        shell = node.copy()
        if isinstance(node, nodes.table):
            return self._markdown_table(element, node, shell)
        inside = self.contents(element)
        if isinstance(node, nodes.TextElement):
            return _wrapped(shell, inside) if inside else []
        if isinstance(node, nodes.bullet_list | nodes.enumerated_list):
            return [_filled(shell, inside, self.line)]
        if isinstance(node, nodes.thead | nodes.tbody | nodes.row):
            inside = [n for n in inside if isinstance(n, nodes.row | nodes.entry)]
        else:
            inside = _listed(_paragraphs(inside, self.line))
        shell.extend(inside)
        return [shell]

    def _markdown_table(
        self, element: Element, node: nodes.table, shell: nodes.Element
    ) -> list[nodes.Node]:
        parts = self.contents(element)
        tgroup = next(iter(node.findall(nodes.tgroup))).copy()
        tgroup.extend(c.copy() for c in node.findall(nodes.colspec))
        tgroup.extend(p for p in parts if isinstance(p, nodes.thead | nodes.tbody))
        shell.append(tgroup)
        return [shell]

    def _made(self, element: Element, tag: str) -> list[nodes.Node]:  # noqa: C901, PLR0911, PLR0912 - one case a tag
        if tag in INLINE or tag in CLASSED:
            wrapper = INLINE[tag]("") if tag in INLINE else nodes.inline("", classes=[CLASSED[tag]])
            return _wrapped(wrapper, self.contents(element))
        if tag == "p":
            return _wrapped(
                _aligned(nodes.paragraph(), element), self.contents(element), keep=False
            )
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            rubric = _aligned(nodes.rubric("", "", level=int(tag[1])), element)
            return _wrapped(rubric, self.contents(element), keep=False)
        if tag == "br":
            return [ours.line_break("", "\n")]
        if tag == "hr":
            return [ours.thematic_break()]
        if tag == "img":
            return [_image(element)]
        if tag == "a":
            return self._link(element)
        if tag == "pre":
            return _preformatted(self.contents(element))
        if tag == "q":
            return [nodes.Text("\u201c"), *self.contents(element), nodes.Text("\u201d")]
        if tag in ("ul", "ol", "dl"):
            return self._list(element, tag)
        if tag in ("li", "dd", "dt"):  # without a list around it
            return self.blocks(element)
        if tag == "blockquote":
            return [nodes.block_quote("", *self.blocks(element))]
        if tag == "details":
            return [self._details(element)]
        if tag == "summary":
            return _wrapped(nodes.paragraph(), self.contents(element), keep=False)
        if tag == "table":
            return _table(self, element)
        if tag in BLOCKS:
            align = "center" if tag == "center" else ""
            return [_aligned(nodes.container("", *self.blocks(element)), element, align)]
        return self.contents(element)

    def _link(self, element: Element) -> list[nodes.Node]:
        href = (element.get("href") or "").strip()
        inside = self.contents(element)
        if not href or not SAFE_LINK.match(href):
            return inside
        return _wrapped(nodes.reference("", refuri=href), inside, keep=False)

    def _list(self, element: Element, tag: str) -> list[nodes.Node]:
        made: nodes.Element
        if tag == "ol":
            made = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
            start = element.get("start") or ""
            if start.isdigit():
                made["start"] = int(start[:9])
        else:
            made = nodes.bullet_list(bullet="*")
        _filled(made, self._items(element), self.line)
        return [made] if made.children else []

    def _items(self, element: Element) -> list[nodes.Node]:
        found: list[nodes.Node] = [nodes.Text(element.text)] if element.text else []
        for child in element:
            if child.tag in ("li", "dt", "dd") and child.get(NODE) is None:
                found.append(nodes.list_item("", *self.blocks(child)))
            else:
                found += self.element(child)
            if child.tail:
                found.append(nodes.Text(child.tail))
        return found

    def _details(self, element: Element) -> nodes.Element:
        made = ours.details(open=element.get("open") is not None)
        inside: list[nodes.Node] = [nodes.Text(element.text)] if element.text else []
        for child in element:
            if child.tag == "summary" and child.get(NODE) is None and not made.children:
                made.append(ours.summary("", "", *inline_only(self.contents(child))))
            else:
                inside += self.element(child)
            if child.tail:
                inside.append(nodes.Text(child.tail))
        if not made.children:
            made.append(ours.summary("", "Details"))
        made.extend(_listed(_paragraphs(inside, self.line)))
        return made


def _table(builder: Builder, element: Element) -> list[nodes.Node]:  # noqa: C901 - one table
    """Return an HTML table as a docutils table; a caption comes before it."""
    rows: list[tuple[bool, list[nodes.entry]]] = []
    before: list[nodes.Node] = []
    for part in element.iter():
        if part.tag == "caption":
            before += _wrapped(nodes.paragraph(), builder.contents(part), keep=False)
        if part.tag == "tr" and _owner(element, part):
            cells = [c for c in part if c.tag in ("td", "th")]
            entries = []
            for cell in cells:
                entry = _aligned(nodes.entry("", *builder.blocks(cell)), cell, prefix="text-")
                for name, more in (("colspan", "morecols"), ("rowspan", "morerows")):
                    span = cell.get(name) or ""
                    if span.isdigit() and 1 < int(span) <= 100:  # noqa: PLR2004 - a sane span
                        entry[more] = int(span) - 1
                entries.append(entry)
            if entries:
                rows.append((all(c.tag == "th" for c in cells), entries))
    if not rows:
        return before
    width = max(sum(1 + e.get("morecols", 0) for e in entries) for _, entries in rows)
    table = nodes.table(classes=["colwidths-auto"])
    tgroup = nodes.tgroup(cols=width)
    table.append(tgroup)
    tgroup.extend(nodes.colspec(colwidth=100 // width) for _ in range(width))
    heads = 0
    while heads < len(rows) and rows[heads][0]:
        heads += 1
    if heads == len(rows):
        heads = 0
    for group, some in ((nodes.thead(), rows[:heads]), (nodes.tbody(), rows[heads:])):
        if some:
            group.extend(nodes.row("", *entries) for _, entries in some)
            tgroup.append(group)
    return [*before, table]


def _owner(table: Element, row: Element) -> bool:
    """Tell whether ``row`` is a row of ``table`` itself, not of a table in one of its cells."""
    return any(
        row is child or (child.tag in ("thead", "tbody", "tfoot") and row in list(child))
        for child in table
    )


def _image(element: Element) -> nodes.Element:
    node = nodes.image(uri=(element.get("src") or "").strip(), alt=element.get("alt") or "")
    if element.get("title"):
        node["title"] = element.get("title")
    for name in ("width", "height"):
        match = _LENGTH.match(element.get(name) or "")
        if match and not (name == "height" and match[2] == "%"):
            node[name] = f"{match[1]}{match[2] or 'px'}"
    align = (element.get("align") or "").lower()
    if align in ("left", "center", "right"):
        node["align"] = align
    return node


def _aligned(node: Element_, element: Element, align: str = "", prefix: str = "align-") -> Element_:
    """Keep the effect of ``align`` as a class."""
    align = (element.get("align") or align).lower()
    if align in ("left", "center", "right"):
        node["classes"].append(prefix + align)
    return node


def _is_inline(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Text | nodes.Inline):
        return True
    return isinstance(node, nodes.image)


def _paragraphs(found: Iterable[nodes.Node], line: int | None) -> list[nodes.Node]:
    """Put runs of inline nodes into paragraphs; runs of blanks only are dropped."""
    blocks: list[nodes.Node] = []
    run: list[nodes.Node] = []

    def close() -> None:
        if any(not isinstance(n, nodes.Text) or n.astext().strip() for n in run):
            paragraph = nodes.paragraph("", "", *_trimmed(run))
            paragraph.line = line
            blocks.append(paragraph)
        run.clear()

    for node in found:
        if _is_inline(node):
            run.append(node)
        else:
            close()
            blocks.append(node)
    close()
    return blocks


def _trimmed(run: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Take the blanks off both ends of a paragraph's text."""
    kept = list(run)
    if isinstance(kept[0], nodes.Text):
        kept[0] = nodes.Text(kept[0].astext().lstrip())
    if isinstance(kept[-1], nodes.Text):
        kept[-1] = nodes.Text(kept[-1].astext().rstrip())
    return [n for n in kept if not isinstance(n, nodes.Text) or n.astext()]


def _listed(blocks: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Put items without a list around them into one."""
    found: list[nodes.Node] = []
    stray: nodes.Element | None = None
    for node in blocks:
        if not isinstance(node, nodes.list_item):
            stray = None
            found.append(node)
            continue
        if stray is None:
            stray = nodes.bullet_list(bullet="*")
            stray.line = node.line
            found.append(stray)
        stray.append(node)
    return found


def _filled(made: nodes.Element, inside: Sequence[nodes.Node], line: int | None) -> nodes.Element:
    """Put ``inside`` into the list ``made``; what is no item goes into items of its own."""
    item: nodes.Element | None = None
    for node in _paragraphs(inside, line):
        if isinstance(node, nodes.list_item):
            made.append(node)
            item = None
        else:
            if item is None:
                item = nodes.list_item()
                made.append(item)
            item.append(node)
    return made


def _preformatted(inside: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return the text of ``inside`` as code, followed by the pictures in it."""
    text = "".join(node.astext() for node in inside).removeprefix("\n")
    pictures = [p for node in inside for p in node.findall(nodes.image)]
    made = [nodes.literal_block(text, text, language="none", **{"xml:space": "preserve"})]
    return [*made, *_paragraphs(pictures, None)]


def _wrapped(
    wrapper: nodes.Element, inside: Sequence[nodes.Node], *, keep: bool = True
) -> list[nodes.Node]:
    """Put inline nodes into ``wrapper``; blocks among them stay blocks, an inline wrapper in them.

    ``keep``: an empty wrapper stays (a shell that Markdown made).
    """
    if all(_is_inline(n) for n in inside):
        wrapper.extend(inside)
        return [wrapper] if wrapper.children or keep else []
    found: list[nodes.Node] = []
    run: list[nodes.Node] = []
    for node in [*inside, None]:
        if node is not None and _is_inline(node):
            run.append(node)
            continue
        if any(not isinstance(n, nodes.Text) or n.astext().strip() for n in run):
            part = wrapper.copy()
            part.extend(run)
            found.append(part)
        run = []
        if node is not None:
            if isinstance(wrapper, nodes.Inline):
                _wrap_within(wrapper, node)
            found.append(node)
    return found


def _wrap_within(wrapper: nodes.Element, block: nodes.Node) -> None:
    """Put the inline nodes inside ``block`` into copies of ``wrapper``."""
    if isinstance(block, nodes.literal_block | nodes.math_block | nodes.comment):
        return
    if isinstance(block, nodes.TextElement):
        part = wrapper.copy()
        part.extend(block.children)
        block.children = []
        block.append(part)
        return
    for child in block.children:
        _wrap_within(wrapper, child)


def inline_only(found: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Flatten blocks to their inline content, for a summary."""
    flat: list[nodes.Node] = []
    for node in found:
        if _is_inline(node):
            flat.append(node)
        elif isinstance(node, nodes.TextElement):
            flat += node.children
        else:
            flat.append(nodes.Text(node.astext()))
    return flat
