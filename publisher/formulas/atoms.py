"""Atoms of a formula, and the room between them: TeX's (The TeXbook, chapter 18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BIN", "CLOSE", "INNER", "OP", "OPEN", "ORD", "PUNCT", "REL"]
__all__ += ["GAP", "Atom", "element", "ems", "row_of", "space"]

ORD, OP, BIN, REL, OPEN, CLOSE, PUNCT, INNER = range(8)
"""TeX's kinds of atoms."""

GAP: Final = "gap"
"""The class of a blank that nobody wrote."""
Beside = tuple[int | None, int | None]
_APPLIED: Final = "\u2061"
_NONE: Final = "0em"
# By the kinds of the atoms on its left and right, in eighteenths of an em; less than zero: not in indices.
_ROOM: Final = (
    (0, 3, -4, -5, 0, 0, 0, -3),
    (3, 3, 0, -5, 0, 0, 0, -3),
    (-4, -4, 0, 0, -4, 0, 0, -4),
    (-5, -5, 0, 0, -5, 0, 0, -5),
    (0, 0, 0, 0, 0, 0, 0, 0),
    (0, 3, -4, -5, 0, 0, 0, -3),
    (-3, -3, 0, -3, -3, -3, -3, -3),
    (-3, 3, -4, -5, -3, 0, -3, -3),
)


@dataclass(slots=True)
class Atom:
    """A part of a row.

    ``element``: what is drawn; ``kind``: one of TeX's; None: it is a blank; ``limits``: whether its indices
    stand above and below it; None: in a display; ``function``: whether it names a function, which is applied
    to what follows.
    """

    element: Element
    kind: int | None = ORD
    limits: bool | None = False
    function: bool = False


def element(tag: str, *parts: Element, text: str | None = None, **attributes: str) -> Element:
    """Return an element of MathML with what is in it."""
    made = Element(tag, attributes)
    made.text = text
    made.extend(parts)
    return made


def ems(eighteenths: float) -> str:
    """Return a length of so many eighteenths of an em."""
    return f"{round(eighteenths / 18, 3):g}em"


def space(eighteenths: float) -> Atom:
    """Return a blank that an author wrote, of so many ``eighteenths`` of an em."""
    return Atom(element("mspace", width=ems(eighteenths)), None)


def row_of(atoms: Sequence[Atom], *, small: bool, beside: Beside = (None, None)) -> Element:
    """Return atoms side by side as one element, with the room between them.

    ``small``: they are an index; ``beside``: the kinds of what stands before and behind them, in cells of
    their own.
    """
    kinds = _settled(atoms, *beside)
    parts: list[Element] = []
    before: Atom | None = None
    kind_before = beside[0]
    for atom, kind in zip(atoms, kinds, strict=True):
        if kind is not None:
            room = _room(kind_before, kind, small=small)
            if before and before.function and kind in (ORD, OP, OPEN, INNER):
                parts.append(element("mo", text=_APPLIED, lspace="0em", rspace=room))
            elif room != _NONE:
                _leave(room, parts, atom.element, kind_before)
            before, kind_before = atom, kind
        parts.append(atom.element)
    if before and before.element.tag == "mo":
        room = _room(kind_before, beside[1], small=small)
        before.element.set("rspace", room if room != _NONE else before.element.get("rspace", _NONE))
    return parts[0] if len(parts) == 1 else element("mrow", *parts)


def _room(left: int | None, right: int | None, *, small: bool) -> str:
    """Return the room between atoms of two kinds."""
    found = 0 if left is None or right is None else _ROOM[left][right]
    return ems(0 if small and found < 0 else abs(found))


def _leave(room: str, parts: list[Element], right: Element, kind_before: int | None) -> None:
    """Leave room between the last of ``parts`` and what comes next: beside an operator, if one is there."""
    left = parts[-1] if parts and parts[-1].tag == "mo" else None
    if left is not None and (kind_before in (BIN, REL, PUNCT) or right.tag != "mo"):
        left.set("rspace", room)
    elif right.tag == "mo":
        right.set("lspace", room)
    else:
        parts.append(element("mspace", width=room, **{"class": GAP}))


def _settled(atoms: Sequence[Atom], before: int | None, behind: int | None) -> list[int | None]:
    """Return the kinds, where a sign that has nothing on one side is no binary operator."""
    kinds = [atom.kind for atom in atoms]
    last: int | None = None
    for place, kind in enumerate(kinds):
        if kind is None:
            continue
        if kind == BIN and before in (None, OP, BIN, REL, OPEN, PUNCT):
            kinds[place] = ORD
        elif kind in (REL, CLOSE, PUNCT) and before == BIN and last is not None:
            kinds[last] = ORD
        before, last = kinds[place], place
    if before == BIN and last is not None and behind in (None, REL, CLOSE, PUNCT):
        kinds[last] = ORD
    return kinds
