"""Formulas for TeX: as they were written where we understand all of it, else as text."""

from __future__ import annotations

import re
from typing import Final

from publisher.builders.latex_setting import is_safe
from publisher.builders.latex_text import code, tex

# Environments of a line of their own, within which nothing has to be opened first.
_OWN: Final = re.compile(
    r"\s*\\begin\{(equation|align|gather|multline|eqnarray|alignat|flalign)\*?\}"
)
_BLANK_LINES: Final = re.compile(r"\n\s*\n+")


def is_formula(source: str, *, block: bool) -> bool:
    """Tell whether a formula is one for TeX; else it is text.  ``block``: it stands on lines of its own."""
    return is_safe(source, block=block) and (block or not _OWN.match(source))


def inline(source: str) -> str:
    """Return a formula in a line."""
    if not is_formula(source, block=False):
        return f"\\texttt{{{tex(source)}}}"
    return f"\\({_whole(source)}\\)"


def display(source: str) -> str:
    """Return a formula on lines of its own."""
    if not is_formula(source, block=True):
        lines = source.strip("\n").split("\n")
        return "\n".join(("\\begin{reportcode}", *map(code, lines), "\\end{reportcode}"))
    plain = _whole(source)
    if _OWN.match(plain):
        return f"\\reportopen{{}}\n{plain}\n\\reportclose{{}}"
    outer = _outer(plain)
    wrap = "reportaligned" if "&" in outer else "reportlines" if "\\\\" in outer else ""
    return f"\\[\\{wrap}{{{plain}}}\\]" if wrap else f"\\[{plain}\\]"


def _whole(source: str) -> str:
    """Return a formula without empty lines: they would end it for TeX."""
    return _BLANK_LINES.sub("\n", source.strip())


def _outer(source: str) -> str:
    """Return what of a formula stands in no environment and no braces."""
    found = ""
    depth = 0
    for piece in re.split(r"(\\begin\{\w+\*?\}|\\end\{\w+\*?\}|\\[{}]|[{}])", source):
        if piece.startswith("\\begin") or piece == "{":
            depth += 1
        elif piece.startswith("\\end") or piece == "}":
            depth -= 1
        elif depth == 0:
            found += piece
    return found
