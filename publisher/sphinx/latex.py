"""What Sphinx's LaTeX lacks for a report: an engine and fonts that know its signs, and no chapters.

Where ``conf.py`` sets none of it and the report is the root document: LuaLaTeX with the bundled fonts, which are copied
beside the ``.tex`` file, so that the Makefile that Sphinx writes compiles on a machine without them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from publisher.doors.assets import themes_folder
from publisher.formulas.mathml import fault_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.course.settings import Course

_FALLBACK: Final = (
    "NotoSans-Regular",
    "NotoSansMath-Regular",
    "NotoSansSymbols-Regular",
    "NotoSansSymbols2-Regular",
    "NotoNaskhArabic-Regular",
    "NotoSerifHebrew-Regular",
    "NotoEmoji-Regular",
)
_COMMAND: Final = re.compile(r"\\[A-Za-z]+")
_CHAIN: Final = ",\n".join(f'  "[./{name}.ttf]:mode=node;"' for name in _FALLBACK)
_FONTS: Final = rf"""
\directlua{{luaotfload.add_fallback("publisher", {{
{_CHAIN}}})}}
\defaultfontfeatures{{Path=./,Extension=.ttf,RawFeature={{fallback=publisher}}}}
\setmainfont{{SourceSerif4}}[UprightFont=*-Regular,BoldFont=*-Bold,ItalicFont=*-Italic,BoldItalicFont=*-BoldItalic]
\setsansfont{{SourceSans3}}[UprightFont=*-Regular,BoldFont=*-Bold,ItalicFont=*-Italic,BoldItalicFont=*-BoldItalic]
\setmonofont{{JetBrainsMono}}[UprightFont=*-Regular,BoldFont=*-Bold,ItalicFont=*-Italic,Scale=0.86,Contextuals=AlternateOff]
\usepackage{{unicode-math}}
\setmathfont{{NotoSansMath-Regular}}
"""
_PREAMBLE: Final = r"""
\usepackage{cancel,lua-ul}
\providecommand{\lt}{<}
\providecommand{\gt}{>}
\providecommand{\iff}{\Longleftrightarrow}
\newcommand{\DUroledeleted}[1]{\strikeThrough{#1}}
\newcommand{\DUroleinserted}[1]{\underLine{#1}}
\newcommand{\DUrolemarked}[1]{\highLight[yellow!40]{#1}}
\setcounter{secnumdepth}{-2}
"""


def defaults(course: Course) -> Iterator[tuple[str, Any]]:
    """Yield the values for a project whose root document is a report, by their names in ``conf.py``."""
    yield "latex_engine", "lualatex"
    yield "latex_theme", "howto"
    yield "latex_additional_files", [str(path) for path in _files()]
    yield "latex_domain_indices", False
    yield "today", course.date or r"\relax"  # never the clock
    yield (
        "latex_elements",
        {
            "papersize": "a4paper",
            "pointsize": "11pt",
            "fontpkg": _FONTS,
            "preamble": _PREAMBLE,
            "releasename": " ",
            "printindex": "",
        },
    )


def is_safe(source: str, *, block: bool) -> bool:
    """Tell whether a formula can be handed to TeX: all of it is known to us, wherever it stands.

    Reading passes over some of what TeX takes for an argument, so each name is looked at by itself; and ``^^`` writes a
    character by its number, a backslash, too.
    """
    if "^^" in source or fault_of(source, block=block):
        return False
    return not any(_is_unknown(name) for name in set(_COMMAND.findall(source)))


def _is_unknown(name: str) -> bool:
    found = fault_of(name, block=False)
    return found is not None and found.unknown == name


def _files() -> Iterator[Any]:
    wanted = (*_FALLBACK, "SourceSerif4-", "SourceSans3-", "JetBrainsMono-")
    for path in sorted((themes_folder() / "fonts").rglob("*.ttf")):
        if path.name.startswith(wanted):
            yield path
