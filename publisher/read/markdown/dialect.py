"""The dialect of reports, GitHub's: which rules of Markdown are on, which are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.gfm import gfm_plugin

from publisher.read.blocks.depth import as_source_plugin
from publisher.read.markdown.autolink import autolink_plugin
from publisher.read.markdown.inline_lines import inline_line_plugin
from publisher.read.markdown.mathematics import mathematics_plugin
from publisher.read.markdown.renderer import ReportRenderer
from publisher.read.markdown.surplus_cells import table_plugin

if TYPE_CHECKING:
    from docutils import nodes


def markdown_parser(document: nodes.document) -> tuple[MarkdownIt, ReportRenderer]:
    """Return a parser in GitHub's dialect and the renderer that fills ``document``."""
    md = _Markdown("commonmark").use(gfm_plugin)
    # It moves footnotes into one block at the end.
    md.disable(["footnote_tail"])
    md.use(mathematics_plugin)
    md.use(autolink_plugin)
    md.use(table_plugin)
    md.use(inline_line_plugin)
    md.use(as_source_plugin)
    return md, ReportRenderer(md, document)


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the library's name
        """Take any link: one to a script loses its target in ``ReportRenderer.render_link``."""
        return True
