"""Raw HTML in an answer becomes nodes, as GitHub's parser and allow-list see it.

The whole answer is handed to an HTML5 parser: nodes that Markdown made go in as
empty shells that carry a number, so misnested and unclosed tags are mended as a
browser mends them, and the shells come back as the nodes they stand for.  No
string of the author's is ever handed to a builder; of a tag only its name and
the attributes that we keep reach the HTML parser, all else is text to it.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final

from docutils import nodes

from publisher import nodes as ours
from publisher.nodes import every
from publisher.read.blocks.comment import without_comments
from publisher.read.blocks.depth import DEEPEST
from publisher.read.html.build import Builder
from publisher.read.html.elements import (
    ATTRIBUTES,
    DROPPED,
    FILTERED,
    KNOWN,
    LEAVES,
    LINE,
    NODE,
    SHELLS,
    TABLE,
    UNCLOSED,
    VOID,
)
from publisher.read.html.flow import inline_only

if TYPE_CHECKING:
    from collections.abc import Sequence

# A name goes on to a blank, a slash or the end (HTML Standard, 13.2.5.8): <b.x> is no <b>.
_TAG_NAME: Final = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)")
_ATTRIBUTE: Final = re.compile(
    r"""[\s/]*+(?P<name>[^\s=>/]++)(?:\s*+=\s*+(?P<value>"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+))?+"""
)
_OPEN_QUOTE: Final = re.compile(r"\s*+=\s*+[\"']")
_LONG_REFERENCE: Final = re.compile(r"&#(?:[0-9]{20,}|x[0-9a-f]{20,});?", re.IGNORECASE)
"""A number of a character that is none; tinyhtml5 counts it out, and Python counts to 4,300 digits."""
_TAG_END: Final = re.compile(r"[\s/]*+>")


def is_text_tag(html: str) -> bool:
    """Tell whether ``html`` is a lone tag that HTML does not know (``<weblink>``): text."""
    match = _TAG_NAME.match(html)
    return match is not None and match["name"].lower() not in KNOWN and html.count("<") == 1


@dataclass
class Mended:
    """What reading HTML had to mend.

    ``deep``: source lines of what nests too deeply and was left as text; ``unclosed``:
    lines and names of the elements that were open at the end.
    """

    deep: list[int] = field(default_factory=list)
    unclosed: list[tuple[int, str]] = field(default_factory=list)


def resolve(container: nodes.Element) -> Mended:
    """Turn the HTML fragments below ``container`` into nodes, in place.

    Sections and questions among its children are left as they are; the runs
    between them are read one by one.
    """
    run: list[nodes.Node] = []
    done: list[nodes.Node] = []
    mended = Mended()
    for child in container.children:
        if isinstance(child, nodes.section | nodes.title | ours.placeholder):
            done += _resolved(run, mended)
            if isinstance(child, nodes.title):
                inside = inline_only(_resolved(child.children, mended))
                child.children = []
                child.extend(inside)
            done.append(child)
            run = []
        else:
            run.append(child)
    done += _resolved(run, mended)
    container.children = []
    container.extend(done)
    return mended


def _resolved(run: Sequence[nodes.Node], mended: Mended) -> Sequence[nodes.Node]:
    fragments = [f for node in run for f in every(ours.html_fragment, node)]
    if not fragments:
        return run
    writer = _Writer()
    for node in run:
        writer.write(node)
    if writer.deepest > DEEPEST:
        mended.deep.append(fragments[0].line or 0)
        return [_as_text(node) for node in run]
    mended.unclosed += writer.unclosed()
    import tinyhtml5

    tree = tinyhtml5.parse(
        io.StringIO(f"<!DOCTYPE html><html><head></head><body>{''.join(writer.parts)}"),
        namespace_html_elements=False,
    )
    body = tree.find("body")
    return Builder(writer.nodes, run[0].line).blocks(body) if body is not None else run


def _as_text(node: nodes.Node) -> nodes.Node:
    """Return ``node`` with its HTML as text."""
    for fragment in every(ours.html_fragment, node):
        html = fragment["html"]
        text: nodes.Node = nodes.Text(html)
        if not isinstance(fragment.parent, nodes.TextElement):
            text = nodes.literal_block(html, html, language="none", **{"xml:space": "preserve"})
            text.line = fragment.line
        if fragment is node:
            return text
        fragment.parent.replace(fragment, text)
    return node


class _Writer:
    """Writes a run of nodes as HTML with numbered shells.

    ``deepest``: how many elements are open at most, by a count of tags that never
    says too few.
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.nodes: list[nodes.Node] = []
        self.deepest = 0
        self._open: defaultdict[str, list[int]] = defaultdict(list)  # by name: lines
        self._depth = 0
        self._in_table = False
        self._open_quote = False  # of an attribute: from there on it is not known what is in quotes

    def write(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Text):
            self.parts.append(escape(node.astext()))
        elif isinstance(node, ours.html_fragment):
            self._fragment(node["html"], node.line or 0)
        elif isinstance(node, nodes.tgroup):  # no HTML element; put back with its table
            for child in node.children:
                self.write(child)
        elif not isinstance(node, nodes.colspec):
            self._shell(node)

    def _shell(self, node: nodes.Node) -> None:
        leaf = LEAVES.get(type(node))
        tag = leaf or SHELLS.get(type(node), "")
        if not tag:
            leaf = tag = "span"
        self.parts.append(f'<{tag} {NODE}="{len(self.nodes)}">')
        self.nodes.append(node)
        if not leaf:
            outside, self._in_table = self._in_table, self._in_table or tag == "table"
            self._enter("", 0)
            for child in node.children:
                self.write(child)
            self._leave("")
            self._in_table = outside
        if tag not in VOID:
            self.parts.append(f"</{tag}>")

    def unclosed(self) -> list[tuple[int, str]]:
        """Return line and name of each element that nothing closes."""
        return sorted((line, name) for name, lines in self._open.items() for line in lines)

    def _enter(self, name: str, line: int) -> None:
        self._open[name].append(line)
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)

    def _leave(self, name: str) -> None:
        if self._open[name]:
            self._open[name].pop()
            self._depth -= 1

    def _fragment(self, html: str, line: int) -> None:
        """Write raw HTML: its tags, cleaned; comments left out; all else as text."""
        html = _LONG_REFERENCE.sub("\ufffd", without_comments(html))
        position = 0
        while (at := html.find("<", position)) >= 0:
            line += html.count("\n", position, at)
            self.parts.append(html[position:at])
            tag, position = self._tag(html, at, line)
            self.parts.append(tag)
            line += html.count("\n", at, position)
        self.parts.append(html[position:])

    def _tag(self, html: str, at: int, line: int) -> tuple[str, int]:
        """Return the tag at ``at`` as written for the HTML parser, and where it ends."""
        match = _TAG_NAME.match(html, at)
        name = match["name"].lower() if match else ""
        refused = name not in KNOWN or name in FILTERED or (self._in_table and name in TABLE)
        if match is None or refused:
            return "&lt;", at + 1
        position = match.end()
        kept: dict[str, str] = {}
        while attribute := _ATTRIBUTE.match(html, position):
            position = attribute.end()
            if self._open_quote and "<" in attribute.group():
                return "&lt;", at + 1
            if attribute["name"].lower() in ATTRIBUTES:
                value = attribute["value"] or ""
                value = value[1:-1] if value[:1] in ('"', "'") else value
                kept.setdefault(attribute["name"].lower(), value.replace('"', "&quot;"))
        end = _TAG_END.match(html, position)
        if end is None:
            self._open_quote = self._open_quote or bool(_OPEN_QUOTE.match(html, position))
            return "&lt;", at + 1
        tag = "x-dropped" if name in DROPPED else name
        if match["close"]:
            self._leave(name)
            return f"</{tag}>", end.end()
        if name not in VOID and name not in UNCLOSED:
            self._enter(name, line)
        written = "".join(f' {key}="{value}"' for key, value in kept.items())
        return f'<{tag} {LINE}="{line}"{written}>', end.end()
