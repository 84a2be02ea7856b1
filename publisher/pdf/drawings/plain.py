"""A drawing (SVG) in the form in which it is printed: what WeasyPrint does not draw is replaced or told.

Browsers show more of a drawing than WeasyPrint does: labels that are HTML, fonts in the file,
pictures by ``data:``, one child of a ``switch``.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

import tinycss2  # type: ignore[import-untyped]  # it is

from publisher.language.message import Message
from publisher.pdf.drawings.labels import label, lines_of, local, pictured

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree import ElementTree as ET

__all__ = ["REFERENCES", "Plain", "href_of"]

REFERENCES = frozenset(("href", "src", "base"))
"""What refers to something, in any namespace: `href` and `xlink:href` do the same."""
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_SILENT = frozenset(("desc", "metadata", "title"))
_HTML = "http://www.w3.org/1999/xhtml"
_DATA = re.compile(
    r"data:(?P<media>[\w.+-]*/[\w.+-]*)?(?P<rest>[^,]{0,200}),(?P<held>.*)", re.DOTALL
)
_HELD = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*"  # up to the bracket that closes it
_VARIABLE = re.compile(rf"\bvar\(\s*--[\w-]+\s*,({_HELD})\)")
_LIGHT_OR_DARK = re.compile(rf"\blight-dark\(((?:[^(),]|\((?:[^()]|\([^()]*\))*\))+),{_HELD}\)")
_SHORT = 40
_LABELS = Message("its HTML labels are plain text")
_FONTS = Message("its own fonts are replaced")
_SHEETS = Message("a style sheet elsewhere is not loaded")


def href_of(element: ET.Element) -> str:
    """Return what an element refers to, with or without a namespace."""
    return next((element.get(name, "").strip() for name in _HREFS if element.get(name)), "")


@dataclass(slots=True)
class Plain:
    """What makes a drawing plain, and what it found.

    ``language``: the reader's; ``pictures``: bytes of those in the file, by the address that
    stands for each in the tree; ``lacks``: what print does not show; ``otherwise``: what looks
    otherwise there. Both are in words that go into a message.
    """

    language: str
    pictures: dict[str, bytes] = field(default_factory=dict)
    lacks: dict[str, None] = field(default_factory=dict)
    otherwise: dict[str, None] = field(default_factory=dict)

    def make(self, root: ET.Element) -> None:
        """Make a drawing plain, in place."""
        root.attrib.pop("content", None)  # of draw.io: the drawing once more, for its editor
        self._stand_alone(root)
        _colour(root)
        self._below(root)

    def _below(self, parent: ET.Element) -> None:
        if local(parent) == "switch":
            parent[:] = self._chosen(parent)
        kept: list[ET.Element] = []
        for child in parent:
            shown = self._shown(child)
            if shown is not None:
                self._stand_alone(shown)
                _colour(shown)
                shown.tail = child.tail
                kept.append(shown)
                self._below(shown)
            elif kept:
                kept[-1].tail = (kept[-1].tail or "") + (child.tail or "")
            else:
                parent.text = (parent.text or "") + (child.tail or "")
        parent[:] = kept

    def _shown(self, element: ET.Element) -> ET.Element | None:
        """Return what stands for an element; None: nothing does."""
        name = local(element)
        if name in _SILENT or not self._applies(element):
            return None
        if name == "foreignObject":
            return self._label(element)
        if name == "image":
            return self._picture(element)
        if name == "style":
            element.text = self._style("".join(element.itertext()))
            element[:] = []
        return element

    def _stand_alone(self, element: ET.Element) -> None:
        """Take from an element what it refers to elsewhere, be it by ``data:``: only an image may have that."""
        name = local(element)
        for key, value in tuple(element.attrib.items()):
            short = key.rpartition("}")[2].lower()
            if short in REFERENCES and name != "a":
                held = name == "image" and value in self.pictures
                elsewhere = not held and not value.strip().startswith("#")
                if elsewhere:
                    del element.attrib[key]
            elif "url" in value.lower() or (short == "style" and "\\" in value):
                tokens = tinycss2.parse_component_value_list(value)
                elsewhere = _stripped(tokens)
                if elsewhere or short == "style":  # an escape could spell an address
                    element.set(key, tinycss2.serialize(tokens))
            else:
                continue
            if elsewhere and value.strip():
                self.lacks[f"what `{short}` of `{name}` refers to"] = None

    def _applies(self, element: ET.Element) -> bool:
        """Tell whether an element is for this reader (SVG 1.1, 5.8.2), as browsers do: features all are."""
        asked = element.get("systemLanguage")
        tags = [tag.strip().lower() for tag in asked.split(",")] if asked is not None else None
        mine = {self.language.lower(), self.language.lower().partition("-")[0]}
        extensions = element.get("requiredExtensions")
        return (tags is None or any(t in mine or t.partition("-")[0] in mine for t in tags)) and (
            extensions is None or set(extensions.split()) == {_HTML}
        )

    def _chosen(self, switch: ET.Element) -> Iterable[ET.Element]:
        """Return of a ``switch`` the first child that applies and that print can show."""
        html = None
        for child in filter(self._applies, switch):
            if local(child) != "foreignObject":
                if html is not None:
                    self._compare(html, child)
                return [child]
            html = child if html is None else html
        return [] if html is None else [html]

    def _compare(self, html: ET.Element, instead: ET.Element) -> None:
        """Tell what a label lacks in its other form: draw.io cuts long ones."""
        there = " ".join(instead.itertext()).split()
        words = " ".join(lines_of(html)).split()
        pictures = any(local(inner) == "image" for inner in instead.iter())
        if not pictures and "".join(there) != "".join(words):
            self._lack(words)

    def _label(self, box: ET.Element) -> ET.Element | None:
        words = " ".join(lines_of(box)).split()
        made = label(box)
        if other := pictured(box):
            self.lacks[f"a part that is HTML (`{other}`)"] = None
        if made is None and words:
            self._lack(words)
        elif made is not None:
            self.otherwise[_LABELS] = None
        return made

    def _lack(self, words: list[str]) -> None:
        self.lacks[f"the label {_short(' '.join(words))!r}"] = None

    def _picture(self, image: ET.Element) -> ET.Element | None:
        """Return an image with an address in place of its data; None: it has none."""
        written = href_of(image)
        found = _DATA.fullmatch(written)
        if found is None:
            if written:
                self.lacks[f"the picture {_short(written)!r}, which is not in the file"] = None
            return None
        data = unquote_to_bytes(found["held"])
        if found["rest"].strip().lower().endswith(";base64"):
            try:
                data = base64.b64decode(data)
            except ValueError:
                data = b""
        address = f"within:{len(self.pictures)}"
        self.pictures[address] = data
        for name in _HREFS:
            image.attrib.pop(name, None)
        image.set("href", address)
        return image

    def _style(self, css: str) -> str:
        """Return the rules of a style that WeasyPrint follows."""
        kept = []
        for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule":
                if _stripped(rule.content):
                    self.lacks["what a style refers to"] = None
                kept.append(rule)
            elif rule.type == "at-rule" and rule.lower_at_keyword == "font-face":
                self.otherwise[_FONTS] = None
            elif rule.type == "at-rule" and rule.lower_at_keyword == "import":
                self.otherwise[_SHEETS] = None
        return _coloured(tinycss2.serialize(kept))


def _colour(element: ET.Element) -> None:
    for name, value in element.attrib.items():
        if "(" in value:
            element.set(name, _coloured(value))


def _coloured(value: str) -> str:
    """Return a value as it is on white paper, where WeasyPrint knows no such functions."""
    return _LIGHT_OR_DARK.sub(r"\1", _VARIABLE.sub(r"\1", value))


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "\u2026"


def _stripped(tokens: list[tinycss2.ast.Node]) -> bool:
    """Put ``none`` in the place of each address that leads elsewhere; tell whether there was one."""
    found = False
    for at, token in enumerate(tokens):
        address = token.value if token.type == "url" else None
        if token.type == "function" and token.lower_name == "url":
            address = "".join(t.value for t in token.arguments if t.type == "string")
        if address is not None and not address.strip().startswith("#"):
            line, column = token.source_line, token.source_column
            tokens[at] = tinycss2.ast.IdentToken(line, column, "none")
            found = True
            continue
        for inner in (getattr(token, "arguments", None), getattr(token, "content", None)):
            if isinstance(inner, list):
                found = _stripped(inner) or found
    return found
