"""MathML of ours as Word's own formulas: Office Math (ECMA-376-1, 22.1).

By us: pandoc's writer comes in a wheel of 162 MB, Microsoft's style sheet with Word alone.  Of Python's libraries `mathml2omml-as`
was the best of three: one release of a fork, by which a hat is a limit, aligned lines are centred, and what is struck
through is in a box.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from publisher.builders.xml_text import written
from publisher.formulas.atoms import BIN, GAP, REL
from publisher.formulas.environments import TAG
from publisher.formulas.tables import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from xml.etree.ElementTree import Element

_APPLIED: Final = "\u2061"
_NOTHING: Final = "\u200b"
"""Stands where nothing stands: Word would draw an empty box there."""
_LARGE: Final = frozenset("∑∏∐∫∬∭⨌∮∯∰⋂⋃⨀⨁⨂⨄⨅⨆⋁⋀")
"""Operators that have an operand in Word."""
_ACCENTS: Final = {
    "ˆ": "\u0302", "^": "\u0302", "→": "\u20d7", "←": "\u20d6", "↔": "\u20e1", "ˉ": "\u0304", "~": "\u0303", "˙": "\u0307",
    "¨": "\u0308", "\u20db": "\u20db", "\u20dc": "\u20dc", "´": "\u0301", "`": "\u0300", "˘": "\u0306", "ˇ": "\u030c", "˚": "\u030a",
}  # fmt: skip
_BAR: Final = "‾"
_OPEN: Final = frozenset("([{⟨⌈⌊")
_CLOSE: Final = frozenset(")]}⟩⌉⌋")
_BOTH: Final = frozenset("|‖")
_LITERAL: Final = _OPEN | _CLOSE | _BOTH | frozenset('&#%$^_"~\\')
_UNARY: Final = frozenset("+−±∓")
_STRIKES: Final = {
    "updiagonalstrike": "strikeBLTR",
    "downdiagonalstrike": "strikeTLBR",
    "horizontalstrike": "strikeH",
}
_EDGES: Final = ("hideTop", "hideBot", "hideLeft", "hideRight")
_BLANKS: Final = (
    (1.0, "\u2003"),
    (0.5, "\u2002"),
    (0.25, "\u2005"),
    (0.16, "\u2009"),
    (0.05, "\u200a"),
)
"""Blanks by their ems."""
_RULES: Final = ("line-left", "line-right", "line-above", "line-below")
_ALPHABETS: Final = 0x1D400
"""The first of mathematics' own letters, which say themselves how they stand."""
_FONT: Final = '<w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/>'
_UPRIGHT: Final = '<m:sty m:val="p"/>'
_PLAIN: Final = "<m:nor/>"
"""No mathematics: LibreOffice takes names, brackets without a partner and signs between nothing for commands or faults."""


class _UnwritableError(Exception):
    """Office Math has no way to say it."""


def office_math(math: Element) -> str | None:
    """Return what stands in ``m:oMath``, as XML with the prefixes ``m`` and ``w``; None: Word has no way to say it.

    ``math``: as of ``mathml_of``.
    """
    try:
        return _Writer().row(list(math))
    except _UnwritableError:
        return None


@dataclass(slots=True)
class _Group:
    """What stands in brackets that do not grow; ``close``: the right one, which may have an index."""

    left: str
    inner: list[Element | _Group]
    close: Element | None = None


