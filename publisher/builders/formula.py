r"""Formulas: MathML for the web page, a line of plain signs for paper and text.

WeasyPrint and the text builders lay out no MathML, and nobody should have to read LaTeX:
``\frac{a}{b} \le x^2`` becomes ``a/b ≤ x²``.  The line is made from the MathML, so both
say the same; where docutils does not understand the LaTeX, it is shown as it was written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Final
from xml.etree import ElementTree as ET

from publisher.builders.signs import line_of

_LONGEST: Final = 5_000
"""Characters of a formula that is laid out (docutils takes the square of it)."""

_DIGIT_FRACTION: Final = re.compile(r"\\[dt]?frac\s*(\d)\s*(\d)")
# What GitHub's MathJax knows and docutils does not, in docutils' words.
_SAME: Final = {r"\dots": r"\ldots", r"\dotsc": r"\ldots", r"\dotsb": r"\cdots"}
_DOTS: Final = re.compile(r"\\dots[cb]?(?![A-Za-z])")
_ALIGNED: Final = re.compile(r"\\(begin|end)\{(?:align|gather|split|eqnarray)\*?\}")
_OPERATOR: Final = re.compile(r"\\operatorname\*?\s*\{([^{}]*)\}")
_THIN: Final = r"\,"
_OVER: Final = re.compile(r"\\over(?![A-Za-z])\s*")


def formula(source: str, *, block: bool = False, for_print: bool = False) -> str:
    """Return a formula as HTML: MathML that carries its LaTeX, or on paper a line of signs."""
    mathml = _mathml(source, block=block)
    if not mathml:
        return f'<code class="formula">{escape(source)}</code>'
    if for_print:
        return f'<span class="formula">{escape(formula_text(source))}</span>'
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


def formula_text(source: str) -> str:
    """Return a formula as one line of plain signs; as written where it is not understood."""
    mathml = _mathml(source, block=True)
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


@lru_cache(maxsize=256)
def _mathml(source: str, *, block: bool) -> str:
    """Return docutils' MathML, or the empty string where it does not understand ``source``."""
    from docutils.utils.math import MathError
    from docutils.utils.math.latex2mathml import tex2mathml

    if len(source) > _LONGEST:
        return ""
    known = _DIGIT_FRACTION.sub(r"\\frac{\1}{\2}", source)
    known = _DOTS.sub(lambda match: _SAME[match[0]], known)
    known = _ALIGNED.sub(r"\\\1{aligned}", known)
    known = _OPERATOR.sub(lambda m: rf"\operatorname{{{m[1].replace(_THIN, '')}}}", known)
    known = _without_over(known)
    try:
        return str(tex2mathml(known, as_block=block))
    except (MathError, IndexError, KeyError, AttributeError, ValueError, TypeError, RecursionError):
        return ""


def _without_over(source: str) -> str:
    r"""Return ``source`` with ``{a \over b}`` written as ``\frac{a}{b}``."""
    while match := _OVER.search(source):
        opening = _brace(source, match.start() - 1, -1)
        closing = _brace(source, match.end(), 1)
        above, below = source[opening + 1 : match.start()], source[match.end() : closing]
        source = f"{source[: opening + 1]}\\frac{{{above}}}{{{below}}}{source[closing:]}"
    return source


def _brace(source: str, at: int, step: int) -> int:
    """Return where the braces around ``at`` open (``step`` -1) or close (1); an end if nowhere."""
    depth = 0
    while 0 <= at < len(source):
        if source[at] in "{}":
            depth += step if source[at] == "{" else -step
            if depth < 0:
                break
        at += step
    return at
