"""What TeX needs to set a report: the bundled fonts, the style, and which formulas it may be handed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from publisher.doors.assets import themes_folder
from publisher.formulas.atoms import BIN, CLOSE, INNER, OP, OPEN, ORD, PUNCT, REL
from publisher.formulas.mathml import fault_of
from publisher.formulas.tables import FUNCTIONS, named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FALLBACK: Final = (
    "NotoSans-Regular",
    "NotoSansMath-Regular",
    "NotoSansSymbols-Regular",
    "NotoSansSymbols2-Regular",
    "NotoNaskhArabic-Regular",
    "NotoSerifHebrew-Regular",
    "NotoEmoji-Regular",
)
_COMMAND: Final = re.compile(r"\\[A-Za-z]+")
_FONTS: Final = r"""
\directlua{luaotfload.add_fallback("publisher", {
%CHAIN%})}
\defaultfontfeatures{Path=%PATH%,Extension=.ttf,RawFeature={fallback=publisher}}
\setmainfont{SourceSerif4}[UprightFont=*-Regular,BoldFont=*-Bold,ItalicFont=*-Italic,BoldItalicFont=*-BoldItalic]
\setsansfont{SourceSans3}[UprightFont=*-Regular,BoldFont=*-Bold,ItalicFont=*-Italic,BoldItalicFont=*-BoldItalic]
\setmonofont{JetBrainsMono}[UprightFont=*-Regular,BoldFont=*-Bold,ItalicFont=*-Italic,Scale=0.86,Contextuals=AlternateOff]
\usepackage{unicode-math}
\setmathfont{STIXTwoMath-Regular}
"""
COMMANDS: Final = r"""
\usepackage{cancel,lua-ul}
\providecommand{\lt}{<}
\providecommand{\gt}{>}
\providecommand{\iff}{\Longleftrightarrow}
\providecommand{\bm}{\boldsymbol}
\providecommand{\bra}[1]{\langle #1|}
\providecommand{\ket}[1]{|#1\rangle}
\providecommand{\braket}[1]{\langle #1\rangle}
\providecommand{\argmax}{\operatorname*{arg\,max}}
\providecommand{\argmin}{\operatorname*{arg\,min}}
\providecommand{\plim}{\operatorname*{plim}}
\providecommand{\sout}[1]{\cancel{#1}}
\providecommand{\overgroup}[1]{\overparen{#1}}
\providecommand{\undergroup}[1]{\underparen{#1}}
\providecommand{\xlongequal}[2][]{\overset{#2}{\underset{#1}{=}}}
"""
"""What formulas may name and TeX does not know by itself, and what sets text apart."""


_KINDS: Final = {
    ORD: "mathord",
    OP: "mathop",
    BIN: "mathbin",
    REL: "mathrel",
    OPEN: "mathopen",
    CLOSE: "mathclose",
    PUNCT: "mathpunct",
    INNER: "mathinner",
}


def commands() -> str:
    """Return what defines the commands that we know in formulas and TeX, with its usual packages, does not."""
    from publisher.builders.latex.escape import tex

    # LaTeX itself has these for an error that asks for a package.
    stubs = {"mho", "Join", "Box", "Diamond", "leadsto", "lhd", "unlhd", "rhd", "unrhd"}
    signs = (
        f"\\{'renewcommand' if name in stubs else 'providecommand'}{{\\{name}}}{{\\{_KINDS[kind]}{{\\text{{{tex(sign)}}}}}}}"
        for name, (sign, kind) in sorted(named().items())
    )
    functions = (
        f"\\providecommand{{\\{name}}}{{\\operatorname{{{name}}}}}" for name in sorted(FUNCTIONS)
    )
    return COMMANDS + "\n".join((*signs, *functions, ""))


def fonts(folder: str) -> str:
    """Return what tells TeX of the bundled fonts in ``folder``, a path that ends in a slash."""
    chain = ",\n".join(f'  "[{folder}{name}.ttf]:mode=node;"' for name in FALLBACK)
    return _FONTS.replace("%CHAIN%", chain).replace("%PATH%", folder)


def font_files() -> Iterator[Path]:
    """Yield the files of these fonts."""
    wanted = (*FALLBACK, "SourceSerif4-", "SourceSans3-", "JetBrainsMono-", "STIXTwoMath-")
    for folder in ("fonts", "mathematics"):
        for path in sorted((themes_folder() / folder).rglob("*.ttf")):
            if path.name.startswith(wanted):
                yield path


def is_safe(source: str, *, block: bool) -> bool:
    """Tell whether a formula can be handed to TeX: all of it is known to us, wherever it stands.

    Reading passes over some of what TeX takes for an argument, so each name is looked at by itself; and ``^^`` writes a
    character by its number, a backslash, too.  ``block``: it stands on lines of its own.
    """
    if "^^" in source or fault_of(source, block=block):
        return False
    return not any(_is_unknown(name) for name in set(_COMMAND.findall(source)))


def _is_unknown(name: str) -> bool:
    found = fault_of(name, block=False)
    return found is not None and found.unknown == name