class _Writer:
    def __init__(self) -> None:
        self._colour = ""

    def row(self, parts: Sequence[Element]) -> str:
        """Write elements side by side."""
        return self._terms(_paired(part for part in parts if part.get("class") != GAP))

    def _terms(self, parts: Sequence[Element | _Group]) -> str:
        found, at = "", 0
        if parts and _lacks(parts[0]) and _sign_of(parts[0]) not in _UNARY:
            found = _full("")
        while at < len(parts):
            made, at = self._term(parts, at)
            found += made
        return found + _full("") if parts and _lacks(parts[-1]) else found

    def _term(self, parts: Sequence[Element | _Group], at: int) -> tuple[str, int]:
        """Write the element at ``at`` with what it is applied to; return the place behind."""
        part, at = parts[at], at + 1
        if isinstance(part, _Group):
            return self._group(part), at
        if at >= len(parts):
            return self._one(part), at
        if _sign_of(parts[at]) == _APPLIED and at + 1 < len(parts):
            operand, behind = self._term(parts, at + 1)
            name = self._one(part)
            return f"<m:func><m:fName>{name}</m:fName>{_e(operand)}</m:func>", behind
        if _sign_of(part) in _LARGE:
            operand, behind = self._term(parts, at)
            return self._large(part, _sign_of(part), operand), behind
        return self._one(part), at

    def _group(self, group: _Group) -> str:
        right = _sign_of(group.close) if group.close is not None else ""
        ends = f'<m:begChr m:val="{group.left}"/><m:endChr m:val="{right}"/><m:grow m:val="0"/>'
        made = f"<m:d><m:dPr>{ends}</m:dPr>{_e(self._terms(group.inner))}</m:d>"
        if group.close is None or not _is_scripted(group.close):
            return made
        return self._scripted(group.close, made)

    def _large(self, part: Element, sign: str, operand: str) -> str:
        below, above = self._scripts(part)
        place = "undOvr" if part.tag.startswith(("munder", "mover")) else "subSup"
        hidden = "".join(
            f'<m:{name}Hide m:val="1"/>'
            for name, held in (("sub", below), ("sup", above))
            if not held
        )
        properties = f'<m:chr m:val="{sign}"/><m:limLoc m:val="{place}"/>{hidden}'
        return (
            f"<m:nary><m:naryPr>{properties}</m:naryPr><m:sub>{below}</m:sub>"
            f"<m:sup>{above}</m:sup>{_e(operand)}</m:nary>"
        )

    def _scripts(self, part: Element) -> tuple[str, str]:
        """Return what stands below or behind at the bottom, and above or at the top."""
        held = [self._alone(script) for script in list(part)[1:]] if _is_scripted(part) else []
        if part.tag in ("msup", "mover"):
            return "", held[0]
        return held[0] if held else "", held[1] if len(held) > 1 else ""

    def _one(self, part: Element) -> str:
        """Write one element."""
        kinds: dict[str, Callable[[Element], str]] = {
            "mi": self._name,
            "mn": lambda one: self._run(one.text or ""),
            "mo": self._sign,
            "mtext": lambda one: self._run(one.text or "", _PLAIN, font=""),
            "mspace": self._blank,
            "mphantom": lambda one: (
                f'<m:phant><m:phantPr><m:show m:val="0"/></m:phantPr>{_e(self.row(list(one)))}</m:phant>'
            ),
            "mfrac": self._fraction,
            "msqrt": lambda one: _root(self.row(list(one))),
            "mroot": lambda one: _root(self._alone(one[0]), self._alone(one[1])),
            "msub": self._scripted,
            "msup": self._scripted,
            "msubsup": self._scripted,
            "munder": self._limited,
            "mover": self._limited,
            "munderover": self._limited,
            "mtable": self._table,
            "menclose": self._struck,
        }
        if kind := kinds.get(str(part.tag)):
            return kind(part)
        before, self._colour = self._colour, part.get("mathcolor", self._colour)
        made = self._fenced(list(part))
        self._colour = before
        return made

    def _alone(self, part: Element) -> str:
        """Write an element that has no neighbour."""
        inner = part
        while inner.tag == "mrow" and len(inner) == 1:
            inner = inner[0]
        return self._run(inner.text or "", _PLAIN) if inner.tag == "mo" else self._one(part)

    # -- letters and signs --------------------------------------------------------

    def _run(self, text: str, style: str = "", font: str = _FONT) -> str:
        if not text:
            return ""
        math = f"<m:rPr>{style}</m:rPr>" if style else ""
        colour = f'<w:color w:val="{self._colour[1:]}"/>' if self._colour else ""
        own = font + colour
        shown = f'<m:t xml:space="preserve">{escape(written(text))}</m:t>'
        return f"<m:r>{math}{f'<w:rPr>{own}</w:rPr>' if own else ''}{shown}</m:r>"

    def _name(self, part: Element) -> str:
        text = part.text or ""
        if len(text) > 1:
            return self._run(text, _PLAIN)
        upright = part.get("mathvariant") == "normal" or text >= chr(_ALPHABETS)
        return self._run(text, _PLAIN if text in _LITERAL else _UPRIGHT if upright else "")

    def _sign(self, part: Element) -> str:
        text = (part.text or "").strip("\u2061\u2062")
        return self._run(text, _PLAIN if text in _LITERAL else "")

    def _blank(self, part: Element) -> str:
        ems = float(part.get("width", "0em")[:-2])
        found = ""
        for size, sign in _BLANKS:
            while ems >= size:
                found += sign
                ems -= size
        return self._run(found, _PLAIN)

    # -- what is built ------------------------------------------------------------

    def _fraction(self, part: Element) -> str:
        bare = part.get("linethickness") == "0"
        kind = '<m:fPr><m:type m:val="noBar"/></m:fPr>' if bare else ""
        above, below = (_full(self._alone(one)) for one in part)
        return f"<m:f>{kind}<m:num>{above}</m:num><m:den>{below}</m:den></m:f>"

    def _scripted(self, part: Element, base: str = "") -> str:
        """Write what has an index or an exponent; ``base``: in the place of its own."""
        if part.tag.startswith(("munder", "mover")):
            return self._limited(part, base)
        kind = {"msub": "sSub", "msup": "sSup", "msubsup": "sSubSup"}[part.tag]
        below, above = self._scripts(part)
        low = "" if part.tag == "msup" else f"<m:sub>{_full(below)}</m:sub>"
        high = "" if part.tag == "msub" else f"<m:sup>{_full(above)}</m:sup>"
        return f"<m:{kind}>{_e(base or self._alone(part[0]))}{low}{high}</m:{kind}>"

    def _limited(self, part: Element, base: str = "") -> str:
        """Write what has something above or below it: an accent, a brace, a limit; as ``_scripted``."""
        made = base or self._alone(part[0])
        below, above = self._scripts(part)
        if part.get("accent") or part.get("accentunder"):
            return _marked(made, part[1].text or "", above=part.tag == "mover")
        if below:
            made = f"<m:limLow>{_e(made)}<m:lim>{below}</m:lim></m:limLow>"
        return f"<m:limUpp>{_e(made)}<m:lim>{above}</m:lim></m:limUpp>" if above else made

    def _fenced(self, parts: Sequence[Element]) -> str:
        """Write a row, with brackets around it that grow where it has such."""
        left = parts[0].text or "" if parts and parts[0].get("form") == "prefix" else ""
        right = parts[-1].text or "" if parts and parts[-1].get("form") == "postfix" else ""
        if not left and not right:
            return self.row(parts)
        inner = parts[bool(left) : len(parts) - bool(right)]
        at = [place for place, one in enumerate(inner) if one.tag == "mo" and one.get("symmetric") and not one.get("minsize")]  # fmt: skip
        signs = {inner[place].text for place in at}
        if len(signs) > 1:  # Word has one sign between the parts of a bracket
            at, signs = [], set()
        between = f'<m:sepChr m:val="{escape(signs.pop() or "")}"/>' if signs else ""
        held = "".join(_e(self.row(inner[a + 1 : b])) for a, b in pairwise((-1, *at, len(inner))))
        ends = f'<m:begChr m:val="{escape(left)}"/>{between}<m:endChr m:val="{escape(right)}"/>'
        return f"<m:d><m:dPr>{ends}</m:dPr>{held}</m:d>"

    def _struck(self, part: Element) -> str:
        named = (part.get("notation") or "").split()
        edges = "" if "box" in named else "".join(f'<m:{e} m:val="1"/>' for e in _EDGES)
        lines = [line for name, line in _STRIKES.items() if name in named]
        order = ("strikeH", "strikeBLTR", "strikeTLBR")
        strikes = "".join(f'<m:{line} m:val="1"/>' for line in order if line in lines)
        inner = _e(self.row(list(part)))
        return f"<m:borderBox><m:borderBoxPr>{edges}{strikes}</m:borderBoxPr>{inner}</m:borderBox>"

    def _table(self, table: Element) -> str:
        kind = table.get("class") or ""
        if any(
            rule in (cell.get("class") or "") for row in table for cell in row for rule in _RULES
        ):
            raise _UnwritableError
        aligned = kind.startswith("aligned")
        width = max(map(len, table), default=0)
        if width == 1 and kind.startswith(("aligned", "gathered")):
            lines = "".join(_e(self._cell(row[0])) for row in table)
            return f"<m:eqArr>{lines}</m:eqArr>"
        first = {at: cell.get("class") or "center" for row in table for at, cell in enumerate(row)}
        columns = "".join(
            f'<m:mc><m:mcPr><m:count m:val="1"/><m:mcJc m:val="{first.get(at, "center")}"/></m:mcPr></m:mc>'
            for at in range(width)
        )
        rows = ""
        for row in table:
            # A matrix, with little between its columns: LibreOffice shows what aligns lines in Word as a sign.
            cells = [
                (self._beginning(cell, at) if aligned else "") + _full(self._cell(cell))
                for at, cell in enumerate(row)
            ]
            held = "".join(f"<m:e>{cell}</m:e>" for cell in (*cells, *[""] * (width - len(cells))))
            rows += f"<m:mr>{held}</m:mr>"
        gap = '<m:cGpRule m:val="3"/><m:cGp m:val="60"/>' if aligned else ""
        return (
            f'<m:m><m:mPr><m:plcHide m:val="1"/>{gap}<m:mcs>{columns}</m:mcs></m:mPr>{rows}</m:m>'
        )

    def _beginning(self, cell: Element, at: int) -> str:
        """Return what stands before the cell ``at`` of an aligned line."""
        apart = cell.get("class") == TAG or (at and not at % 2)
        return self._run("\u2003", _PLAIN) if apart else ""

    def _cell(self, cell: Element) -> str:
        return self._alone(cell[0]) if len(cell) == 1 else self.row(list(cell))


