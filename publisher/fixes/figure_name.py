"""The names of figures: percent-encoding and letter case as the file has them."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from publisher.fixes.edit import Edit
from publisher.read.blocks.structure import blocks_of
from publisher.read.files.address import path_of, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.diagnostics.model import Diagnostic
    from publisher.fixes.edit import Place
    from publisher.read.cut.segments import QuestionSpan

# Where an address stands in Markdown and in HTML: behind a text, in a definition, in a tag.
_ADDRESS = re.compile(
    r"\]\([ \t]{0,9}(?:<(?P<a>[^<>\r\n]{1,1000})>|(?P<b>[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"|^[ >]{0,9}\[[^\]\r\n]{1,200}\]:[ \t]*(?:<(?P<c>[^<>\r\n]{1,1000})>|(?P<d>[^\s<>]+))"
    r"|\b(?:src|href)[ \t]{0,9}=[ \t]{0,9}"
    r"(?:\"(?P<e>[^\"\r\n]{1,1000})\"|'(?P<f>[^'\r\n]{1,1000})'|(?P<g>[^\s\"'<>]+))",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = re.compile(r"'[^'\r\n]*'|\"[^\"\r\n]*\"")
"""A name as messages show it."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def name(diagnostic: Diagnostic, place: Place) -> Sequence[Edit]:
    """Write the name of the file that an image or a link means as it is."""
    question = place.question(diagnostic)
    named = _QUOTED.findall(diagnostic.message)
    told = [uri for text in named for uri in place.local.get(text, ())]  # spelt in several ways
    found = (_edits(place, question, uri) for uri in told) if question else ()
    return next(filter(None, found), ())


def address_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the first address between ``start`` and ``end`` of ``text`` stands; None: there is none."""
    found = _ADDRESS.search(text, start, end)
    return found.span(found.lastgroup or 0) if found else None


@lru_cache(maxsize=64)  # an address that stands there often is one tuple of edits
def _edits(place: Place, question: QuestionSpan, uri: str) -> tuple[Edit, ...]:
    path, whole = place.folder.alike(uri)
    spans = _addresses(place, question).get(path_of(uri), ()) if path else ()
    edits = []
    for start, end in spans:
        written = place.text[start:end]
        # Two names may be one up to a "#" that is a piece of both.
        if not whole or shown(_meant(written)) == shown(uri):
            edits.append(Edit(start, end, _spelt(path, written, whole=whole)))
    return tuple(edit for edit in edits if edit.text != place.text[edit.start : edit.end])


@lru_cache(maxsize=1)  # diagnostics come question by question
def _addresses(place: Place, question: QuestionSpan) -> dict[str, list[tuple[int, int]]]:
    """Return where each path is named in an answer, outside of code."""
    answer = place.answer(question)
    closed = {
        answer.line + n
        for block in blocks_of(answer.lines, 0, len(answer.lines))
        if block.type in ("fence", "code_block")
        for n in range(block.first, block.after)
    }
    found: dict[str, list[tuple[int, int]]] = {}
    for match in _ADDRESS.finditer(place.text, question.answer.start, question.answer.end):
        line = place.parts.lines.line_at(match.start())
        start = place.parts.lines.starts[line - 1]
        if line not in closed and place.text.count("`", start, match.start()) % 2 == 0:
            kind = match.lastgroup or ""
            found.setdefault(path_of(_meant(match[kind])), []).append(match.span(kind))
    return found


def _meant(written: str) -> str:
    return html.unescape(_ESCAPED.sub(r"\1", written))


def _spelt(path: str, written: str, *, whole: bool) -> str:
    """Return the address of the file at ``path``: what was written as it is stays so.

    Among blanks that are written as they are another kind is, too: words are counted by them.
    ``whole``: nothing behind the path (``?raw=true``) is kept, for it was a piece of the name.
    """
    plain = {c for c in written.casefold() if c.isalnum() or c == " "}
    name = "".join(
        c if c.casefold() in plain or (" " in plain and c.isspace()) else quote(c, safe="/-._~")
        for c in path
    )
    rest = re.split(r"[?#]", written, maxsplit=1)[0]
    return name if whole else name + written[len(rest) :]
