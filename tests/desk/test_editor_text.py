"""Places in a text as an editor counts them, and edits that make one text of another."""

from __future__ import annotations

import pytest

pytest.importorskip("lsprotocol", reason="the extra lsp is not installed")

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from publisher.desk.lsp.text import Text
from publisher.diagnostics.ranges import Position
from publisher.fixes.edit import Edit
from publisher.fixes.unified_diff import edits_between

LINES = st.text(st.sampled_from("ab\n\r\u2028\f\U0001f680\u00e9\ud83d\ufeff"), max_size=40)
UNITS = st.sampled_from(["utf-8", "utf-16", "utf-32"])


@given(LINES, UNITS, st.data())
def test_a_place_comes_back(text, unit, data):
    made = Text(text, unit)
    assert "".join(made.lines).replace("\r", "") == made.read.replace("\r", "").replace("\n", "")
    offset = data.draw(st.integers(0, len(made.read)))
    at = made.span(offset, offset).start
    if made.read[offset - 1 : offset + 1] != "\r\n":  # nothing stands between these
        assert made.offset(at) == offset
    line, column = made.place(at)
    assert made.position(Position(line, column)) == at


@given(LINES, UNITS, st.integers(0, 99), st.integers(0, 99))
def test_no_place_is_outside_of_the_text(text, unit, line, character):
    made = Text(text, unit)
    assert 0 <= made.offset(types.Position(line, character)) <= len(made.read)


@given(LINES, LINES)
def test_edits_make_one_text_of_another(before, after):
    text, position = "", 0
    for edit in edits_between(before, after):
        assert isinstance(edit, Edit)
        assert edit.start >= position
        text, position = text + before[position : edit.start] + edit.text, edit.end
    assert text + before[position:] == after
