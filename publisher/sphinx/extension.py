"""Publisher as a Sphinx extension: ``extensions = ["publisher"]``.

Sphinx is a host: it finds and caches documents; reading, rules and pages are the
same functions that the command line calls, on the same tree.  They are imported when a
report is met: a project that has none pays little for the extension.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.util import logging

from publisher import __version__
from publisher import nodes as ours
from publisher.doors.assets import themes_folder
from publisher.read.cut.glance import asks
from publisher.sphinx import codec
from publisher.sphinx.builders import ArchiveBuilder, PdfBuilder, ReportBuilder
from publisher.sphinx.collect import (
    ReportCollector,
    kept,
    merge_pictures,
    name_pictures,
    outdated,
)
from publisher.sphinx.epub import prepare_book
from publisher.sphinx.guest import link_sheet, write_sheet
from publisher.sphinx.overview import label, list_questions
from publisher.sphinx.places import Place, visit_place
from publisher.sphinx.settings import THEME, hold_root, is_named, prepare, unmatched, words_of
from publisher.sphinx.stock import ForStockBuilders
from publisher.sphinx.titles import tell_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

    from publisher.diagnostics.model import Diagnostic

logger = logging.getLogger(__name__)


class MarkdownParser(MystParser):
    """Sphinx's parser for Markdown: a document with a question heading is a report.

    Others are left to MyST, with the settings of the project.
    """

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse ``inputstring`` into ``document``."""
        env = document.settings.env
        named = env.doc2path(env.docname, base=False).as_posix()
        wanted = is_named(env.config, named) if env.config.publisher_reports else True
        if not wanted or not asks(inputstring):
            super().parse(inputstring, document)
            return
        from publisher.check import BROKEN_HELP
        from publisher.diagnostics.model import Diagnostic
        from publisher.read.files.load import BrokenReport
        from publisher.sphinx.parser import ReportParser

        # MyST's transforms ask for these; the tree of a report needs none of them.
        document.settings.myst_footnote_sort = False
        document.settings.myst_footnote_transition = False
        document.settings.myst_heading_anchors_html_ids = False
        path = Path(document["source"])
        try:
            ReportParser().parse(inputstring, document)
        except BrokenReport as error:
            found = Diagnostic("broken", "error", path.name, 1, 1, None, str(error), BROKEN_HELP)
            document["publisher_broken"] = [found]  # for who collects them
            env.note_reread()
        _note_dependencies(document, path.parent, env)
        env.metadata[env.docname]["myst_slugs"] = _places(document)


def _places(document: nodes.document) -> dict[str, tuple[int, str, str]]:
    """Return what links of other documents may lead to, as MyST keeps it: line, id and words by name."""
    return {
        name: (node.line or 0, name, next(iter(node.findall(nodes.title)), node).astext())
        for node in document.findall(nodes.Element)
        for name in node["ids"]
    }


def _note_dependencies(document: nodes.document, folder: Path, env: BuildEnvironment) -> None:
    """Tell Sphinx of which files a report depends on; what is missing, and git, are asked again (``outdated``)."""
    for node in document.findall(nodes.Element):
        for name in ("figure", "local"):
            if node.get(name):
                env.note_dependency(folder / node[name])


def emit(diagnostic: Diagnostic, docname: str) -> None:
    """Hand a diagnostic to Sphinx: the one door.

    Warnings and errors are of type ``report`` with the code as subtype, so that
    ``suppress_warnings`` and ``-W`` work; notes go to the info level.
    """
    from publisher.diagnostics.visible import printed

    level = {"error": logger.error, "warning": logger.warning, "note": logger.info}
    level[diagnostic.severity](
        printed("; ".join(filter(None, (diagnostic.message, diagnostic.help, diagnostic.reply)))),
        type="report",
        subtype=diagnostic.code,
        location=(docname, diagnostic.line),
    )


def _hold_course(app: Sphinx) -> None:
    """Let reading know the course's settings, and which those of a cached build were."""
    course = app.publisher_course  # type: ignore[attr-defined]
    # A template that changed is a change of the settings, too.
    app.env.publisher_course_before = getattr(app.env, "publisher_course", course)  # type: ignore[attr-defined]
    app.env.publisher_course = course  # type: ignore[attr-defined]
    if app.config.source_encoding == "utf-8-sig":  # any other is deprecated, ours would warn, too
        app.env.settings["input_encoding"] = codec.NAME


def _tell(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Say what was found in each report, also in those Sphinx did not read again."""
    paths = [env.doc2path(docname, base=False).as_posix() for docname in sorted(env.found_docs)]
    for pattern in unmatched(app.config, paths):
        said = f"publisher_reports: {pattern!r} names no document of this project"
        logger.warning(said, type="report", subtype="reports")
    for docname, held in sorted(kept(env).items()):
        for diagnostic in held.diagnostics:
            emit(diagnostic, docname)
    label(env)
    return tell_apart(env)


def _add_visitors(app: Sphinx) -> None:
    """Let Sphinx's HTML builders write our nodes as our page does, in the language of the course."""

    def visitor(name: str) -> Callable[[Any, Any], None]:
        def visit(translator: Any, node: nodes.Node) -> None:
            from publisher.builders.visitors import ReportVisitors

            translator.words = words_of(app.env)
            getattr(ReportVisitors, name)(translator, node)

        return visit

    for node in ours.VOCABULARY:
        name = node.__name__
        app.add_node(node, html=(visitor(f"visit_{name}"), visitor(f"depart_{name}")))
    app.add_node(Place, latex=(visit_place, None))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parser, the rules, the builders, the theme."""
    app.setup_extension("myst_parser")
    app.add_source_parser(MarkdownParser, override=True)
    app.add_config_value("publisher_course", "", "env", types=frozenset({str}))
    app.add_config_value("publisher_reports", [], "env", types=frozenset({list, tuple}))
    app.add_config_value("publisher_print", {}, "env", types=frozenset({dict}))
    _add_visitors(app)
    app.add_post_transform(ForStockBuilders)
    for builder in (ReportBuilder, PdfBuilder, ArchiveBuilder):
        app.add_builder(builder)
    app.add_html_theme(THEME, str(themes_folder() / THEME))
    app.add_env_collector(ReportCollector)
    app.connect(
        "config-inited", prepare, priority=850
    )  # Sphinx's suffixes are complete from 800 on
    app.connect("builder-inited", _hold_course)
    app.connect("builder-inited", prepare_book)
    app.connect("env-get-outdated", outdated)
    app.connect("env-before-read-docs", hold_root)
    # Before Sphinx names pictures itself.
    app.connect("doctree-read", name_pictures, priority=100)
    app.connect("env-merge-info", merge_pictures, priority=100)
    app.connect("env-updated", _tell)
    app.connect("write-started", write_sheet)
    app.connect("html-page-context", link_sheet)
    app.connect("html-collect-pages", list_questions)
    return {
        "version": __version__,
        "env_version": 2,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
