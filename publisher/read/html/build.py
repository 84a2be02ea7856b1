"""Builds nodes of the tree from parsed HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes

from publisher import nodes as ours
from publisher.read.html.elements import (
    BLOCKS,
    CLASSED,
    INLINE,
    LEAVES,
    LINE,
    NODE,
    SAFE_LINK,
    SHELLS,
    whole_number,
)
from publisher.read.html.flow import (
    defined,
    filled,
    inline_only,
    listed,
    paragraphs,
    preformatted,
    wrapped,
)
from publisher.read.html.given import with_given
from publisher.read.html.table import aligned, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

_LENGTH: Final = re.compile(r"\s*([0-9]{1,4})(?:\.[0-9]+)?\s*(px|%)?\s*\Z")


class Builder:
    """Builds nodes from the parsed HTML."""

    def __init__(self, shells: Sequence[nodes.Node], line: int | None) -> None:
        """Take the nodes that the numbered shells stand for, and the line where all begins."""
        self.shells = shells
        self.line = line

    def blocks(self, element: Element) -> list[nodes.Node]:
        """Return what ``element`` holds as blocks: inline runs in paragraphs, items in lists."""
        return listed(paragraphs(self.contents(element), self.line))

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
        made = with_given(element, made)
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
            return wrapped(shell, inside) if inside else []
        if isinstance(node, nodes.bullet_list | nodes.enumerated_list):
            return [filled(shell, inside, self.line)]
        if isinstance(node, nodes.thead | nodes.tbody | nodes.row):
            inside = [n for n in inside if isinstance(n, nodes.row | nodes.entry)]
        else:
            inside = listed(paragraphs(inside, self.line))
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
            return wrapped(wrapper, self.contents(element))
        if tag == "p":
            return wrapped(aligned(nodes.paragraph(), element), self.contents(element), keep=False)
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            rubric = aligned(nodes.rubric("", "", level=int(tag[1])), element)
            return wrapped(rubric, self.contents(element), keep=False)
        if tag == "br":
            return [ours.line_break("", "\n")]
        if tag == "hr":
            return [ours.thematic_break()]
        if tag == "img":
            return [_image(element)]
        if tag == "a":
            return self._link(element)
        if tag == "pre":
            return preformatted(self.contents(element))
        if tag == "q":
            return [nodes.Text("\u201c"), *self.contents(element), nodes.Text("\u201d")]
        if tag in ("ul", "ol"):
            return self._list(element, tag)
        if tag == "dl":
            made = nodes.definition_list()
            before = defined(made, paragraphs(self._terms(element), self.line))
            return [*before, made] if made.children else before
        if tag in ("li", "dd", "dt"):  # without a list around it
            return self.blocks(element)
        if tag == "blockquote":
            return [nodes.block_quote("", *self.blocks(element))]
        if tag == "details":
            return [self._details(element)]
        if tag == "summary":
            return wrapped(nodes.paragraph(), self.contents(element), keep=False)
        if tag == "table":
            return table(element, self.contents, self.blocks)
        if tag in BLOCKS:
            align = "center" if tag == "center" else ""
            return [aligned(nodes.container("", *self.blocks(element)), element, align)]
        return self.contents(element)

    def _link(self, element: Element) -> list[nodes.Node]:
        href = (element.get("href") or "").strip()
        inside = self.contents(element)
        if not href or not SAFE_LINK.match(href):
            return inside
        return wrapped(nodes.reference("", refuri=href), inside, keep=False)

    def _list(self, element: Element, tag: str) -> list[nodes.Node]:
        made: nodes.Element
        if tag == "ol":
            made = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
            start = whole_number(element.get("start"))
            if start is not None:
                made["start"] = start
        else:
            made = nodes.bullet_list(bullet="*")
        filled(made, self._items(element), self.line)
        return [made] if made.children else []

    def _items(self, element: Element) -> list[nodes.Node]:
        found: list[nodes.Node] = [nodes.Text(element.text)] if element.text else []
        for child in element:
            if child.tag in ("li", "dt", "dd") and child.get(NODE) is None:
                found += with_given(child, [nodes.list_item("", *self.blocks(child))])
            else:
                found += self.element(child)
            if child.tail:
                found.append(nodes.Text(child.tail))
        return found

    def _terms(self, element: Element) -> list[nodes.Node]:
        """Return the terms and definitions of a list, also those in groups (HTML Standard, 4.4.9)."""
        found: list[nodes.Node] = [nodes.Text(element.text)] if element.text else []
        for child in element:
            own = child.get(NODE) is None
            if own and child.tag == "div" and any(c.tag in ("dt", "dd") for c in child):
                found += with_given(child, self._terms(child))
            elif own and child.tag == "dt":
                found += with_given(child, self._term(child))
            elif own and child.tag == "dd":
                found += with_given(child, [nodes.definition("", *self.blocks(child))])
            else:
                found += self.element(child)
            if child.tail:
                found.append(nodes.Text(child.tail))
        return found

    def _term(self, element: Element) -> list[nodes.Node]:
        """Return a term; what is no line of text in it begins its definition."""
        self.line = int(element.get(LINE) or self.line or 0) or None
        made, more = nodes.term(), nodes.definition()
        made.line = self.line
        for node in self.blocks(element):
            if more.children or not isinstance(node, nodes.paragraph | nodes.rubric):
                more.append(node)
                continue
            if made.children:
                made.append(ours.line_break("", "\n"))
            made.extend(node.children)
        return [made, more] if more.children else [made]

    def _details(self, element: Element) -> nodes.Element:
        made = ours.details(open=element.get("open") is not None)
        inside: list[nodes.Node] = [nodes.Text(element.text)] if element.text else []
        for child in element:
            if child.tag == "summary" and child.get(NODE) is None and not made.children:
                summary = ours.summary("", "", *inline_only(self.contents(child)))
                made.extend(with_given(child, [summary]))
            else:
                inside += self.element(child)
            if child.tail:
                inside.append(nodes.Text(child.tail))
        if not made.children:
            made.append(ours.summary("", "Details"))
        made.extend(listed(paragraphs(inside, self.line)))
        return made


def _image(element: Element) -> nodes.Element:
    title = element.get("title") or ""
    node = nodes.image(uri=(element.get("src") or "").strip(), alt=element.get("alt") or title)
    if title:
        node["title"] = title
    for name in ("width", "height"):
        match = _LENGTH.match(element.get(name) or "")
        if match and not (name == "height" and match[2] == "%"):
            node[name] = f"{match[1]}{match[2] or 'px'}"
    align = (element.get("align") or "").lower()
    if align in ("left", "center", "right"):
        node["align"] = align
    return node
