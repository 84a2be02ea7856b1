"""What an editor is told of whole reports is the same however it counts, and is what the command line says."""

from __future__ import annotations

import pytest

pytest.importorskip("lsprotocol", reason="the extra lsp is not installed")

from lsprotocol import types
from support import every_report

from publisher.check import check
from publisher.desk.lsp import actions, found, lens, links, outline
from publisher.desk.lsp.documents import Judged
from publisher.desk.lsp.text import Text
from publisher.fixes.mend import mend

URI = "file:///README.md"
EVERYWHERE = types.Range(types.Position(0, 0), types.Position(1_000_000, 0))


def edited(judged, edit):
    (change,) = edit.document_changes
    text, last = "", 0
    for one in change.edits:
        start, end = (judged.text.offset(place) for place in (one.range.start, one.range.end))
        text, last = text + judged.text.read[last:start] + one.new_text, end
    return text + judged.text.read[last:]


def names(symbols):
    for symbol in symbols:
        outer, inner = symbol.range, symbol.selection_range
        for place in (inner.start, inner.end):
            at = (place.line, place.character)
            assert (outer.start.line, outer.start.character) <= at
            assert at <= (outer.end.line, outer.end.character)
        yield symbol.name, symbol.detail
        yield from names(symbol.children)


@every_report("group-02", "group-06", "group-14")
def test_all_that_is_said(path):
    result = check(path)
    text = result.source.text
    asked = types.CodeActionParams(
        types.TextDocumentIdentifier(URI), EVERYWHERE, types.CodeActionContext([])
    )
    told = []
    for unit in ("utf-8", "utf-16", "utf-32"):
        judged = Judged(URI, 1, 1, Text(text, unit), result)

        def words(area, judged=judged):
            return text[judged.text.offset(area.start) : judged.text.offset(area.end)]

        said = found.diagnostics(judged)
        assert all(found.hover(judged, d.range.start, markdown=True) for d in said)
        offered = actions.actions(judged, asked)
        if offered and unit == "utf-16":  # reading the report anew takes long
            assert edited(judged, actions.edited(judged, offered[-1]).edit) == (
                mend(result).after.source.text
            )
        told.append(
            (
                [(d.code, words(d.range)) for d in said],
                [(x.range.start.line, x.command.title) for x in lens.lenses(judged)],
                list(names(outline.symbols(judged))),
                [(fold.start_line, fold.end_line) for fold in outline.folds(judged)],
                [(words(link.range), link.target) for link in links.links(judged)],
                [action.title for action in offered],
            )
        )
    assert told[0] == told[1] == told[2]
    assert [code for code, _ in told[0][0]] == [d.code for d in result.diagnostics if not d.hidden]
