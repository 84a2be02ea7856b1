"""Formulas as Word's own: each construct as what it is there, and no letter of any is lost."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from constructs import known_formulas

from publisher.builders.word.office_math import office_math
from publisher.formulas.mathml import mathml_of

RULED = r"\left[\begin{array}{c|c} a & b \\ \hline c & d \end{array}\right]"
"""The one of them that Word has no way to say."""


def made_of(source, *, block=True):
    return office_math(mathml_of(source, block=block))


def tree_of(made):
    spaces = " ".join(f'xmlns:{name}="{name}"' for name in ("m", "w"))
    return ET.fromstring(f"<m:oMath {spaces}>{made}</m:oMath>")  # noqa: S314 - it is ours


def short(element):
    """Return what Word draws as nested names: of a run its text."""
    name = element.tag.removeprefix("{m}")
    if name == "r":
        return "".join(t.text or "" for t in element.iter("{m}t"))
    inner = [short(child) for child in element if not child.tag.endswith(("Pr", "rPr"))]
    held = "".join(inner)
    return held if name in ("oMath", "e") else f"{name}({held})"


def letters(texts):
    return sorted("".join(re.findall(r"[^\W_]", "".join(texts))))


@pytest.mark.parametrize("source", known_formulas())
@pytest.mark.parametrize("block", [True, False])
def test_no_letter_is_lost(source, block):
    math = mathml_of(source, block=block)
    made = office_math(math) if math is not None else None
    if made is None:
        assert math is None or source == RULED
        return
    tree = tree_of(made)
    seen = [one.text or "" for tag in ("mi", "mn", "mtext") for one in math.iter(tag)]
    assert letters(tree.itertext()) == letters(seen)
    # An empty place is a box in Word, and a fault in LibreOffice.
    for name in ("e", "num", "den", "sub", "sup", "fName"):
        for place in tree.iter(f"{{m}}{name}"):
            assert len(place) or name in ("sub", "sup")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\frac{a}{b}", "f(num(a)den(b))"),
        (r"x_i^2", "sSubSup(xsub(i)sup(2))"),
        (r"\sqrt{x}", "rad(deg()x)"),
        (r"\sqrt[3]{x}", "rad(deg(3)x)"),
        (r"\hat{y}_i", "sSub(acc(y)sub(i))"),
        (r"\overline{ab}", "bar(ab)"),
        (r"\underbrace{a}_{n}", "limLow(groupChr(a)lim(n))"),
        (r"\sum_{i=1}^n i^2 + 1", "nary(sub(i=1)sup(n)sSup(isup(2)))+1"),
        (r"\sum_i (a_i - b)^2", "nary(sub(i)sup()sSup(d(sSub(asub(i))−b)sup(2)))"),
        (r"\lim_{x \to 0} f", "func(fName(limLow(limlim(x→0)))f)"),
        (r"\log \sin x", "func(fName(log)func(fName(sin)x))"),
        (r"\left( \frac{a}{b} \right)", "d(f(num(a)den(b)))"),
        (r"\left( a \middle| b \right)", "d(ab)"),
        (r"P(A|B) = |x|", "Pd(A|B)=d(x)"),
        (r"[0,1)", "d(0,1)"),
        (r"]0,1[", "]0,1["),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "d(m(mr(ab)mr(cd)))"),
        (r"a &= b \\ &= c", "m(mr(a\u200b=b)mr(\u200b\u200b=c))"),
        (r"\begin{cases} a & x \\ b & y \end{cases}", "d(m(mr(ax)mr(by)))"),
        (r"a = b \\ c = d", "eqArr(a=bc=d)"),
        (r"\cancel{x}", "borderBox(x)"),
        (r"\phantom{x}y", "phant(x)y"),
        (r"{}^{14}C", "sSup(\u200bsup(14))C"),
        (r"\overset{!}{=}", "limUpp(=lim(!))"),
        (r"a\,b", "a\u2009b"),
        (r"= 5", "\u200b=5"),
        (r"E = m \tag{1}", "m(mr(E=m(1)))"),
    ],
)
def test_each_is_what_it_is_in_word(source, expected):
    assert short(tree_of(made_of(source))) == expected


def test_how_it_looks():
    assert '<m:mcJc m:val="right"/>' in made_of(r"a &= b \\ &= c")
    assert '<m:begChr m:val="["/><m:endChr m:val=")"/>' in made_of("[0,1)")
    assert '<m:sepChr m:val="|"/>' in made_of(r"\left( a \middle| b \right)")
    assert '<w:color w:val="ff0000"/>' in made_of(r"\textcolor{red}{x}")
    assert '<m:type m:val="noBar"/>' in made_of(r"\binom{n}{k}")
    assert '<m:strikeBLTR m:val="1"/>' in made_of(r"\cancel{x}")
    assert '<m:limLoc m:val="subSup"/>' in made_of(r"\int_0^1 f")
    assert '<m:sty m:val="p"/>' in made_of(r"\mathrm{d}")
    assert made_of(RULED) is None


def test_what_an_author_wrote_is_text():
    made = made_of(r"\text{<w:br/> & \&}")
    assert "&lt;w:br/&gt; &amp; &amp;" in made
