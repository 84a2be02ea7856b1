"""MathML laid out: every formula that is read, inside its box, with the font's and TeX's distances."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.doors.assets import themes_folder
from publisher.formulas.mathml import mathml_of
from publisher.formulas.tables import _signs
from publisher.pdf.formulas.boxes import Glyph, Rule, Stroke
from publisher.pdf.formulas.font import MathFont
from publisher.pdf.formulas.layout import Layout, MissingGlyphError
from publisher.pdf.formulas.pieces import TooHighError, pieces_of
from publisher.pdf.formulas.stretch import grown
from publisher.pdf.formulas.style import Style

CASES = Path(__file__).resolve().parent.parent / "cases" / "formulas.txt"
SOURCES = [
    source
    for source in re.findall(r"^([^#\s].*)\n {4}", CASES.read_text(encoding="utf-8"), re.MULTILINE)
    if mathml_of(source, block=True) is not None
]


@cache
def layout():
    return Layout(MathFont(themes_folder() / "mathematics" / "STIXTwoMath-Regular.ttf"))


def box_of(source, *, block=True):
    math = mathml_of(source, block=block)
    assert math is not None
    return layout().box(math, Style(display=block))


def placed(source, *, block=True):
    """Return the glyphs of a formula by their texts, with their places and sizes."""
    return {
        p.mark.text: (p.x, p.y, p.mark.size)
        for p in box_of(source, block=block).marks()
        if isinstance(p.mark, Glyph)
    }


def edges(mark):
    """Return left, bottom, right and top of a mark from its place."""
    if isinstance(mark, Glyph):
        return tuple(side * mark.size for side in layout().font.ink(mark.glyph))
    if isinstance(mark, Rule):
        return 0, 0, mark.width, mark.height
    return 0, min(0, mark.up), mark.right, max(0, mark.up)


def assert_within(box):
    """Nothing is drawn above or below its box, or outside of its ink."""
    left, right = box.ink(layout().font)
    for p in box.marks():
        a, b, c, d = edges(p.mark)
        if isinstance(p.mark, Glyph) and a == c:  # a blank
            continue
        assert left - 0.01 <= p.x + a <= p.x + c <= right + 0.15, p
        slack = 0.15 if isinstance(p.mark, Stroke) else 0.01
        assert -box.depth - slack <= p.y + b <= p.y + d <= box.height + slack, p


@pytest.mark.parametrize("source", SOURCES)
def test_every_formula_is_drawn_within_its_box(source):
    for block in (True, False):
        math = mathml_of(source, block=block)
        if math is not None:
            assert_within(layout().box(math, Style(display=block)))
            assert pieces_of(layout(), math)


def test_every_sign_has_a_glyph():
    for name in filter(str.isalpha, _signs()):
        box_of(f"\\{name}")


def test_sizes_and_places_are_the_fonts():
    c = layout().constants
    (_, y, size) = placed("x^2")["2"]
    assert (round(y, 3), size) == (c.superscript_shift_up, c.script_scale)
    (_, y, size) = placed("x_2")["2"]
    assert (round(y, 3), size) == (-c.subscript_shift_down, c.script_scale)
    assert placed("x_{a_b}")["b"][2] == c.script_script_scale
    rule = next(p for p in box_of(r"\frac{a}{b}").marks() if isinstance(p.mark, Rule))
    assert rule.y + rule.mark.height / 2 == pytest.approx(c.axis_height)
    high, low = (box_of(r"\frac{a}{b}", block=block).height for block in (True, False))
    assert high > low


def test_two_indices_stand_below_each_other():
    two = placed("x_i^2")
    assert two["i"][0] == pytest.approx(two["2"][0], abs=0.1)
    assert two["i"][1] < 0 < two["2"][1]


def test_limits_stand_in_the_middle():
    found = placed(r"\sum_{i}^{n}")
    assert found["i"][1] < 0 < found["n"][1]
    assert abs(found["i"][0] - found["n"][0]) < 0.2
    beside = placed(r"\sum_{i}^{n}", block=False)
    assert beside["i"][0] > beside["∑"][0] + 0.5


@pytest.mark.parametrize("rows", [1, 2, 5, 12])
def test_brackets_are_as_high_as_what_they_stand_around(rows):
    inner = box_of(r"\begin{matrix}" + r"x\\" * rows + r"\end{matrix}")
    outer = box_of(r"\begin{pmatrix}" + r"x\\" * rows + r"\end{pmatrix}")
    assert inner.height + inner.depth <= outer.height + outer.depth + 0.6
    assert outer.height + outer.depth <= 1.2 * (inner.height + inner.depth) + 0.5


@given(st.sampled_from("([{|‖√⟨⌊⇑"), st.floats(0.2, 60), st.sampled_from([1.0, 0.7]))
def test_what_grows_reaches_its_length_properties(sign, length, size):
    box = grown(layout().font, sign, size, length, upright=True)
    reached = box.height + box.depth
    assert reached >= (min(length, 3.5 * size) if sign == "⟨" else length) - 0.02
    assert reached <= max(1.3 * size, length) + 0.75


@given(st.sampled_from("⏞⏟→⇔⎴"), st.floats(0.2, 60))
def test_what_grows_aside_reaches_its_length_properties(sign, length):
    box = grown(layout().font, sign, 1.0, length, upright=False)
    assert length - 0.02 <= box.width <= max(2.9, length + 0.75)


@given(
    st.recursive(
        st.sampled_from(["x", "2", r"\alpha", "=", "+", "(", r"\int", r"\sum", r"\text{word}", r"\sin", ","]),
        lambda inner: st.one_of(
            st.tuples(inner, inner).map("".join),
            st.builds(r"\frac{{{}}}{{{}}}".format, inner, inner),
            st.builds(r"\sqrt[3]{{{}}}".format, inner),
            st.builds(r"\left({}\right]".format, inner),
            st.builds("{{{}}}_{{{}}}^{{{}}}".format, inner, inner, inner),
            st.builds(r"\hat{{{}}}\widehat{{{}}}".format, inner, inner),
            st.builds(r"\underbrace{{{}}}_{{{}}}".format, inner, inner),
            st.builds(r"\begin{{cases}}{}&{}\\{}\end{{cases}}".format, inner, inner, inner),
            st.builds(r"\cancel{{{}}}\boxed{{{}}}".format, inner, inner),
        ),
        max_leaves=12,
    )
)  # fmt: skip
def test_any_formula_is_drawn_within_its_box_properties(source):
    math = mathml_of(source, block=True)
    if math is not None:
        box = layout().box(math, Style(display=True))
        assert_within(box)
        assert len(list(box.marks())) <= 20 * len(source)


def test_a_long_formula_is_in_pieces_that_are_all_of_it():
    source = " + ".join(f"a_{{{n}}}" for n in range(40)) + " = b"
    pieces = pieces_of(layout(), mathml_of(source, block=False))
    assert len(pieces) > 8
    assert all(3 <= piece.box.width <= 9 for piece in pieces)
    whole = box_of(source, block=False)
    assert sum(piece.box.width for piece in pieces) == pytest.approx(whole.width)
    assert [e for piece in pieces for e in piece.elements] == list(
        mathml_of(source, block=False)[0]
    )
    assert len(pieces_of(layout(), mathml_of("a = b + c", block=False))) == 1


def test_lines_that_fit_are_one_piece_and_others_are_one_each():
    lines = (
        r"\begin{align}" + r"\\".join(f"x &= {n} \\tag{{{n}}}" for n in range(20)) + r"\end{align}"
    )
    (piece,) = pieces_of(layout(), mathml_of(lines, block=True))
    assert len(piece.tags) == 20
    more = (
        r"\begin{align}" + r"\\".join(f"x &= {n} \\tag{{{n}}}" for n in range(60)) + r"\end{align}"
    )
    pieces = pieces_of(layout(), mathml_of(more, block=True))
    assert sum(piece.ends for piece in pieces) == 60
    assert not any(piece.tags for piece in pieces)


def test_a_matrix_that_is_higher_than_a_page_is_refused():
    rows = r"\begin{pmatrix}" + r"x\\" * 60 + r"\end{pmatrix}"
    with pytest.raises(TooHighError):
        pieces_of(layout(), mathml_of(rows, block=True))


def test_a_character_without_a_glyph_is_named():
    with pytest.raises(MissingGlyphError, match="日"):
        box_of(r"\text{日}")
