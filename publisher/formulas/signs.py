"""MathML as a line of plain signs: what a person would type who has no formula editor.

Exponents and indices are raised and lowered signs where Unicode has them (``x²``, ``a₁``), else
``x^(a+b)``; fractions are ``(a + b)/c``, roots ``√(x)``, the rows of a matrix ``(1, 2; 3, 4)``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from publisher.formulas.atoms import GAP
from publisher.formulas.environments import TAG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

__all__ = ["line_of"]

_CLOSED: Final = re.compile(r"[\w)\]}⟩!%°′'\u0300-\u036f\u20d7⁰-₎]\Z")
_ONE: Final = re.compile(r"[\d.]+|\w\W?[⁰-₎²³¹]*|\w_\w+|[^\W\d_]{3,}")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LIMIT: Final = re.compile(r"(?:lim|max|min|sup|inf|argmax|argmin|limsup|liminf)[_^]")

_RAISED: Final = str.maketrans("0123456789+−-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED: Final = str.maketrans("0123456789+−-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_ACCENTS: Final = {
    "ˆ": "\u0302", "^": "\u0302", "→": "\u20d7", "ˉ": "\u0304", "‾": "\u0305", "~": "\u0303",
    "˙": "\u0307", "¨": "\u0308", "´": "\u0301", "`": "\u0300", "˘": "\u0306", "ˇ": "\u030c",
    "˚": "\u030a", "\u20db": "\u20db", "\u20dc": "\u20dc",
}  # fmt: skip
_BELOW: Final = {"‾": "\u0332"}
_BRACES: Final = frozenset("⏞⏟⎴⎵⏠⏡⏜⏝")
_PRIMES: Final = "′″‴⁗"
_BRACKETS: Final = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌈": "⌉", "⌊": "⌋"}
_UNSAID: Final = frozenset(("", "\u2062"))
_APPLIED: Final = "\u2061"
_SCRIPTED: Final = frozenset(("msub", "msup", "msubsup", "mover", "munder", "munderover"))
_LARGE: Final = frozenset("∑∏∫⋃⋂∮")
_PARTED: Final = frozenset((",", ";", _APPLIED))
"""Signs behind which thin room is a blank; elsewhere it is none."""
_THIN: Final = 0.2
"""Ems."""
_ASIDE: Final = frozenset("()[]{}⟨⟩⌈⌉⌊⌋|‖!/%∘")
"""Operators that stand close to their neighbours."""


def line_of(elements: Iterable[Element]) -> str:
    """Return the signs of a ``math`` element, or of some of what stands in one."""
    line = " ".join(_row(list(elements)).split())
    return unicodedata.normalize("NFC", re.sub(" (?=[,;])", "", line))


def _row(elements: Sequence[Element]) -> str:
    """Return elements side by side, with blanks where a printer would leave room."""
    written = ""
    before, ends = "", False
    for element in elements:
        piece = _said(element)
        if piece in _UNSAID:
            continue
        if element.tag == "mo":
            written += _operator(element, piece)
            if piece == _APPLIED:
                continue
        elif _large(piece):
            written += f" {piece} " if _CLOSED.search(written) else f"{piece} "
        elif _is_operator(element):
            written += f" {piece} "
        else:
            # Two words, or a word and what it is applied to, must not run together; nor must a
            # fraction and its neighbour: 1/2 x is not 1/2x.
            split = ends or _is_word(element, 0) or "mfrac" in (before, element.tag)
            apart = split and _CLOSED.search(written) and piece[:1].isalnum()
            written += f" {piece}" if apart else piece
        before, ends = element.tag, _is_word(element, -1)
    return written


def _is_word(element: Element, side: int) -> bool:
    """Tell whether an element begins (``side`` 0) or ends (-1) with a word: sin, log₂, text.

    Letters side by side are elements of their own each, whether they are factors or, as in
    ``accuracy``, a word: only what LaTeX itself takes for one is one here.
    """
    while len(element):
        element = element[0 if element.tag in _SCRIPTED else side]
    said = _said(element)
    return len(said) > 1 and said[side].isalpha()


def _is_operator(element: Element) -> bool:
    """Tell whether an element is an operator with something above, below or beside it."""
    return element.tag in _SCRIPTED and element[0].tag == "mo" and element[0].text not in _ASIDE


def _operator(element: Element, sign: str) -> str:
    """Return an operator with a blank where there is room beside it."""
    left, right = (float(element.get(side, "0em")[:-2]) for side in ("lspace", "rspace"))
    wide = right > (0 if sign in _PARTED else _THIN) or _large(sign)
    shown = "" if sign == _APPLIED else sign
    return f"{' ' * (left > _THIN)}{shown}{' ' * wide}"


def _large(piece: str) -> bool:
    return piece[:1] in _LARGE or _LIMIT.match(piece) is not None


def _said(element: Element) -> str:  # noqa: C901, PLR0911 - one case an element
    name = str(element.tag)
    parts = list(element)
    if name in ("mi", "mn", "mo", "mtext"):
        return "".join(_plain(c) for c in element.text or "")
    if name == "mspace":
        return "" if element.get("class") == GAP else " "
    if name == "mphantom":
        return ""
    if name == "mfrac":
        above, below = map(_one, parts[:2])
        stacked = element.get("linethickness") == "0"
        return f"{above} over {below}" if stacked else f"{above}/{below}"
    if name == "msqrt":
        return f"√{_group(_row(parts))}"
    if name == "mroot":
        index = _said(parts[1])
        return f"{_script(index, _RAISED, '^', alone=True)}√{_grouped(parts[0])}"
    if name == "msup":
        return _grouped(parts[0]) + _script(_said(parts[1]), _RAISED, "^")
    if name == "msub":
        return _grouped(parts[0]) + _script(_said(parts[1]), _LOWERED, "_")
    if name in ("msubsup", "munderover"):
        low, high = _said(parts[1]), _said(parts[2])
        return _grouped(parts[0]) + _script(low, _LOWERED, "_") + _script(high, _RAISED, "^")
    if name == "mover":
        return _marked(parts[0], _said(parts[1]), _ACCENTS, _RAISED, "^")
    if name == "munder":
        return _marked(parts[0], _said(parts[1]), _BELOW, _LOWERED, "_")
    if name == "mtable":
        aligned = (element.get("class") or "").startswith("aligned")
        return "; ".join(_cells(row, aligned=aligned) for row in parts)
    return _row(parts)


def _cells(row: Element, *, aligned: bool) -> str:
    """Return the cells of a row; those that are aligned at a sign are one formula."""
    written = ""
    for cell in row:
        said = _row(list(cell))
        kind = cell.get("class") or ""
        between = " " if kind == TAG else "" if aligned and kind != "right" else ", "
        written += f"{between}{said}" if written and said else said
    return written


def _marked(
    base: Element, mark: str, accents: dict[str, str], signs: dict[int, int], script: str
) -> str:
    """Return what has something above or below it: an accent, a brace, a limit."""
    if mark in accents:
        return "".join(character + accents[mark] for character in _said(base))
    return _grouped(base) + _script(mark, signs, script)


def _script(text: str, signs: dict[int, int], mark: str, *, alone: bool = False) -> str:
    """Return an index or exponent: in raised or lowered signs where all of it has them."""
    plain = text.strip() if _WORD.search(text) else text.replace(" ", "")
    if plain in _BRACES or not plain:
        return ""
    if plain[0] in _PRIMES:
        return plain[0] + _script(plain[1:], signs, mark)
    if plain in ("'", "∘"):
        return {"∘": "°"}.get(plain, plain)
    if all(ord(c) in signs for c in plain):
        return plain.translate(signs)
    if alone:
        return f"{plain}-"
    whole = len(plain) == 1 or (plain.isalnum() if mark == "_" else plain.isdigit())
    return f"{mark}{plain}" if whole else f"{mark}({plain})"


def _one(element: Element) -> str:
    """Return a part of a fraction: in parentheses unless it is one thing."""
    said = _said(element).strip()
    return said if len(element) == 0 or said.isdigit() else _group(said, products=False)


def _plain(character: str) -> str:
    """Return a letter of mathematics' own alphabets (bold, script) as the letter it is."""
    own = 0x1D400 <= ord(character) <= 0x1D7FF  # noqa: PLR2004 - Mathematical Alphanumeric Symbols
    if own:
        return unicodedata.normalize("NFKC", character)
    return "" if character == "\u202f" else character


def _grouped(element: Element) -> str:
    """Return an element, in parentheses if what stands beside it would tear it apart."""
    return _group(_said(element))


def _group(text: str, *, products: bool = True) -> str:
    """Put ``text`` in parentheses unless it holds together; ``products``: ``2a`` does."""
    said = text.strip()
    whole = all(unicodedata.category(c)[0] in "LMN" or c in ".′'_^" for c in said)
    if not products:
        whole = whole and _ONE.fullmatch(said) is not None
    closed = _enclosed(said.lstrip("√"))
    return said if len(said) <= 1 or whole or closed else f"({said})"


def _enclosed(said: str) -> bool:
    """Tell whether one pair of brackets stands around all of a text."""
    close = _BRACKETS.get(said[:1])
    depth = 0
    for place, character in enumerate(said):
        depth += (character == said[0]) - (character == close)
        if not depth:
            return close is not None and place + 1 == len(said)
    return False
