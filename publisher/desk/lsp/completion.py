"""What can be written at a place: the names of figures and files, and codes in a suppression."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from lsprotocol import types

from publisher.course.settings import Course
from publisher.diagnostics.ranges import Position, Range
from publisher.language.message import Message
from publisher.read.files.folder import FIGURES, Folder
from publisher.read.files.picture import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from publisher.desk.lsp.documents import Document
    from publisher.language.catalog import Catalog

TRIGGERS: Final = ("(", "/", ",", " ")
MOST: Final = 500
"""Names that are offered at once; where there are more, the editor asks again as one types."""

_LONGEST: Final = 5000
"""Characters before the place that are looked at."""

_IGNORE = re.compile(r"<!--\s*publisher\s*:\s*ignore\s+(?P<codes>[\w.,\s]*)", re.IGNORECASE)
_CODE = re.compile(r"(?:report\.)?(\w+)")
# The last address on a line that is not ended yet: behind a text, or in a tag.
_ADDRESS = re.compile(
    r"(?P<image>!?)\[[^\[\]]*\]\([ \t]*(?:<(?P<pointed>[^<>]*)|(?P<plain>[^\s()<>]*))\Z"
    r"|<(?P<tag>img|a)\b[^<>]*\b(?:src|href)\s*=\s*[\"'](?P<quoted>[^\"'<>]*)\Z",
    re.IGNORECASE,
)
_PICTURES = tuple(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)


def code_at(line: str, column: int) -> str:
    """Return the code that stands at ``column`` (from 0) of a suppression in ``line``; empty: none."""
    for said in _IGNORE.finditer(line):
        for code in _CODE.finditer(line, *said.span("codes")):
            if code.start() <= column <= code.end():
                return code[1]
    return ""


def completion(
    document: Document, position: types.Position, language: Catalog
) -> types.CompletionList | None:
    """Return what can be written at ``position``; None: nothing that we know of.

    It looks at the line alone, so it need not wait until the text is judged.
    """
    place = document.text.place(position)
    before = document.text.lines[place.line - 1][: place.column - 1][-_LONGEST:]
    if said := _IGNORE.search(before):
        return _codes(document, place, before, language) if said.end() == len(before) else None
    if found := _ADDRESS.search(before):
        kind = next(k for k in ("pointed", "plain", "quoted") if found[k] is not None)
        pictures = bool(found["image"]) or (found["tag"] or "").lower() == "img"
        return _names(document, place, found[kind], pictures=pictures, encoded=kind != "pointed")
    return None


def _codes(
    document: Document, place: Position, before: str, language: Catalog
) -> types.CompletionList:
    """Offer the codes that can be suppressed, those that were found here first."""
    from publisher.rules import CODES, explanations

    written = re.findall(r"\w*\Z", before)[0]
    area = document.text.range(Range(Position(place.line, place.column - len(written)), place))
    known = explanations()
    here = _found(document, place.line)
    course = document.session.course if document.session else Course()
    items = [
        types.CompletionItem(
            code,
            kind=types.CompletionItemKind.EnumMember,
            detail=language(Message(known[code].short)),
            sort_text=f"{code not in here:d}{code}",
            text_edit=types.TextEdit(area, code),
        )
        for code, severity in (CODES | course.severities).items()
        if severity not in (None, "error") and not code.startswith("suppression_")
    ]
    return types.CompletionList(is_incomplete=False, items=items)


def _found(document: Document, line: int) -> frozenset[str]:
    """Return the codes that were found last in the question of ``line``."""
    judged = document.judged
    if judged is None or judged.result is None:
        return frozenset()
    number = next((q.number for q in reversed(judged.questions) if q.line <= line), None)
    return frozenset(d.code for d in judged.result.diagnostics if d.question == number)


def _names(
    document: Document, place: Position, written: str, *, pictures: bool, encoded: bool
) -> types.CompletionList:
    start = Position(place.line, place.column - len(written))
    area = document.text.range(Range(start, place))
    items = []
    for path in _files(document.path, pictures=pictures):
        name = _spelt(path) if encoded else path
        if written.casefold() in name.casefold():
            items.append(
                types.CompletionItem(
                    name,  # without a text to filter by, which is the label: Neovim 0.7 would put it elsewhere
                    kind=types.CompletionItemKind.File,
                    text_edit=types.TextEdit(area, name),
                )
            )
    return types.CompletionList(is_incomplete=len(items) > MOST, items=items[:MOST])


def _files(beside: Path, *, pictures: bool) -> Iterator[str]:
    """Yield what a report can name: all below ``figures``, and what is at hand; of ``pictures`` those only."""
    folder = Folder(beside.parent)
    figures = (path for path, fault in folder.walk(FIGURES) if not fault)
    for path in dict.fromkeys((*figures, *folder.at_hand)):
        if path != beside.name and (not pictures or path.lower().endswith(_PICTURES)):
            yield path


def _spelt(path: str) -> str:
    """Return ``path`` as an address in Markdown: letters of any alphabet stay as they are."""
    return "".join(c if c.isalnum() else quote(c, safe="/-._~") for c in path)