def _sign_of(part: Element | _Group) -> str:
    """Return the sign of an operator, also of one with something above, below or beside it; else nothing."""
    if isinstance(part, _Group):
        return ""
    sign = part[0] if _is_scripted(part) else part
    return sign.text or "" if sign.tag == "mo" and not sign.get("form") else ""


def _lacks(part: Element | _Group) -> bool:
    """Tell whether an operator wants something on both sides: LibreOffice shows a fault where nothing is."""
    return (
        not isinstance(part, _Group) and part.tag == "mo" and kind_of(part.text or "") in (BIN, REL)
    )


def _paired(parts: Iterable[Element]) -> list[Element | _Group]:
    """Return elements with what stands in brackets as groups; a bracket without a partner is a sign."""
    whole = _Group("", [])
    opened = [(whole, whole.close)]
    for part in parts:
        sign = _sign_of(part)
        left = opened[-1][0].left
        if sign in _CLOSE or (sign in _BOTH and sign == left):
            while opened[-1][0].left in _BOTH and sign in _CLOSE:
                _flatten(opened)
            if len(opened) > 1:
                group, _ = opened.pop()
                group.close = part
                opened[-1][0].inner.append(group)
                continue
        elif sign and sign in _OPEN | _BOTH and not _is_scripted(part):
            opened.append((_Group(sign, []), part))
            continue
        opened[-1][0].inner.append(part)
    while len(opened) > 1:
        _flatten(opened)
    return whole.inner


