"""A page of HTML as an outline: what a reader sees of it, one block a line.

Two programs write the same text in different HTML; their outlines are equal if a reader
sees the same blocks, lists, tables, links, pictures and words.  ``[to]text[/]`` is a
link, ``{file | alternative text}`` a picture, which stands alone; ``*``, ``_`` and so on
stand around text that stands out; a bar before a line says that it is code.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import tinyhtml5

from publisher.rules.image_alt import says_nothing

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEADING = re.compile(r"h[1-6]")
_MARKED = {
    "strong": "*", "b": "*", "em": "_", "i": "_", "cite": "_", "dfn": "_", "var": "_",
    "code": "`", "tt": "`", "samp": "`", "del": "~", "s": "~", "strike": "~",
    "sub": ",", "sup": "^", "kbd": "#",
}  # fmt: skip
_CONTAINERS = frozenset("ul ol li blockquote table tr th td details footnote".split())  # noqa: SIM905 - easier to read
_BLOCKS = frozenset(
    "p div section figure center thead tbody tfoot summary dl dt dd article header footer main "  # noqa: SIM905 - easier to read
    "aside nav address caption".split()
)
# The alternative text of a picture to which the author gave none.
_MADE = re.compile(r"Figure \d+ in the answer to question \d+: ")
_SAFE = re.compile(r"(?:https?|mailto|ftp|xmpp):|[^:]*(?:[/?#]|\Z)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK_END = re.compile(r"\s+\[/\]")
_NO_LINK = re.compile(r"\[[^\[\]]*\]\[/\]\s*")
_FORMULA = re.compile(r"\$\$ (.+?) \$\$")
_EMPTY = re.compile(r"[*_`~,^#\s]")
# What a page says beside the author's own words.
_ASIDE = frozenset(
    "answer-label no-answer state linked figure-number footnote-number code-note path "  # noqa: SIM905 - easier to read
    "footnote-backref".split()
)


def outline(html: str) -> list[str]:
    """Return the outline of the body of ``html``."""
    tree = tinyhtml5.parse(
        io.StringIO(f"<!DOCTYPE html><body>{html}"), namespace_html_elements=False
    )
    writer = _Outline()
    writer.children(tree.find("body"), 0)
    writer.close()
    return _without_empty(writer.lines)


class _Outline:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.run: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.depth = 0

    def close(self, mark: str = "") -> None:
        """End the block of text that is open; what stands out goes on in the next."""
        text = " ".join("".join([*self.run, *(after for _, after in reversed(self.open))]).split())
        self.run = [before for before, _ in self.open]
        if text in ("[x]", "[ ]"):  # a tick before a paragraph stands on its line
            self.run.append(f"{text} ")
            return
        # A blank at a link's end is not seen, nor is a link without text.
        text = _NO_LINK.sub("", _LINK_END.sub("[/]", text)).strip()
        text = _FORMULA.sub(r"$$\1$$", text)
        if _EMPTY.sub("", text):
            self.line(mark + text)

    def line(self, text: str) -> None:
        self.lines.append("  " * self.depth + text)

    def within(self, before: str, after: str, element: Element, depth: int) -> None:
        """Write ``element`` between two marks; a mark within itself changes nothing."""
        if (before, after) in self.open:
            self.children(element, depth)
            return
        self.run.append(before)
        self.open.append((before, after))
        self.children(element, depth)
        self.open.pop()
        self.run.append(after)

    def children(self, element: Element, depth: int) -> None:
        self.depth = depth
        self.run.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self.element(child, set((child.get("class") or "").split()), depth)
            self.depth = depth
            self.run.append(child.tail or "")

    def element(self, element: Element, classes: set[str], depth: int) -> None:  # noqa: C901, PLR0912 - one case a tag
        """Write one element, by what it is."""
        tag = element.tag.rpartition("}")[2]
        if classes & _ASIDE or tag == "figcaption":
            return
        if classes & {"footnote-ref", "footnote-reference"}:
            self.run.append(f"[^{''.join(element.itertext())}]")
        elif tag in _MARKED and not any(
            "footnote-reference" in e.get("class", "") for e in element
        ):
            self.within(_MARKED[tag], _MARKED[tag], element, depth)
        elif tag == "a" or "local-link" in classes:
            self.link(element, depth)
        elif tag in ("br", "input") or "tick" in classes:
            self.run.append(_sign(element, classes))
        elif tag == "math":
            for source in (e for e in element.iter() if e.tag.endswith("annotation")):
                mark = "$$" if element.get("display") == "block" else "$"
                self.run.append(mark + _ESCAPED.sub(r"\1", source.text or "") + mark)
        elif tag in ("hr", "img", "pre"):
            self.close()
            self.alone(element)
        elif _HEADING.fullmatch(tag):
            self.close()
            self.children(element, depth)
            self.close("# ")
        elif (name := _container(element, classes)) in _CONTAINERS:
            self.close()
            self.line(_described(name, element, classes))
            self.block(element, depth + 1)
        elif "footnotes" in classes:
            self.close()
            self.children(element.find("ol"), depth)
            self.close()
        elif "alert-title" in classes:
            self.close()
            self.line("".join(element.itertext()).strip("[!]").lower())
        elif tag in _BLOCKS:
            self.close()
            self.block(element, depth)
        else:
            self.children(element, depth)

    def block(self, element: Element, depth: int) -> None:
        self.children(element, depth)
        self.close()

    def alone(self, element: Element) -> None:
        if element.tag == "hr":
            self.line("----")
        elif element.tag == "img":
            alt = _MADE.sub("", " ".join((element.get("alt") or "").split()))
            file = element.get("src") or ""
            self.line(f"{{{unquote(file)} | {'' if says_nothing(alt, file) else alt}}}")
        else:
            for line in "".join(element.itertext()).strip("\n").split("\n"):
                self.line(f"| {line}")

    def link(self, element: Element, depth: int) -> None:
        href = element.get("href") or ""
        if element.tag != "a":  # a link to a file beside the report: its text, and the path
            path = [e for e in element if e.get("class") == "path"]
            shown = "".join((path[0] if path else element).itertext()).strip()
            href = shown[1:-1] if path else shown
        if href and _SAFE.match(href):
            self.within(f"[{unquote(href)}]", "[/]", element, depth)
        else:
            self.children(element, depth)


def _sign(element: Element, classes: set[str]) -> str:
    if element.tag == "br":
        return " / "
    return "[x] " if "checked" in element.attrib or "ticked" in classes else "[ ] "


def _container(element: Element, classes: set[str]) -> str:
    if "footnote" in classes or (element.get("id") or "").startswith("fn-"):
        return "footnote"
    return "blockquote" if "alert" in classes else element.tag


def _described(name: str, element: Element, classes: set[str]) -> str:
    more = [element.get("start", "1")] if name == "ol" else []
    if name in ("td", "th"):
        align = element.get("align") or next((c[5:] for c in classes if c.startswith("text-")), "")
        more += [align] if align else []
    return f"<{' '.join([name, *more])}>"


def _without_empty(lines: list[str]) -> list[str]:
    """Leave out containers, but cells, that hold nothing."""
    kept: list[str] = []
    inside = -1
    for line in reversed(lines):
        depth = len(line) - len(line.lstrip(" "))
        if (
            line.lstrip().startswith(("<ul", "<ol", "<li", "<table", "<tr", "<blockquote"))
            and inside <= depth
        ):
            inside = depth
            continue
        kept.append(line)
        inside = depth
    return kept[::-1]
