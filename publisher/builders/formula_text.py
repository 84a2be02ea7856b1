"""MathML as one line of plain signs: what a person would type who has no formula editor.

Exponents and indices are raised and lowered signs where Unicode has them (``x²``, ``a₁``), else
``x^(a+b)``; fractions are ``(a + b)/c``, roots ``√(x)``, the rows of a matrix ``(1, 2; 3, 4)``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

_CLOSED: Final = re.compile(r"[\w)\]}⟩!%°′'\u0300-\u036f\u20d7⁰-₎]\Z")
_ONE: Final = re.compile(r"[\d.]+|\w\W?[⁰-₎²³¹]*|\w_\w+|[^\W\d_]{3,}")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LIMIT: Final = re.compile(r"(?:lim|max|min|sup|inf|argmax|argmin)[_^]")
_XMLNS: Final = "{http://www.w3.org/1998/Math/MathML}"

_RAISED: Final = str.maketrans("0123456789+−-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED: Final = str.maketrans("0123456789+−-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_ACCENTS: Final = {"ˆ": "\u0302", "^": "\u0302", "→": "\u20d7", "ˉ": "\u0304", "¯": "\u0304",
                   "˜": "\u0303", "~": "\u0303", "˙": "\u0307", "¨": "\u0308", "_": "\u0305"}  # fmt: skip
_BRACES: Final = frozenset("⏞⏟")
_OPENING: Final = frozenset("([{⟨⌈⌊")
_CLOSING: Final = frozenset(")]}⟩⌉⌋")
_MEANT: Final = frozenset(("", "\u2061", "\u2062"))
"""What shows nothing: that a function is applied, that a product is meant."""
_SCRIPTED: Final = frozenset(("msub", "msup", "msubsup", "mover", "munder", "munderover"))
_LARGE: Final = frozenset("∑∏∫⋃⋂∮")
_TIGHT: Final = frozenset("/!'′″|‖%°.:∣") | _OPENING | _CLOSING


def line_of(tree: Element) -> str:
    """Return the signs of a ``math`` element.

    Raises IndexError or ValueError where an element lacks a part.
    """
    return unicodedata.normalize("NFC", " ".join(_row(list(tree)).split()))


def _row(elements: Sequence[Element]) -> str:
    """Return elements side by side, with blanks where a printer would leave room."""
    written = ""
    before, ends = "", False
    for element in elements:
        piece = _said(element)
        if piece in _MEANT:
            continue
        if _name(element) == "mo":
            written += _operator(piece, written)
        elif _large(piece):
            written += f" {piece} " if _CLOSED.search(written) else f"{piece} "
        else:
            # Two words, or a word and what it is applied to, must not run together; nor must a
            # fraction and its neighbour: 1/2 x is not 1/2x.
            split = ends or _is_word(element, 0) or "mfrac" in (before, _name(element))
            apart = split and _CLOSED.search(written) and piece[:1].isalnum()
            written += f" {piece}" if apart else piece
        before, ends = _name(element), _is_word(element, -1)
    return written


def _is_word(element: Element, side: int) -> bool:
    """Tell whether an element begins (``side`` 0) or ends (-1) with a word: sin, log₂, text.

    Letters side by side are elements of their own each, whether they are factors or, as in
    ``accuracy``, a word: only what LaTeX itself takes for one is one here.
    """
    while len(element):
        element = element[0 if _name(element) in _SCRIPTED else side]
    said = _said(element)
    return len(said) > 1 and said[side].isalpha()


def _operator(sign: str, before: str) -> str:
    """Return an operator with the room around it that it takes behind ``before``."""
    if sign in ",;":
        return f"{sign} "
    unary = sign in "+−±∓¬∼" and not _CLOSED.search(before)
    if sign in _TIGHT or unary:
        return sign
    if sign in _LARGE:
        return f"{sign} "
    return f" {sign} "


def _large(piece: str) -> bool:
    return piece[:1] in _LARGE or _LIMIT.match(piece) is not None


def _said(element: Element) -> str:  # noqa: C901, PLR0911, PLR0912 - one case an element
    name = _name(element)
    parts = list(element)
    if name in ("mi", "mn", "mo", "mtext"):
        return "".join(_plain(c) for c in element.text or "")
    if name == "mspace":
        return " "
    if name == "mphantom":
        return ""
    if name == "mfrac":
        above, below = map(_one, parts[:2])
        return (
            f"{above} over {below}" if element.get("linethickness") == "0" else f"{above}/{below}"
        )
    if name == "msqrt":
        return f"√{_grouped_row(parts)}"
    if name == "mroot":
        index = _said(parts[1])
        return f"{_script(index, _RAISED, '^', alone=True)}√{_grouped(parts[0])}"
    if name == "msup":
        return _grouped(parts[0]) + _script(_said(parts[1]), _RAISED, "^")
    if name == "msub":
        return _grouped(parts[0]) + _script(_said(parts[1]), _LOWERED, "_")
    if name in ("msubsup", "munderover"):
        low, high = _said(parts[1]), _said(parts[2])
        if high in _ACCENTS:
            return _accented(_said(parts[0]), high) + _script(low, _LOWERED, "_")
        return _grouped(parts[0]) + _script(low, _LOWERED, "_") + _script(high, _RAISED, "^")
    if name == "mover":
        return _accented(_said(parts[0]), _said(parts[1]))
    if name == "munder":
        return _grouped(parts[0]) + _script(_said(parts[1]), _LOWERED, "_")
    if name == "mtable":
        between = "" if "align" in (element.get("class") or "") else ", "
        return "; ".join(between.join(_row(list(cell)) for cell in row) for row in parts)
    return _row(parts)


def _accented(base: str, mark: str) -> str:
    accent = _ACCENTS.get(mark)
    if accent:
        return "".join(character + accent for character in base)
    return base if mark in _BRACES or not mark else f"{base}^{mark}"


def _script(text: str, signs: dict[int, int], mark: str, *, alone: bool = False) -> str:
    """Return an index or exponent: in raised or lowered signs where all of it has them."""
    plain = text.strip() if _WORD.search(text) else text.replace(" ", "")
    if plain in _BRACES:
        return ""
    if plain in ("'", "′", "″", "∘"):
        return {"∘": "°"}.get(plain, plain)
    if plain and all(ord(c) in signs for c in plain):
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
    return unicodedata.normalize("NFKC", character) if own else character


def _grouped(element: Element) -> str:
    """Return an element, in parentheses if what stands beside it would tear it apart."""
    return _group(_said(element))


def _grouped_row(elements: Sequence[Element]) -> str:
    return _group(_row(elements))


def _group(text: str, *, products: bool = True) -> str:
    """Put ``text`` in parentheses unless it holds together; ``products``: ``2a`` does."""
    said = text.strip()
    whole = all(unicodedata.category(c)[0] in "LMN" or c in ".′'_^" for c in said)
    if not products:
        whole = whole and _ONE.fullmatch(said) is not None
    closed = said.lstrip("√")[:1] in _OPENING and said[-1:] in _CLOSING and said.count("(") == 1
    return said if len(said) <= 1 or whole or closed else f"({said})"


def _name(element: Element) -> str:
    return element.tag.removeprefix(_XMLNS)
