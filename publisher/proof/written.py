"""What the finished web page and the finished archive hold: read from their bytes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from publisher.proof.words import FIGURE, TICKS, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# What a page says of a report by itself: words in it stand for none of the report's.
_OWN = frozenset(
    ("state", "answer-label", "no-answer", "contents", "masthead", "eyebrow", "figure-number",
     "code-note", "skip", "path")
)  # fmt: skip
_VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
# They end no word.
_INLINE = frozenset(
    ("a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
     "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr")
)  # fmt: skip
_HIDDEN = frozenset(("script", "style", "template", "title", "annotation"))


def page_words(html: str, digest_of: Callable[[str], str], *, own: bool = False) -> list[str]:
    """Return the words, ticks and figures that a page shows.

    ``digest_of``: of a figure by what stands in ``src``; ``own``: with what the page adds.
    """
    reader = _Reader(digest_of, own=own)
    reader.feed(html)
    reader.close()
    return reader.found()


def digest_of_data(address: str) -> str:
    """Return the digest of the bytes in a ``data:`` address, empty if it is none."""
    try:
        data = base64.b64decode(address.partition("base64,")[2], validate=True)
    except (binascii.Error, ValueError):
        return ""
    return hashlib.sha256(data).hexdigest()


class _Reader(HTMLParser):
    """Collects what is seen of a page; own elements and their content are left out."""

    def __init__(self, digest_of: Callable[[str], str], *, own: bool) -> None:
        super().__init__()
        self._digest_of = digest_of
        self._own = own
        self._open: list[tuple[str, bool]] = []
        self._text: list[str] = []
        self._figures: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that opens."""
        if tag not in _INLINE:
            self._text.append(" ")
        given = {name: value or "" for name, value in attrs}
        hidden = bool(self._open and self._open[-1][1]) or tag in _HIDDEN or "hidden" in given
        if not self._own:
            hidden = hidden or not _OWN.isdisjoint(given.get("class", "").split())
        if tag == "img" and not hidden:
            self._figures.append(FIGURE + self._digest_of(given.get("src", "")))
        if tag not in _VOID:
            self._open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        """Note an element that closes."""
        if tag not in _INLINE:
            self._text.append(" ")
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take a text, if it is seen."""
        if not (self._open and self._open[-1][1]):
            self._text.append(data)

    def found(self) -> list[str]:
        """Return what was seen."""
        return words_of("".join(self._text)) + self._figures


def archive_words(data: bytes) -> list[str]:
    """Return the words, ticks and figures of an archive, from its tree and its files.

    A figure counts only if its bytes are there, and are those of its digest.
    """
    members: dict[str, Any] = json.loads(data)
    digests = {}
    for file in members["figures"]:
        if "bytes" in file:
            digests[file["path"]] = hashlib.sha256(base64.b64decode(file["bytes"])).hexdigest()
    return list(_node_words(members["document"]["root"], digests))


def _node_words(root: dict[str, Any], digests: Mapping[str, str]) -> Iterator[str]:
    waiting: list[dict[str, Any] | str] = [root]
    text: list[str] = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            text.append(node)
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
