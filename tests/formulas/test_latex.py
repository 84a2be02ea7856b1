"""LaTeX to MathML: the tree, TeX's room between its parts, and what is refused, with the reason."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.formulas.commands import COMMANDS
from publisher.formulas.mathml import fault_of, mathml_of
from publisher.formulas.signs import line_of
from publisher.formulas.tables import _signs

CASES = Path(__file__).resolve().parent.parent / "cases" / "formulas.txt"
SOURCES = re.findall(r"^([^#\s].*)\n {4}", CASES.read_text(encoding="utf-8"), re.MULTILINE)
# MathML that every browser draws, and `menclose`, which one does.
TAGS = {
    *(
        "math",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "mrow",
        "mfrac",
        "msqrt",
        "mroot",
        "msub",
        "msup",
        "msubsup",
    ),
    *(
        "munder",
        "mover",
        "munderover",
        "mtable",
        "mtr",
        "mtd",
        "mstyle",
        "mpadded",
        "mphantom",
        "menclose",
    ),
}


def tree(source, *, block=True):
    """Return the MathML within the formula, without names of what it stands in."""
    math = mathml_of(source, block=block)
    assert math is not None, fault_of(source, block=block)
    return "".join(ET.tostring(part, encoding="unicode") for part in math)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        (
            r"\hat{y}_i",
            '<msub><mover accent="true"><mi>y</mi><mo stretchy="false">ˆ</mo></mover><mi>i</mi></msub>',
        ),
        (r"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        ("x^12", "<mrow><msup><mi>x</mi><mn>1</mn></msup><mn>2</mn></mrow>"),
        (r"\mathrm{Var}", "<mi>Var</mi>"),
        (r"\mathbf{x}", "<mi>𝐱</mi>"),
        (r"\Gamma", '<mi mathvariant="normal">Γ</mi>'),
        (
            r"\sum_i",
            '<munder><mo lspace="0em" rspace="0em" movablelimits="false">∑</mo><mi>i</mi></munder>',
        ),
        ("a'", '<msup><mi>a</mi><mo lspace="0em" rspace="0em">′</mo></msup>'),
        ("1{,}000.5", "<mn>1,000.5</mn>"),
    ],
)
def test_tree(source, expected):
    assert tree(source) == expected


def test_style_decides_where_limits_stand():
    assert "<munderover>" in tree(r"\sum_i^n")
    assert "<msubsup>" in tree(r"\sum_i^n", block=False)
    assert "<munderover>" in tree(r"\sum\limits_i^n", block=False)
    assert "<msubsup>" in tree(r"\frac{\sum_i^n}{2}")
    assert "<munderover>" in tree(r"\dfrac{\displaystyle\sum_i^n}{2}", block=False)
    assert "<msubsup>" in tree(r"\int_0^1")


def room(source):
    """Return signs with the room beside each operator, in eighteenths of an em."""
    found = []
    for part in mathml_of(source, block=True).iter():
        if part.tag == "mspace":
            found.append(round(18 * float(part.get("width")[:-2])))
        elif part.tag == "mo":
            left, right = (round(18 * float(part.get(x, "0em")[:-2])) for x in ("lspace", "rspace"))
            found += [left, part.text, right]
        elif part.text:
            found.append(part.text)
    return [x for x in found if x != 0]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a+b", ["a", 4, "+", 4, "b"]),
        ("a=-b", ["a", 5, "=", 5, "−", "b"]),
        ("-a", ["−", "a"]),
        ("a(-b)", ["a", "(", "−", "b", ")"]),
        ("x^{a+b}", ["x", "a", "+", "b"]),
        ("f(x,y)", ["f", "(", "x", ",", 3, "y", ")"]),
        (r"2\sin x", ["2", 3, "sin", "\u2061", 3, "x"]),
        (r"\sin(x)", ["sin", "\u2061", "(", "x", ")"]),
        (r"\sin^2x", ["sin", "2", "\u2061", 3, "x"]),
        (r"a\frac bc", ["a", "b", "c"]),
        (r"a\left(b\right)c", ["a", 3, "(", "b", ")", 3, "c"]),
        (r"\begin{aligned}a&=b\end{aligned}", ["a", 5, "=", 5, "b"]),
        (r"\begin{eqnarray}a&=&b\end{eqnarray}", ["a", 5, "=", 5, "b"]),
        ("a!=b", ["a", "!", 5, "=", 5, "b"]),
        ("{=}", ["="]),
        (r"a\mathbin{R}b", ["a", 4, "R", 4, "b"]),
    ],
)
def test_room_is_tex_own(source, expected):
    assert room(source) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (r"\foo", r"\foo is not known"),
        (r"\begin{tikz}x\end{tikz}", "tikz is not known"),
        ("50%", "% is not known"),
        ("#1", "# is not known"),
        ("a & b", "a & stands alone"),
        ("a }", "a } stands alone"),
        ("{a", "a { lacks its }"),
        (r"\frac a", r"\frac lacks a part"),
        ("x^", "^ lacks a part"),
        ("x^a^b", "a sign has two exponents"),
        ("x_a_b", "a sign has two indices"),
        (r"\left( x", r"a \left lacks its \right"),
        (r"\left x", r"\left has no bracket behind it"),
        (r"\begin{matrix} a", r"a \begin{matrix} lacks its \end"),
        (r"\begin{matrix} a \end{cases}", r"\begin{matrix} ends as cases"),
        (r"\begin{array}{p} a \end{array}", "array has a column 'p': only l, c, r and | are known"),
        (r"\text{\unknown}", r"\unknown is not known in a text"),
        (r"x\limits_2", r"\limits stands behind no operator"),
        (r"\hspace{x}", r"\hspace lacks a length such as 1em"),
        (r"\color{pink}x", "the colour pink is not known"),
        ("x\\", "it ends in a single \\"),
        ("{" * 61 + "x" + "}" * 61, "it nests too deeply"),
        ("x" * 5001, "it has more than 5,000 characters"),
        ("a\x00b", r"\x00 is not known"),
    ],
)
def test_what_is_refused(source, said):
    assert mathml_of(source, block=True) is None
    assert str(fault_of(source, block=True)).strip() == said


def test_lines_and_numbers_are_for_blocks():
    for source in (r"a \\ b", r"a \tag{1}"):
        assert mathml_of(source, block=True) is not None
        assert "lines of its own only" in str(fault_of(source, block=False))


def test_every_sign_is_drawn():
    for name in _signs():
        if name.isalpha():
            assert tree(f"a \\{name} b"), name


@pytest.mark.parametrize("source", SOURCES)
def test_only_what_browsers_draw(source):
    math = mathml_of(source, block=True)
    if math is not None:
        assert {part.tag for part in math.iter()} <= TAGS
        for part in math.iter():
            assert len(part) == {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2,
                                 "msubsup": 3, "munderover": 3}.get(part.tag, len(part))  # fmt: skip


@given(
    st.lists(
        st.sampled_from(
            [*"{}^_&'ab12+-=()[]|, ", r"\\", *(f"\\{x} " for x in COMMANDS), r"\alpha ", r"\right)", "{cc}",
             "{matrix}", r"\end{matrix}", "\n", "é", "\u0301", "🚀"]
        ),
        max_size=30,
    ),
    st.booleans(),
)  # fmt: skip
def test_any_source_properties(parts, block):
    """Whatever stands there: MathML that is well formed and has a line of signs, or a reason."""
    source = "".join(parts)
    math = mathml_of(source, block=block)
    if math is None:
        assert str(fault_of(source, block=block))
    else:
        assert {part.tag for part in math.iter()} <= TAGS
        assert ET.tostring(math)
        assert line_of(math) == line_of(math).strip()


@pytest.mark.parametrize(
    "source",
    ["{" * 2500, "x^" * 2500, r"\frac" * 1000, r"\over" * 999, r"{a\over" * 700, r"\left(" * 800,
     r"\begin{matrix}" * 350, r"\sqrt[" * 800, r"\text{" * 800, "'" * 5000, r"a\over b&" * 500,
     r"{\over" * 29 + "x" * 4700, "&" * 5000, r"\\" * 2500],
)  # fmt: skip
def test_whatever_is_nested_ends(source):
    math = mathml_of(source, block=True)
    assert math is None or len(list(math.iter())) <= 2 * len(source) + 10
