"""Sphinx's builders ``report``, ``pdf`` and ``archive``: one file for each report of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from sphinx.builders import Builder
from sphinx.util import logging

from publisher import nodes as ours
from publisher.check import Result
from publisher.output import OutputError, write
from publisher.publication import Publication
from publisher.read.folder import Folder
from publisher.read.load import load
from publisher.report import Report
from publisher.rules import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.util.typing import Set

logger = logging.getLogger(__name__)


class _OneFile(Builder):
    """Writes each report as one file of the same name; other documents are passed over."""

    suffix: ClassVar[str]
    # Not "html": Sphinx would take the builder for one of its own pages.
    format = "report"
    allow_parallel = False
    supported_image_types: ClassVar[list[str]] = []

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield every document: a figure may have changed without its report."""
        yield from sorted(self.env.found_docs)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return where a document is found, relative to the output folder."""
        del typ
        return docname + self.suffix

    def write_documents(self, docnames: Set[str]) -> None:
        """Write every report among ``docnames`` from the tree as it was read."""
        for docname in sorted(docnames):
            document = self.env.get_doctree(docname)
            if document.next_node(ours.question) is not None:
                self.write_doc(docname, document)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write one report.  A format that cannot be made is an error of Sphinx's log."""
        path = Path(self.env.doc2path(docname))
        course = self.env.publisher_course  # type: ignore[attr-defined]
        report = Report(doctree, path.name)
        folder = Folder(path.parent, Path(self.outdir))
        result = Result(
            path,
            report,
            load(path, course.max_report_mib),
            folder,
            run(report, course),
            course.count,
        )
        target = Path(self.outdir) / (docname + self.suffix)
        publication = Publication(result, course)
        publication.prove_source()
        data = self.make(publication)
        for said in (*publication.diagnostics, *publication.lacks):
            log = logger.error if said.severity == "error" else logger.info
            log(said.message, type="report", subtype=said.code, location=(docname, said.line))
        if publication.missing_library:
            logger.error(publication.missing_library, type="report", subtype="library_missing")
        if data is not None:
            try:
                write(target, data)
            except OutputError as error:
                logger.error(str(error), type="report", subtype="output")  # noqa: TRY400 - no traceback for users

    def make(self, publication: Publication) -> bytes | None:
        """Return the file's bytes; None where it could not be made."""
        raise NotImplementedError


class ReportBuilder(_OneFile):
    """``-b report``: a self-contained web page."""

    name = "report"
    suffix = ".html"
    epilog = "The web pages are in %(outdir)s."

    def make(self, publication: Publication) -> bytes | None:
        """Return the page."""
        return publication.html()


class PdfBuilder(_OneFile):
    """``-b pdf``: a PDF."""

    name = "pdf"
    suffix = ".pdf"
    epilog = "The PDF files are in %(outdir)s."

    def make(self, publication: Publication) -> bytes | None:
        """Return the PDF."""
        return publication.pdf()


class ArchiveBuilder(_OneFile):
    """``-b archive``: the JSON archive."""

    name = "archive"
    suffix = ".json"
    epilog = "The archives are in %(outdir)s."

    def make(self, publication: Publication) -> bytes | None:
        """Return the archive."""
        return publication.archive()
