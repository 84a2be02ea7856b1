"""What our LaTeX shows: read as text, not set, by a reader that knows the commands that we write and no others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from publisher.proof.words import FIGURE, TICKS, formula_word, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

_SIGNS: Final = {
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textquotedbl": '"',
    "tickitem": f" {TICKS[True]} ",
    "tick": f" {TICKS[True]} ",
    "openitem": f" {TICKS[False]} ",
    "opentick": f" {TICKS[False]} ",
    "newline": " ",
}
# They end no word.
_RUNNING: Final = frozenset(
    ("textbf", "emph", "texttt", "deleted", "inserted", "marked", "kbd", "textsmall",
     "textsubscript", "textsuperscript", "reportlink", "reportplace", "brk", "reporttarget")
)  # fmt: skip
# In square brackets behind a command stands what is no text; an author's are in braces.
_BRACKETS: Final = r"\[((?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\]"
_TOKEN: Final = re.compile(
    rf"\\\((?P<line>.*?)\\\)|\\\[(?P<lines>.*?)\\\]|\\reportopen\{{\}}(?P<own>.*?)\\reportclose\{{\}}"
    rf"|\\report(?:figure|picture){_BRACKETS}(?:{_BRACKETS})?"
    rf"|\\lackingglyph\[(?P<glyph>[0-9A-F]+)\]"
    rf"|\\(?:begin|end)\{{\w+\}}(?:{_BRACKETS})*"
    rf"|\\(?P<name>[A-Za-z]+)(?:\{{\}}|(?:{_BRACKETS})*)"
    r"|\\(?P<sign>[^A-Za-z])|(?P<comment>(?<!\\)%[^\n]*)|(?P<brace>[{}])|(?P<blank>[~&])",
    re.DOTALL,
)
_WRAP: Final = re.compile(r"\\report(?:lines|aligned)\{(.*)\}", re.DOTALL)


def tex_words(text: str, digest_of: Callable[[str], str]) -> list[str]:
    """Return the words, ticks, formulas and figures of ``report.tex``.

    ``digest_of``: of a figure by its name there.
    """
    body = text.partition("\\begin{document}")[2].partition("\\end{document}")[0]
    signs: list[str] = []

    def shown(token: re.Match[str]) -> str:
        for kind in ("line", "lines", "own"):
            if (formula := token[kind]) is not None:
                wrapped = _WRAP.fullmatch(formula.strip())
                signs.append(formula_word(wrapped[1] if wrapped else formula))
                return " "
        if token[0].startswith(("\\reportfigure", "\\reportpicture")):
            signs.append(FIGURE + digest_of(token[4]))
            return " "
        if token["glyph"]:
            return chr(int(token["glyph"], 16))
        if token["sign"] is not None:
            return {"-": "", " ": " "}.get(token["sign"], token["sign"])
        if (name := token["name"]) is not None:
            return "" if name in _RUNNING else _SIGNS.get(name, " ")
        return "" if token["brace"] else " "

    plain = _TOKEN.sub(shown, body)
    return words_of(plain) + signs
