"""What the finished web page and the finished archive hold: read from their bytes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
from enum import Enum, auto
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from publisher.proof.tags import tokens_of
from publisher.proof.words import FIGURE, TICKS, formula_word, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from publisher.archive.canonical import Blob

# What a page says of a report by itself: words in it stand for none of the report's.
_OWN = frozenset(
    ("state", "answer-label", "no-answer", "contents", "masthead", "eyebrow", "figure-number",
     "code-note", "skip", "path", "footnote-reference", "footnote-number",
     "introduction-title", "prompt-short", "alert-title", "folded-title", "enlarged", "said", "share",
     "link-reference", "link-notes")
)  # fmt: skip
_BOOK = "book/"
_OPF = "{http://www.idpf.org/2007/opf}"
_MATH_RUN = "{http://schemas.openxmlformats.org/officeDocument/2006/math}r"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
# They end no word.
_INLINE = frozenset(
    ("a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
     "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr")
)  # fmt: skip
_HIDDEN = frozenset(("script", "style", "template", "title", "math"))


def page_words(html: str, digest_of: Callable[[str], str], *, own: bool = False) -> list[str]:
    """Return the words, ticks and figures that a page shows.

    ``digest_of``: of a figure by what stands in ``src``; ``own``: with what the page adds.
    """
    reader = _Reader(digest_of, own=own)
    for kind, text, given in tokens_of(html):
        if kind == "text":
            reader.take(text)
        elif kind == "start":
            reader.open(text, given)
        else:
            reader.close(text)
    return reader.found()


def book_words(data: bytes, converted: Mapping[str, str]) -> list[str]:
    """Return the words, ticks and figures that the chapters of a book (EPUB) show, in the order of reading.

    ``converted``: the digests of figures that stand there in another type, by their names.
    """
    import zipfile  # late: most runs write neither this nor the other that is one

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        held = {name.removeprefix(_BOOK): book.read(name) for name in book.namelist()}
    package = ET.fromstring(held["package.opf"])  # noqa: S314 - it is ours
    names = {item.get("id"): item.get("href", "") for item in package.iter(f"{_OPF}item")}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}
    digests |= converted
    found: list[str] = []
    for item in package.iter(f"{_OPF}itemref"):
        name = names[item.get("idref")]
        if name.startswith("part-"):
            found += page_words(held[name].decode(), lambda source: digests.get(source, ""))
    return found


def docx_words(data: bytes, converted: Mapping[str, str]) -> list[str]:
    """Return the words, ticks and figures of a ``.docx``, but for the numbers of items; ``converted``: as above."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        held = {name.removeprefix("word/"): package.read(name) for name in package.namelist()}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}
    digests |= converted
    relations = ET.fromstring(held["_rels/document.xml.rels"])  # noqa: S314 - it is ours
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    text: list[str] = []
    figures: list[str] = []
    for node in ET.fromstring(held["document.xml"]).iter():  # noqa: S314 - it is ours
        name = node.tag.rpartition("}")[2]
        if name in ("p", "br", "tab") or node.tag == _MATH_RUN:
            text.append(" ")
        elif name == "t":
            text.append(node.text or "")
        elif name == "blip":
            figures.append(FIGURE + digests.get(targets.get(node.get(_EMBED), ""), ""))
    return words_of("".join(text)) + figures


def digest_of_data(address: str) -> str:
    """Return the digest of the bytes in a ``data:`` address, empty if it is none."""
    try:
        data = base64.b64decode(address.partition("base64,")[2], validate=True)
    except (binascii.Error, ValueError):
        return ""
    return hashlib.sha256(data).hexdigest()


class _Seen(Enum):
    """How the text of an element is taken."""

    TEXT = auto()
    HIDDEN = auto()
    FORMULA = auto()


class _Reader:
    """Collects what is seen of a page; own elements and their content are left out."""

    def __init__(self, digest_of: Callable[[str], str], *, own: bool) -> None:
        self._digest_of = digest_of
        self._own = own
        self._open: list[tuple[str, _Seen]] = []
        self._text: list[str] = []
        self._formulas: list[str] = []
        self._figures: list[str] = []

    def open(self, tag: str, given: Mapping[str, str]) -> None:
        """Note an element that opens."""
        if tag not in _INLINE:
            self._text.append(" ")
        seen = self._seen(tag, given)
        if tag == "img" and seen is _Seen.TEXT:
            self._figures.append(FIGURE + self._digest_of(given.get("src", "")))
        if tag not in _VOID:
            self._open.append((tag, seen))

    def _seen(self, tag: str, given: Mapping[str, str]) -> _Seen:
        around = self._open[-1][1] if self._open else _Seen.TEXT
        classes = given.get("class", "").split()
        # MathML carries the LaTeX that it draws as an annotation, which is no formula's own text.
        if not self._own and (tag == "annotation" or "formula" in classes):
            self._formulas.append("")
            return _Seen.FORMULA
        if tag in _HIDDEN or "hidden" in given:
            return _Seen.HIDDEN
        own = not self._own and (tag == "figcaption" or not _OWN.isdisjoint(classes))
        return _Seen.HIDDEN if own else around

    def close(self, tag: str) -> None:
        """Note an element that closes."""
        if tag not in _INLINE:
            self._text.append(" ")
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def take(self, text: str) -> None:
        """Take a text, if it is seen."""
        seen = self._open[-1][1] if self._open else _Seen.TEXT
        if seen is _Seen.TEXT:
            self._text.append(text)
        elif seen is _Seen.FORMULA:
            self._formulas[-1] += text

    def found(self) -> list[str]:
        """Return what was seen."""
        formulas = [formula_word(text) for text in self._formulas]
        return words_of("".join(self._text)) + formulas + self._figures


def archive_words(text: bytes, files: Mapping[str, Blob]) -> list[str]:
    """Return the words, ticks and figures of an archive, from its tree and its files.

    ``text``, ``files``: see ``without_files``; no copy of all files is made.  A figure counts only
    if its bytes are there, and are those of its digest.
    """
    members: dict[str, Any] = json.loads(text)
    digests = {
        file["path"]: hashlib.sha256(files[file["bytes"]].data).hexdigest()
        for file in members["figures"]
        if "bytes" in file
    }
    return list(_node_words(members["document"]["root"], digests))


def _node_words(root: dict[str, Any], digests: Mapping[str, str]) -> Iterator[str]:
    waiting: list[dict[str, Any] | str] = [root]
    text: list[str] = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            text.append(node)
            continue
        if node["type"] in _FORMULAS:
            yield formula_word("".join(node.get("children", [])))
            continue
        if node["type"] in _LEFT_OUT:
            continue
        if node["type"] not in _RUNNING:
            text.append(" ")
        if node["type"] == "checklist_item" and not node.get("broken"):
            text.append(TICKS[node.get("ticked", False)])
        if node["type"] == "image":
            yield FIGURE + digests.get(node.get("figure", ""), "")
        waiting += reversed(node.get("children", []))
    yield from words_of("".join(text))


_RUNNING = frozenset(("emphasis", "strong", "literal", "reference", "inline", "emoji"))
_FORMULAS = frozenset(("math", "math_block"))
_LEFT_OUT = frozenset(("label", "footnote_reference", "marker"))
