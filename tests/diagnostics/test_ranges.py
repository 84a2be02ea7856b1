"""Columns in code points, as programs count them in units of UTF-16 and UTF-8."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.diagnostics.ranges import Position, Range, column_behind, point, units_before
from publisher.read.blocks.lines import Lines, plain_lines

# A letter outside the BMP, a tab, a mark that combines, a family of four joined signs.
TEXT = (
    "We built \U0001f680.\r\n\t\U00010400e\u0301 naïve\r\n\r\n\U0001f468\u200d\U0001f469 終わり\r\n"
)
LINES = plain_lines(Lines.of(TEXT).items)
ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2)}


@pytest.mark.parametrize("unit", ENCODINGS)
@pytest.mark.parametrize("line", LINES)
def test_round_trip(line, unit):
    encoding, size = ENCODINGS[unit]
    for column in range(1, len(line) + 2):
        units = units_before(line, column, unit)
        assert units == len(line[: column - 1].encode(encoding)) // size
        assert column_behind(line, units, unit) == column


@given(line=st.text(st.characters(exclude_characters="\r\n")), unit=st.sampled_from([*ENCODINGS]))
def test_round_trip_of_any_line(line, unit):
    columns = range(1, len(line) + 2)
    assert [column_behind(line, units_before(line, c, unit), unit) for c in columns] == [*columns]


def test_sign_outside_the_bmp_has_two_units_of_utf_16_and_four_of_utf_8():
    assert [units_before("\U0001f680.", 2, unit) for unit in ("utf-16", "utf-8")] == [2, 4]


def test_place_inside_a_character_is_that_before_it():
    assert column_behind("a\U0001f680b", 2, "utf-16") == 2
    assert column_behind("a\U0001f680b", 3, "utf-8") == 2


def test_place_behind_the_line_is_its_end():
    assert column_behind("ab", 9, "utf-16") == 3
    assert units_before("ab", 9, "utf-16") == 2


def test_point_holds_nothing():
    assert not point(3).in_a_line
    assert Range(Position(3, 1), Position(3, 2)).in_a_line
    assert not Range(Position(3, 1), Position(4, 1)).in_a_line
