"""How a report looks in a theme that is not ours: one small style sheet, on its pages alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.builders.html import StandaloneHTMLBuilder

from publisher.doors.assets import themes_folder
from publisher.doors.output import write
from publisher.sphinx.collect import kept
from publisher.sphinx.overview import PAGE, lists_questions, title
from publisher.sphinx.settings import THEME

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_SHEET: Final = "publisher-report.css"
_OURS: Final = "tokens.css"
"""The sheet that our theme has, and each that inherits it."""


def is_guest(builder: Builder) -> bool:
    """Tell whether ``builder`` writes pages in a theme that knows nothing of reports."""
    return isinstance(builder, StandaloneHTMLBuilder) and _OURS not in builder.theme.stylesheets


def write_sheet(_app: Sphinx, builder: Builder) -> None:
    """Write the style sheet before the pages, which name it with its digest."""
    if is_guest(builder) and kept(builder.env):
        sheet = themes_folder() / THEME / "guest" / _SHEET
        write(Path(builder.outdir) / "_static" / _SHEET, sheet.read_bytes())


def link_sheet(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    """Let the page of a report ask for the sheet, and let ours know of the list of questions."""
    context["report_questions"] = (PAGE, title(app.env)) if lists_questions(app) else None
    reports = kept(app.env)
    if is_guest(app.builder) and (
        page in reports or page == PAGE or (reports and app.builder.name == "singlehtml")
    ):
        app.add_css_file(_SHEET)
