r"""Formulas: MathML for the web page, a line of plain signs for paper and text.

WeasyPrint and the text builders lay out no MathML, and nobody should have to read LaTeX:
``\frac{a}{b} \le x^2`` becomes ``a/b ≤ x²``.  The line is made from the MathML, so both
say the same; where docutils does not understand the LaTeX, it is shown as it was written.
"""

from __future__ import annotations

from html import escape
from xml.etree import ElementTree as ET

from publisher.builders.formula_text import line_of
from publisher.read.markdown.mathml import mathml_of


def formula(source: str, *, block: bool = False, for_print: bool = False) -> str:
    """Return a formula as HTML: MathML that carries its LaTeX, or on paper a line of signs."""
    mathml = mathml_of(source, block=block)
    if not mathml:
        return f'<code class="formula">{escape(source)}</code>'
    if for_print:
        return f'<span class="formula">{escape(formula_text(source, block=block))}</span>'
    opening, _, rest = mathml.partition(">")
    inside = rest.removesuffix("</math>").strip()
    note = f'<annotation encoding="application/x-tex">{escape(source)}</annotation>'
    return f"{opening}><semantics><mrow>{inside}</mrow>{note}</semantics></math>"


def formula_block(source: str, *, for_print: bool = False) -> str:
    """Return a formula that stands on lines of its own."""
    # On screen a wide formula scrolls; the keyboard must be able to reach it.
    scrolls = "" if for_print else ' tabindex="0" role="group" aria-label="Formula"'
    written = formula(source, block=True, for_print=for_print)
    return f'<div class="math"{scrolls}>{written}</div>\n'


def formula_text(source: str, *, block: bool = False) -> str:
    """Return a formula as one line of plain signs; as written where it is not understood.

    Both what is printed and what the proof looks for there.
    """
    mathml = mathml_of(source, block=block)
    if not mathml:
        return source
    try:
        tree = ET.fromstring(mathml.replace("&ApplyFunction;", "\u2061"))  # noqa: S314 - docutils' own
        return line_of(tree)
    except (
        ET.ParseError,
        IndexError,
        ValueError,
        RecursionError,
    ):  # a part is missing, or no character of XML
        return source