def _flatten(opened: list[tuple[_Group, Element | None]]) -> None:
    """Let the last bracket that was opened be a sign."""
    group, sign = opened.pop()
    opened[-1][0].inner += [*([] if sign is None else [sign]), *group.inner]


def _is_scripted(part: Element) -> bool:
    return part.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover")


def _full(inner: str) -> str:
    return inner or f"<m:r><m:rPr>{_PLAIN}</m:rPr><m:t>{_NOTHING}</m:t></m:r>"


def _e(inner: str) -> str:
    return f"<m:e>{_full(inner)}</m:e>"


def _root(inner: str, index: str = "") -> str:
    hidden = "" if index else '<m:radPr><m:degHide m:val="1"/></m:radPr>'
    return f"<m:rad>{hidden}<m:deg>{index}</m:deg>{_e(inner)}</m:rad>"


def _marked(inner: str, mark: str, *, above: bool) -> str:
    """Write what has an accent, a line or a brace above or below it."""
    place = "top" if above else "bot"
    if mark == _BAR:
        return f'<m:bar><m:barPr><m:pos m:val="{place}"/></m:barPr>{_e(inner)}</m:bar>'
    if above and mark in _ACCENTS:
        properties = f'<m:accPr><m:chr m:val="{_ACCENTS[mark]}"/></m:accPr>'
        return f"<m:acc>{properties}{_e(inner)}</m:acc>"
    away = "bot" if above else "top"
    properties = f'<m:chr m:val="{mark}"/><m:pos m:val="{place}"/><m:vertJc m:val="{away}"/>'
    return f"<m:groupChr><m:groupChrPr>{properties}</m:groupChrPr>{_e(inner)}</m:groupChr>"
