r"""Formulas: MathML for page and print, and a line of plain signs for text.

Nobody should have to read LaTeX: ``\frac{a}{b} \le x^2`` becomes ``a/b ≤ x²`` where no MathML is laid
out, and for those who search and copy in a PDF.  The line is made from the MathML, so both say the same;
what is not understood is shown as it was written.
"""

from __future__ import annotations

from html import escape
from xml.etree import ElementTree as ET

from publisher.builders.words import ENGLISH, Words
from publisher.formulas.mathml import mathml_of
from publisher.language.message import Message


def formula(source: str, *, block: bool = False, for_print: bool = False) -> str:
    """Return a formula as HTML: MathML that carries its LaTeX, for print with its line of signs."""
    math = mathml_of(source, block=block)
    if math is None:
        return f'<code class="formula">{escape(source)}</code>'
    if for_print:
        from publisher.formulas.signs import line_of

        # The process that makes the PDF draws it, and has the line for those who search.
        drawn = ET.tostring(math, encoding="unicode")
        latex = escape(source).replace("\n", "&#10;")  # to XML a line's end is a blank there
        return f'<span class="formula" data-latex="{latex}">{escape(line_of(math))}{drawn}</span>'
    shown = ET.Element("math", math.attrib)
    meaning = ET.SubElement(shown, "semantics")
    meaning.extend(math)
    ET.SubElement(meaning, "annotation", encoding="application/x-tex").text = source
    return ET.tostring(shown, encoding="unicode")


def formula_block(source: str, *, words: Words = ENGLISH, for_print: bool = False) -> str:
    """Return a formula that stands on lines of its own; ``words``: ours, in the page's language."""
    # On screen a wide formula scrolls; the keyboard must be able to reach it.
    label = escape(words.plain(Message("Formula")))
    scrolls = "" if for_print else f' tabindex="0" role="group" aria-label="{label}"{words.mark}'
    written = formula(source, block=True, for_print=for_print)
    return f'<div class="math"{scrolls}>{written}</div>\n'


def formula_text(source: str, *, block: bool = False) -> str:
    """Return a formula as one line of plain signs; as written where it is not understood.

    Both what is printed and what the proof looks for there.
    """
    from publisher.formulas.signs import line_of

    math = mathml_of(source, block=block)
    return source if math is None else line_of(math)
