r"""What the commands of mathematics stand for, and which of TeX's kinds each is.

The tables of signs and of alphabets are docutils', who keeps them from LaTeX's own; what is here are
the commands that those lack, and those that GitHub's MathJax draws otherwise.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from publisher.formulas.atoms import BIN, CLOSE, INNER, OP, OPEN, ORD, PUNCT, REL

__all__ = ["ACCENTS", "ALPHABETS", "ARROWS", "BELOW", "BIG", "COLOURS", "FUNCTIONS", "LIMITED"]
__all__ += ["MEANT", "OVER", "SPACES", "STRETCHED", "SWITCHES", "TEXTS", "UNDER", "UPRIGHT"]
__all__ += ["fence", "is_operator", "kind_of", "letter_in", "named", "sign"]

_MORE: Final = {
    ORD: {
        "And": "&", "Box": "□", "Diamond": "◊", "bigstar": "★", "blacksquare": "■", "blacktriangle": "▲",
        "blacktriangledown": "▼", "circledR": "®", "copyright": "©", "degree": "°", "euro": "€",
        "hbar": "ℏ", "omicron": "ο", "imath": "ı", "infin": "∞", "jmath": "ȷ", "lq": "‘", "rq": "’", "square": "□",
        "triangle": "△", "triangledown": "▽", "varnothing": "∅", "vdots": "⋮",
    },
    OP: {"smallint": "∫"},
    BIN: {"centerdot": "⋅", "dag": "†", "ddag": "‡", "doublecap": "⋒", "doublecup": "⋓", "setminus": "∖"},
    REL: {
        "blacktriangleleft": "◀", "blacktriangleright": "▶", "leadsto": "⇝", "models": "⊨", "vartriangle": "△",
        "gt": ">", "iff": "⟺", "lt": "<", "ngeqq": "≧\u0338", "ngeqslant": "⩾\u0338", "nleqq": "≦\u0338",
        "nleqslant": "⩽\u0338", "nsubseteqq": "⫅\u0338", "nsupseteqq": "⫆\u0338", "shortmid": "∣",
        "shortparallel": "∥", "smallfrown": "⌢", "smallsmile": "⌣", "thickapprox": "≈", "thicksim": "∼",
        "varpropto": "∝", "vcentcolon": ":", "unlhd": "⊴", "unrhd": "⊵", "varsubsetneq": "⊊", "varsupsetneq": "⊋",
    },
    OPEN: {"lVert": "‖", "lparen": "(", "lvert": "|"},
    CLOSE: {"rVert": "‖", "rparen": ")", "rvert": "|"},
    PUNCT: {"colon": ":", "ldotp": "."},
    INNER: {
        "cdots": "⋯", "ddots": "⋱", "dots": "…", "dotsb": "⋯", "dotsc": "…", "dotsi": "⋯", "dotsm": "⋯",
        "dotso": "…", "iddots": "⋰", "ldots": "…",
    },
}  # fmt: skip
_TYPED: Final = {
    "+": BIN, "-": BIN, "*": BIN, "−": BIN, "=": REL, "<": REL, ">": REL, ":": REL, "(": OPEN, "[": OPEN,
    ")": CLOSE, "]": CLOSE, "!": CLOSE, "?": CLOSE, ",": PUNCT, ";": PUNCT,
}  # fmt: skip
MEANT: Final = {"-": "−", "*": "∗"}
"""What a character on a keyboard stands for."""
LIMITED: Final = frozenset("∑∏∐⋂⋃⨀⨁⨂⨄⨅⨆⋁⋀")
"""Large operators whose indices stand above and below them in a display."""
STRETCHED: Final = frozenset("|‖∣∥/\\↑↓↕⇑⇓⇕()[]{}⟨⟩⌈⌉⌊⌋")
"""What a program that draws MathML lets grow unless it is told not to."""
UPRIGHT: Final = frozenset("∇ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ")
"""What such a program would slant, and LaTeX does not."""
_ASIDE: Final = frozenset("|‖/\\′‵″‴⁗¬⌐∀∃∄∠")
"""Operators that leave no room beside them."""

_BRACKETS: Final = {
    "(": "(", ")": ")", "[": "[", "]": "]", "|": "|", "/": "/", "<": "⟨", ">": "⟩", "\\|": "‖", "\\{": "{",
    "\\}": "}", "\\lt": "⟨", "\\gt": "⟩", "\\backslash": "\\", "\\lmoustache": "⎰", "\\rmoustache": "⎱",
    "\\uparrow": "↑", "\\downarrow": "↓", "\\updownarrow": "↕", "\\Uparrow": "⇑", "\\Downarrow": "⇓",
    "\\Updownarrow": "⇕", ".": "",
}  # fmt: skip
BIG: Final = {"big": "1.2em", "Big": "1.8em", "bigg": "2.4em", "Bigg": "3em"}

FUNCTIONS: Final = frozenset(
    [
        "arccos",
        "arcctg",
        "arcsin",
        "arctan",
        "arctg",
        "arg",
        "ch",
        "cos",
        "cosec",
        "cosh",
        "cot",
        "cotg",
        "coth",
        "csc",
        "ctg",
        "cth",
        "deg",
        "dim",
        "exp",
        "hom",
        "ker",
        "lg",
        "ln",
        "log",
        "sec",
        "sh",
        "sin",
        "sinh",
        "tan",
        "tanh",
        "tg",
        "th",
    ]
)
BELOW: Final = {
    **{name: name for name in ("det", "gcd", "inf", "lim", "max", "min", "plim", "Pr", "sup")},
    "argmax": "arg\u202fmax", "argmin": "arg\u202fmin", "injlim": "inj\u202flim",
    "liminf": "lim\u202finf", "limsup": "lim\u202fsup", "projlim": "proj\u202flim",
}  # fmt: skip
"""Functions whose index stands below them in a display."""

ACCENTS: Final = {
    "acute": "´", "bar": "ˉ", "breve": "˘", "check": "ˇ", "dot": "˙", "ddot": "¨", "dddot": "\u20db",
    "ddddot": "\u20dc", "grave": "`", "hat": "ˆ", "mathring": "˚", "tilde": "~", "vec": "→",
}  # fmt: skip
OVER: Final = {
    "overbrace": "⏞", "overbracket": "⎴", "overgroup": "⏠", "overleftarrow": "←",
    "overleftrightarrow": "↔", "overline": "‾", "overparen": "⏜", "overrightarrow": "→", "widecheck": "ˇ",
    "widehat": "^", "widetilde": "~",
}  # fmt: skip
"""Signs that grow with what is below them."""
UNDER: Final = {
    "underbar": "‾", "underbrace": "⏟", "underbracket": "⎵", "undergroup": "⏡", "underleftarrow": "←",
    "underleftrightarrow": "↔", "underline": "‾", "underparen": "⏝", "underrightarrow": "→",
}  # fmt: skip
ARROWS: Final = {
    "xhookleftarrow": "↩", "xhookrightarrow": "↪", "xleftarrow": "←", "xLeftarrow": "⇐",
    "xleftrightarrow": "↔", "xLeftrightarrow": "⇔", "xlongequal": "=", "xmapsto": "↦", "xrightarrow": "→",
    "xRightarrow": "⇒", "xrightleftharpoons": "⇌",
}  # fmt: skip
"""Arrows that grow with what is above and below them."""

SPACES: Final = {
    ",": 3, "thinspace": 3, ":": 4, ">": 4, "medspace": 4, ";": 5, "thickspace": 5, "!": -3,
    "negthinspace": -3, "negmedspace": -4, "negthickspace": -5, " ": 4.5, "\n": 4.5, "\t": 4.5,
    "space": 4.5, "nobreakspace": 4.5, "enspace": 9, "enskip": 9, "quad": 18, "qquad": 36,
}  # fmt: skip
"""Blanks, in eighteenths of an em."""

ALPHABETS: Final = {
    "Bbb": "mathbb", "bf": "mathbf", "bm": "bold", "bold": "mathbf", "boldsymbol": "bold",
    "cal": "mathcal", "frak": "mathfrak", "it": "mathit", "mathbb": "mathbb", "mathbf": "mathbf",
    "mathbfit": "mathbfit", "mathcal": "mathcal", "mathfrak": "mathfrak", "mathit": "mathit",
    "mathnormal": "", "mathrm": "normal", "mathscr": "mathcal", "mathsf": "mathsf",
    "mathsfit": "mathsfit", "mathtt": "mathtt", "mathup": "normal", "pmb": "bold", "rm": "normal",
    "scr": "mathcal", "sf": "mathsf", "tt": "mathtt",
}  # fmt: skip
SWITCHES: Final = frozenset(("bf", "cal", "frak", "it", "rm", "sf", "tt"))
"""Alphabets that hold to the end of a group."""
TEXTS: Final = {
    "emph": "mathit", "hbox": "", "mbox": "", "text": "", "textbf": "mathbf", "textit": "mathit",
    "textmd": "", "textnormal": "", "textrm": "", "textsf": "mathsf", "texttt": "mathtt", "textup": "",
}  # fmt: skip

COLOURS: Final = {
    "black": "#000000", "blue": "#0000ff", "brown": "#bf8040", "cyan": "#00aeef", "darkgray": "#404040",
    "gray": "#808080", "green": "#008000", "magenta": "#ec008c", "olive": "#808000", "orange": "#ff8000",
    "purple": "#bf0040", "red": "#ff0000", "teal": "#008080", "violet": "#800080",
}  # fmt: skip
"""Colours that can be read on paper."""


def letter_in(alphabet: str, character: str) -> str:
    """Return a letter or digit in an alphabet: 𝐱; as it is where that has none of it."""
    from docutils.utils.math import mathalphabet2unichar as letters

    if (
        alphabet == "bold"
    ):  # as it stands, but bold: a letter slanted, a digit or a capital of Greek upright
        alphabet = "mathbf" if character.isdigit() or character in UPRIGHT else "mathbfit"
    found: str = getattr(letters, alphabet, {}).get(character, character)
    return found


def sign(name: str) -> tuple[str, int] | None:
    """Return the sign that a command without arguments stands for, and its kind."""
    return _signs().get(name)


@cache
def _signs() -> dict[str, tuple[str, int]]:
    from docutils.utils.math import tex2unichar as of

    found: dict[str, tuple[str, int]] = {}
    for names, kind in (
        (of.mathalpha, ORD), (of.mathord, ORD), (of.mathfence, ORD), (of.mathop, OP), (of.mathbin, BIN),
        (of.mathrel, REL), (of.mathopen, OPEN), (of.mathclose, CLOSE),
    ):  # fmt: skip
        found |= {name: (text, kind) for name, text in names.items()}
    for kind, more in _MORE.items():
        found |= {name: (text, kind) for name, text in more.items()}
    return found


def named() -> dict[str, tuple[str, int]]:
    """Return all signs that have a command, by its name without the backslash, with their kinds."""
    return {name: found for name, found in _signs().items() if name.isalpha() and name.isascii()}


@cache
def _kinds() -> dict[str, int]:
    return {text: kind for text, kind in _signs().values() if not text.isascii()} | _TYPED


def kind_of(text: str) -> int:
    """Return the kind of a sign that stands in a formula as it is."""
    return _kinds().get(text, ORD)


def is_operator(text: str, kind: int) -> bool:
    """Tell whether a sign of a ``kind`` is an operator (``mo``), no name of something (``mi``)."""
    typed = text.isascii() and unicodedata.category(text)[0] in "PS"
    return kind != ORD or text in _ASIDE or typed


def fence(token: str) -> str | None:
    r"""Return the bracket that ``\left`` lets grow, empty for ``.``; None: the token is none."""
    if token in _BRACKETS:
        return _BRACKETS[token]
    found = sign(token[1:]) if token.startswith("\\") else None
    return found[0] if found and (found[1] in (OPEN, CLOSE) or found[0] in "|‖") else None
