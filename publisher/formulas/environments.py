r"""What stands between ``\begin`` and ``\end``: rows of cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from publisher.formulas.atoms import ORD, element
from publisher.formulas.source import LatexError
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from xml.etree.ElementTree import Element

    from publisher.formulas.atoms import Beside

__all__ = ["ENVIRONMENTS", "TAG", "Environment", "Row", "columns", "table"]

TAG: Final = "tag"
"""The class of the cell that holds a line's number."""


@dataclass(frozen=True)
class Environment:
    """How one is drawn.

    ``kind``: the class of its table; ``fences``: what stands left and right of it; ``display``: whether its
    cells are formulas of their own, as large as these; ``small``: whether they are as small as indices;
    ``arguments``: how many groups stand behind its name; ``columns``: how its cells are aligned, by column
    and repeatedly: ``l``, ``c``, ``r``.
    """

    kind: str = "matrix"
    fences: tuple[str, str] = ("", "")
    display: bool = False
    small: bool = False
    arguments: int = 0
    columns: str = "c"

    def beside(self, column: int) -> Beside:
        """Return the kinds of what stands before and behind a cell, where it goes on from another.

        ``column``: from 0.
        """
        if self.kind != "aligned" or self.columns[column % len(self.columns)] == "r":
            return None, None
        return ORD, ORD if self.columns[column % len(self.columns)] == "c" else None


_ALIGNED = Environment("aligned", display=True, columns="rl")
_GATHERED = Environment("gathered", display=True)
ENVIRONMENTS: Final = {
    "matrix": Environment(),
    "pmatrix": Environment(fences=("(", ")")),
    "bmatrix": Environment(fences=("[", "]")),
    "Bmatrix": Environment(fences=("{", "}")),
    "vmatrix": Environment(fences=("|", "|")),
    "Vmatrix": Environment(fences=("‖", "‖")),
    "smallmatrix": Environment(small=True),
    "array": Environment("array", arguments=1),
    "subarray": Environment("gathered", small=True, arguments=1),
    "cases": Environment("cases", ("{", ""), columns="l"),
    "dcases": Environment("cases", ("{", ""), display=True, columns="l"),
    "rcases": Environment("cases", ("", "}"), columns="l"),
    "drcases": Environment("cases", ("", "}"), display=True, columns="l"),
    **dict.fromkeys(("align", "align*", "aligned", "flalign", "flalign*", "split"), _ALIGNED),
    **dict.fromkeys(("alignat", "alignat*", "alignedat"), replace(_ALIGNED, arguments=1)),
    **dict.fromkeys(("eqnarray", "eqnarray*"), replace(_ALIGNED, columns="rcl")),
    **dict.fromkeys(("gather", "gather*", "gathered", "multline", "multline*"), _GATHERED),
    **dict.fromkeys(("equation", "equation*", "displaymath", "math"), _GATHERED),
}  # fmt: skip
_ALIGNMENTS: Final = {"l": "left", "r": "right", "c": ""}


@dataclass(slots=True)
class Row:
    """A row's cells, its number (empty: none), and whether a line stands above it."""

    cells: list[Element]
    tag: str = ""
    ruled: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it: what follows the last end of a line is no row."""
        bare = all(cell.tag == "mrow" and not len(cell) for cell in self.cells)
        return bare and len(self.cells) == 1 and not self.tag


def columns(spec: str, command: str) -> tuple[str, set[int]]:
    r"""Return the alignments of ``\begin{array}{c|c}``, and the columns with a line at their left.

    Raises LatexError.
    """
    letters, lines = "", set()
    for character in spec.replace(" ", ""):
        if character == "|":
            lines.add(len(letters))
        elif character in _ALIGNMENTS:
            letters += character
        else:
            raise LatexError(
                Message(
                    "{command} has a column {character!r}: only l, c, r and | are known",
                    command=command,
                    character=character,
                )
            )
    return letters or "c", lines


def table(
    rows: Sequence[Row], kind: Environment, aligned: str = "", lines: Collection[int] = ()
) -> Element:
    """Return rows of cells as a table.

    ``aligned``: its columns, where not as of its kind; ``lines``: the columns that have a line at their left.
    """
    aligned = aligned or kind.columns
    tagged = any(row.tag for row in rows)
    made = element("mtable", **{"class": f"{kind.kind} tagged" if tagged else kind.kind})
    if kind.display:
        made.set("displaystyle", "true")
    width = max((len(row.cells) for row in rows), default=0)
    last = rows[-1].ruled and rows[-1].empty if rows else False
    shown = rows[:-1] if rows and rows[-1].empty and len(rows) > 1 else rows
    for row in shown:
        cells = []
        for place, cell in enumerate(row.cells):
            names = [_ALIGNMENTS[aligned[place % len(aligned)]]]
            names += ["line-left"] * (place in lines)
            names += ["line-right"] * (place + 1 == width and width in lines)
            names += ["line-above"] * row.ruled
            names += ["line-below"] * (last and row is shown[-1])
            cells.append(_cell(cell, " ".join(filter(None, names))))
        if row.tag:
            cells += [element("mtd") for _ in range(width - len(cells))]
            cells.append(_cell(element("mtext", text=row.tag), TAG))
        made.append(element("mtr", *cells))
    return made


def _cell(inner: Element, names: str) -> Element:
    cell = element("mtd", inner)
    if names:
        cell.set("class", names)
    return cell
