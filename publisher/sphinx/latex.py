"""What Sphinx's LaTeX lacks for a report: an engine and fonts that know its signs, and no chapters.

Where ``conf.py`` sets none of it and the report is the root document: LuaLaTeX with the bundled fonts, which are copied
beside the ``.tex`` file, so that the Makefile that Sphinx writes compiles on a machine without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from publisher.builders.latex.setting import COMMANDS, font_files, fonts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.course.settings import Course

_PREAMBLE: Final = (
    COMMANDS
    + r"""
\newcommand{\DUroledeleted}[1]{\strikeThrough{#1}}
\newcommand{\DUroleinserted}[1]{\underLine{#1}}
\newcommand{\DUrolemarked}[1]{\highLight[yellow!40]{#1}}
\setcounter{secnumdepth}{-2}
"""
)


def defaults(course: Course) -> Iterator[tuple[str, Any]]:
    """Yield the values for a project whose root document is a report, by their names in ``conf.py``."""
    yield "latex_engine", "lualatex"
    yield "latex_theme", "howto"
    yield "latex_additional_files", [str(path) for path in font_files()]
    yield "latex_domain_indices", False
    yield "today", course.date or r"\relax"  # never the clock
    yield (
        "latex_elements",
        {
            "papersize": "a4paper",
            "pointsize": "11pt",
            "fontpkg": fonts("./"),
            "preamble": _PREAMBLE,
            "releasename": " ",
            "printindex": "",
        },
    )
