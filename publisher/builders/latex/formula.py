"""Formulas for TeX: as they were written where we understand all of it, else as text."""

from __future__ import annotations

import re
from typing import Final

from publisher.builders.latex.escape import code, lacking, tex
from publisher.builders.latex.setting import is_safe

# Environments of a line of their own, within which nothing has to be opened first.
_NAMES: Final = r"(equation|align|gather|multline|eqnarray|alignat|flalign)\*?"
_OWN: Final = re.compile(rf"\s*\\begin\{{{_NAMES}\}}.*\\end\{{{_NAMES}\}}\s*", re.DOTALL)
_BEGUN: Final = re.compile(rf"\\begin\{{{_NAMES}\}}")
# What TeX takes on a line of its own alone, and there not within what we put around several lines.
_DISPLAYED: Final = re.compile(
    r"\\begin\{split\}|\\(?:tag|label|notag|nonumber|intertext)(?![A-Za-z])"
)
# Letters that are text in a formula, too: TeX's fonts of formulas have Latin, Greek and their own alphabets.
_LETTER: Final = re.compile(r"(?![\u0370-\u03ff\u2100-\u214f\U0001d400-\U0001d7ff])[^\W\d_a-zA-Z]")
_TEXT: Final = re.compile(r"\\(?:text\w*|mbox)\{[^{}]*\}")
_BLANK_LINES: Final = re.compile(r"\n\s*\n+")


def is_formula(source: str, *, block: bool) -> bool:
    """Tell whether a formula is one for TeX; else it is text.  ``block``: it stands on lines of its own."""
    if not is_safe(source, block=block) or lacking(source):
        return False
    if _LETTER.search(_TEXT.sub("", source)):
        return False
    begun = len(_BEGUN.findall(source))
    if not block:
        return not begun and not _DISPLAYED.search(source)
    if begun:
        return begun == 1 and _OWN.fullmatch(source) is not None
    return not (_wrap(_whole(source)) and _DISPLAYED.search(source))


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
    if _BEGUN.search(plain):
        return f"\\reportopen{{}}\n{plain}\n\\reportclose{{}}"
    wrap = _wrap(plain)
    return f"\\[\\{wrap}{{{plain}}}\\]" if wrap else f"\\[{plain}\\]"


def _wrap(source: str) -> str:
    """Return what has to be put around a formula of several lines; empty: nothing."""
    outer = _outer(source)
    return "reportaligned" if "&" in outer else "reportlines" if "\\\\" in outer else ""


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
