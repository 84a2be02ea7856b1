r"""LaTeX to MathML: what of it is understood at all, and so shown as a formula anywhere.

The one door to docutils' mathematics.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_LONGEST: Final = 5_000
"""Characters of a formula that is laid out (docutils takes the square of it)."""

_DIGIT_FRACTION: Final = re.compile(r"\\[dt]?frac\s*(\d)\s*(\d)")
# What GitHub's MathJax knows and docutils does not, in docutils' words.
_SAME: Final = {r"\dots": r"\ldots", r"\dotsc": r"\ldots", r"\dotsb": r"\cdots"}
_DOTS: Final = re.compile(r"\\dots[cb]?(?![A-Za-z])")
_ALIGNED: Final = re.compile(r"\\(begin|end)\{(?:align|gather|split|eqnarray)\*?\}")
_OPERATOR: Final = re.compile(r"\\operatorname\*?\s*\{([^{}]*)\}")
_THIN: Final = r"\,"
_NAMED: Final = re.compile(
    r"\A(?:Unknown LaTeX command|Environment|Unsupported character:) "
    r'"(\\[A-Za-z]+|[A-Za-z]+\*?|[!-~])"'
)
"""How docutils says what it does not know."""
_OVER: Final = re.compile(r"\\over(?![A-Za-z])\s*")


def mathml_of(source: str, *, block: bool) -> str:
    """Return a formula's LaTeX as MathML, or the empty string where it is not understood.

    ``block``: it stands on lines of its own, where it may have several.
    """
    return _made(source, block=block)[0]


def unknown_in(source: str, *, block: bool) -> str:
    r"""Return the command, environment or character by which LaTeX is not understood.

    ``\iff``, ``array``, ``#``; empty where it is understood, or has another fault.
    """
    return _made(source, block=block)[1]


@lru_cache(maxsize=256)
def _made(source: str, *, block: bool) -> tuple[str, str]:
    from docutils.utils.math import MathError
    from docutils.utils.math.latex2mathml import tex2mathml

    if len(source) > _LONGEST:
        return "", ""
    known = _DIGIT_FRACTION.sub(r"\\frac{\1}{\2}", source)
    known = _DOTS.sub(lambda match: _SAME[match[0]], known)
    known = _ALIGNED.sub(r"\\\1{aligned}", known)
    known = _OPERATOR.sub(lambda m: rf"\operatorname{{{m[1].replace(_THIN, '')}}}", known)
    known = _without_over(known)
    try:
        return str(tex2mathml(known, as_block=block)), ""
    except MathError as error:
        named = _NAMED.search(str(error))
        return "", named[1] if named else ""
    except (IndexError, KeyError, AttributeError, ValueError, TypeError, RecursionError):
        return "", ""


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
