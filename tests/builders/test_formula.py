"""Formulas: MathML on the page, with plain signs in print, LaTeX only where it is not understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.builders.formula import formula, formula_block, formula_text
from publisher.proof.words import formula_word
from publisher.proof.written import page_words

CASES = Path(__file__).resolve().parent.parent / "cases" / "formulas.txt"
PAIRS = re.findall(r"^([^#\s].*)\n {4}(.*)$", CASES.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("source", "signs"), PAIRS)
def test_signs(source, signs):
    assert formula_text(source, block=True) == signs


def test_page_has_mathml_with_its_source():
    html = formula(r"a < \beta")
    assert "<mi>β</mi>" in html
    assert '<annotation encoding="application/x-tex">a &lt; \\beta</annotation>' in html
    assert formula(r"\unknown <b>") == r'<code class="formula">\unknown &lt;b&gt;</code>'
    assert 'tabindex="0"' in formula_block("x")


def test_print_has_signs_and_what_is_drawn():
    html = formula("x^2 < 1", for_print=True)
    assert html.startswith('<span class="formula" data-latex="x^2 &lt; 1">x² &lt; 1<math ')
    assert html.count("x^2") == 1
    assert formula(r"\unknown", for_print=True) == r'<code class="formula">\unknown</code>'


@given(st.text(r"\{}^_&abcfrosqtvend 012+-=()<>$%", max_size=60))
def test_any_source_properties(source):
    """Whatever the LaTeX: no exception, no markup of the author's."""
    text = formula_text(source)
    assert "\\" not in text or text == source
    for html in (formula(source), formula(source, block=True), formula(source, for_print=True)):
        names = set(re.findall(r"<\s*([a-z-]+)", html))
        assert not names & {"b", "a", "script", "x"}


@pytest.mark.parametrize("source", ["{" * 3000, "x^" * 2000, r"\frac" * 900, r"\over" * 900])
def test_large(source):
    assert formula_text(source) == source


@given(st.text(r"\{}^_& abfrxlt012+-=()<>$%" "\n\r\0é\u200b", max_size=40), st.booleans())
def test_what_is_printed_is_what_is_proved_properties(source, block):
    """The page for print shows the line that the proof looks for, understood or not."""
    html = (formula_block if block else formula)(source, for_print=True)
    (shown,) = (word for word in page_words(html, str) if word.startswith("formula "))
    assert shown == formula_word(formula_text(source, block=block))


def test_a_line_ends_in_a_block_only():
    assert formula_text(r"x \\ y", block=True) == "x; y"
    assert formula_text(r"x \\ y") == r"x \\ y"
    assert formula(r"x \\ y", for_print=True) == r'<code class="formula">x \\ y</code>'


def test_characters_that_xml_does_not_know():
    assert formula_text("a\x00b") == "a\x00b"
