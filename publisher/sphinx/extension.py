"""Publisher as a Sphinx extension: ``extensions = ["publisher"]``.

Sphinx is a host: it finds and caches documents; reading, rules and pages are the
same functions that the command line calls, on the same tree.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.errors import ConfigError
from sphinx.util import logging

from publisher import __version__
from publisher import nodes as ours
from publisher.builders.visitors import ReportVisitors
from publisher.builders.words import Words
from publisher.check import BROKEN_HELP
from publisher.course.file import read_course
from publisher.course.printing import PrintingError
from publisher.course.settings import Course, CourseError
from publisher.diagnostics.model import Diagnostic
from publisher.diagnostics.visible import printed
from publisher.doors.assets import themes_folder
from publisher.read.cut.segments import split
from publisher.read.files.load import BrokenReport
from publisher.read.parser import ReportParser
from publisher.report.view import Report
from publisher.rules import CODES, run
from publisher.sphinx import codec
from publisher.sphinx.builders import ArchiveBuilder, PdfBuilder, ReportBuilder
from publisher.sphinx.epub import prepare_book
from publisher.sphinx.stock import ForStockBuilders, is_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

THEME = "publisher"


class MarkdownParser(MystParser):
    """Sphinx's parser for Markdown: a document with a question heading is a report.

    Others are left to MyST, with the settings of the project.
    """

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse ``inputstring`` into ``document``."""
        if not split(inputstring).questions:
            super().parse(inputstring, document)
            return
        # MyST's transforms ask for these; the tree of a report needs none of them.
        document.settings.myst_footnote_sort = False
        document.settings.myst_footnote_transition = False
        document.settings.myst_heading_anchors_html_ids = False
        env, path = document.settings.env, Path(document["source"])
        try:
            ReportParser().parse(inputstring, document)
        except BrokenReport as error:
            found = Diagnostic("broken", "error", path.name, 1, 1, None, str(error), BROKEN_HELP)
            emit(found, env.docname)
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
    """Tell Sphinx when a report must be read again although it did not change itself."""
    for node in document.findall(nodes.Element):
        for name in ("figure", "local"):
            if node.get(name):
                env.note_dependency(folder / node[name])
        if node.get("problem") or node.get(
            "web"
        ):  # what is missing, or git's, has no time of change
            env.note_reread()


def emit(diagnostic: Diagnostic, docname: str) -> None:
    """Hand a diagnostic to Sphinx: the one door.

    Warnings and errors are of type ``report`` with the code as subtype, so that
    ``suppress_warnings`` and ``-W`` work; notes go to the info level.
    """
    level = {"error": logger.error, "warning": logger.warning, "note": logger.info}
    level[diagnostic.severity](
        printed("; ".join(filter(None, (diagnostic.message, diagnostic.help, diagnostic.reply)))),
        type="report",
        subtype=diagnostic.code,
        location=(docname, diagnostic.line),
    )


def _is_default(config: Config, name: str) -> bool:
    return name not in config._raw_config and name not in config._overrides  # noqa: SLF001 - Sphinx has no public way to tell a default


def _choose_defaults(app: Sphinx, config: Config) -> None:
    """Take our theme for HTML where the project names none, and a README for its root if it has no index."""
    if _is_default(config, "html_theme"):
        config.html_theme = THEME
    if _is_default(config, "root_doc") and _is_default(config, "master_doc"):
        names = {path.name.lower(): path.stem for path in Path(app.srcdir).iterdir()}
        readme = next((names[name] for name in ("readme.md", "report.md") if name in names), "")
        if readme and not any(name.startswith("index.") for name in names):
            config.root_doc = readme


def _name_site(
    app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    _document: nodes.document | None,
) -> None:
    """Call a site whose project has no name as its first page is called."""
    root = app.env.titles.get(app.config.root_doc)
    if root and _is_default(app.config, "project"):
        context["project"] = context["docstitle"] = root.astext()


def _read_settings(app: Sphinx) -> None:
    """Read the course's settings that ``publisher_course`` names, relative to ``conf.py``."""
    course = Course()
    if app.config.publisher_course:
        path = Path(app.confdir) / app.config.publisher_course
        try:
            course = read_course(path, tuple(CODES))
        except CourseError as error:
            raise ConfigError(str(error)) from None
    try:
        course = course.printed(app.config.publisher_print)
    except PrintingError as error:
        raise ConfigError(f"publisher_print: {error}") from None
    # Those of a cached build: a template that changed is a change of the settings, too.
    app.env.publisher_course_before = getattr(app.env, "publisher_course", course)  # type: ignore[attr-defined]
    app.env.publisher_course = course  # type: ignore[attr-defined]
    if app.config.source_encoding == "utf-8-sig":  # any other is deprecated, ours would warn, too
        app.env.settings["input_encoding"] = codec.NAME


def _outdated(_app: Sphinx, env: BuildEnvironment, *_sets: set[str]) -> list[str]:
    """Have every document read again when the course's settings are not what they were."""
    same = env.publisher_course == env.publisher_course_before  # type: ignore[attr-defined]
    return [] if same else sorted(env.found_docs)


def _check(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Run the rules over every report, also over those Sphinx did not read again."""
    for docname in sorted(env.found_docs):
        document = env.get_doctree(docname)
        if is_report(document):
            report = Report(document, Path(env.doc2path(docname)).name)
            for diagnostic in run(report, env.publisher_course):  # type: ignore[attr-defined]
                emit(diagnostic, docname)
    return []


def _add_visitors(app: Sphinx) -> None:
    """Let Sphinx's HTML builders write our nodes as our page does, in the language of the course."""

    def spoken(visit: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        def visitor(translator: Any, node: nodes.Node) -> None:
            translator.words = Words(app.env.publisher_course.language)  # type: ignore[attr-defined]
            visit(translator, node)

        return visitor

    for node in ours.VOCABULARY:
        name = node.__name__
        app.add_node(
            node,
            html=(
                spoken(getattr(ReportVisitors, f"visit_{name}")),
                getattr(ReportVisitors, f"depart_{name}"),
            ),
        )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parser, the rules, the builders, the theme."""
    app.setup_extension("myst_parser")
    app.add_source_parser(MarkdownParser, override=True)
    app.add_config_value("publisher_course", "", "env", types=frozenset({str}))
    app.add_config_value("publisher_print", {}, "env", types=frozenset({dict}))
    _add_visitors(app)
    app.add_post_transform(ForStockBuilders)
    for builder in (ReportBuilder, PdfBuilder, ArchiveBuilder):
        app.add_builder(builder)
    app.add_html_theme(THEME, str(themes_folder() / THEME))
    app.connect("config-inited", _choose_defaults)
    app.connect("html-page-context", _name_site)
    app.connect("builder-inited", _read_settings)
    app.connect("builder-inited", prepare_book)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _check)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
