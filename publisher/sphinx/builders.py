"""Sphinx's builders ``report``, ``pdf`` and ``archive``: one file for each report of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from sphinx.builders import Builder
from sphinx.util import logging

from publisher import nodes as ours
from publisher.doors.opened import FileError
from publisher.doors.output import PAGES, OutputError, write
from publisher.read.files.load import BrokenReport, load
from publisher.sphinx.settings import course_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.util.typing import Set

    from publisher.publish.publication import Output, Publication

logger = logging.getLogger(__name__)


class _OneFile(Builder):
    """Writes each report as a file of the same name; other documents are passed over."""

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
        from publisher.diagnostics.visible import printed

        for docname in sorted(docnames):
            document = self.env.get_doctree(docname)
            if document.next_node(ours.question) is None:
                continue
            try:
                self.write_doc(docname, document)
            except (FileError, BrokenReport) as error:  # a file that is no more what it was
                said = (
                    f"{error.filename}: cannot be read: {error.strerror}"
                    if isinstance(error, FileError)
                    else str(error)
                )
                logger.error(printed(said), type="report", subtype="file", location=docname)  # noqa: TRY400 - no traceback for users

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write one report.  A format that cannot be made is an error of Sphinx's log."""
        # Late, as all that only reports need: a project without any pays little for the extension.
        from publisher.check import Result
        from publisher.diagnostics.visible import printed
        from publisher.pdf.errors import PdfLibraryMissing
        from publisher.proof.prove import LOST
        from publisher.publish.publication import Publication
        from publisher.read.files.folder import Folder
        from publisher.report.view import Report
        from publisher.rules import run

        path = Path(self.env.doc2path(docname))
        course = course_of(self.env)
        report = Report(doctree, path.name)
        folder = Folder(path.parent, Path(self.outdir))
        result = Result(
            path,
            report,
            load(path, course.max_report_mib),
            folder,
            run(report, course),
            course,
        )
        publication = Publication(result)
        told = (
            *publication.undated(),
            *publication.untranslated(),
            *publication.prove_source(),
        )
        files: dict[str, bytes | None] = {}
        try:
            for suffix, output in self.make(publication, path.stem):
                files[suffix] = output.data
                told += output.diagnostics
        except PdfLibraryMissing as error:
            logger.error(str(error), type="report", subtype="library_missing")  # noqa: TRY400 - no traceback for users
        for said in sorted(told, key=lambda found: found.code == LOST):
            log = logger.error if said.severity == "error" else logger.info
            log(
                printed(said.message),
                type="report",
                subtype=said.code,
                location=(docname, said.line),
            )
        for suffix, data in files.items():
            if data is None:
                continue
            try:
                write(Path(self.outdir) / (docname + suffix), data)
            except OutputError as error:
                logger.error(str(error), type="report", subtype="output")  # noqa: TRY400 - no traceback for users

    def make(self, publication: Publication, name: str) -> Iterator[tuple[str, Output]]:
        """Yield the files with what follows ``name``.  Raises PdfLibraryMissing."""
        raise NotImplementedError


class ReportBuilder(_OneFile):
    """``-b report``: a self-contained web page."""

    name = "report"
    suffix = ".html"
    epilog = "The web pages are in %(outdir)s."

    def make(self, publication: Publication, name: str) -> Iterator[tuple[str, Output]]:
        """Yield the page."""
        del name
        yield self.suffix, publication.html()


class PdfBuilder(_OneFile):
    """``-b pdf``: a PDF, and beside it on which pages the questions stand."""

    name = "pdf"
    suffix = ".pdf"
    epilog = "The PDF files are in %(outdir)s."

    def make(self, publication: Publication, name: str) -> Iterator[tuple[str, Output]]:
        """Yield the PDF and its pages, with what is said of the archive in it."""
        from publisher.publish.publication import Output

        made = publication.pdf(name=name + self.suffix)
        yield self.suffix, made
        yield PAGES.removeprefix("report"), Output(made.pages, publication.archive().diagnostics)


class ArchiveBuilder(_OneFile):
    """``-b archive``: the JSON archive."""

    name = "archive"
    suffix = ".json"
    epilog = "The archives are in %(outdir)s."

    def make(self, publication: Publication, name: str) -> Iterator[tuple[str, Output]]:
        """Yield the archive."""
        del name
        yield self.suffix, publication.archive()
