"""What can be made of one report that was read: the bytes of each of its files.

All of them come from one tree, read with plain docutils: Sphinx's builders of the same names
call the same functions on the same tree, and give the same bytes.
"""

from __future__ import annotations

import contextlib
from functools import cached_property
from typing import TYPE_CHECKING, Any

from publisher.diagnostics.model import Diagnostic, Finding
from publisher.doors.output import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from publisher.check import Result
    from publisher.course.settings import Course
    from publisher.diagnostics.model import Severity
    from publisher.pdf.job import PdfJob
    from publisher.pdf.process import PdfProcess
    from publisher.proof.prove import Proof

_PART_IT = "part the report, or write lists and tables with fewer items and cells"


class Publication:
    """One report's output files, as bytes, and what is said while they are made."""

    def __init__(
        self,
        result: Result,
        course: Course,
        date: str | None = None,
        *,
        restorer: bool = False,
        changes: tuple[str, ...] = (),
    ) -> None:
        """Take the result of a check that could read the report.

        ``date``: of the report, if an archive holds it; ``restorer``: the archive is to carry
        the program that restores it; ``changes``: what was done to the report before it was
        read (see ``provenance``).  Raises ValueError if the report could not be read.
        """
        if result.report is None or result.source is None or result.folder is None:
            raise ValueError("a broken report has no outputs")
        self.result = result
        self.report = result.report
        self.source = result.source
        self.folder = result.folder
        self.course = course
        self.restorer = restorer
        self.changes = changes
        self._date = date
        self.pages: bytes | None = None
        """``report.pages.json``, once the PDF is made."""
        self.diagnostics: list[Diagnostic] = []
        """What building says: printed, not archived."""
        self.detail = ""
        """What the process that makes the PDF left where it failed, for a bug report."""
        self.missing_library = ""
        """The system library without which the PDF could not be made."""
        self.lacks: list[Diagnostic] = []
        """What outputs that were made lack: faults of ours, found by the proof."""

    @cached_property
    def date(self) -> str:
        """The report's date, or the empty string."""
        if self._date is not None:
            return self._date
        from publisher.course.dates import date_of

        figures = sorted({i.figure for i in self.report.images if i.figure})
        found = date_of(self.result.path, self.course, figures)
        if not found and not self.report.unread:  # else it is said already
            self._repository_unread()
        return found

    def _repository_unread(self) -> None:
        """Say it where git was asked for the date only, and refused."""
        from publisher.doors.git import unread
        from publisher.rules import CODES, repository_unread

        code = "repository_unread"
        severity = (CODES | self.course.severities)[code]
        why = unread(self.result.path.parent)
        if severity is not None and why:
            self.diagnostics.append(self._diagnostic(repository_unread.of(why), code, severity))

    @cached_property
    def _proof(self) -> Proof:
        from publisher.proof.prove import Proof

        return Proof(self.report, self.source.text, self.folder)

    def _note(self, findings: Iterable[Finding]) -> None:
        from publisher.proof.prove import LOST

        self.lacks += (self._diagnostic(f, LOST, "error") for f in findings)

    def prove_source(self) -> None:
        """Prove that the tree holds what stands in the source; see ``lacks``."""
        self._note(self._proof.source())

    def html(self) -> bytes:
        """Return ``report.html``."""
        from publisher.builders.page import page

        made = page(self.report, self.folder, self.course, date=self.date).encode()
        self._note(self._proof.page(made))
        return made

    def members(self) -> dict[str, Any]:
        """Return what ``report.json`` holds; the bytes of files are ``Blob``."""
        from publisher.archive.encode import encode

        return encode(
            self.report,
            self.source,
            self.folder,
            self.course,
            self.result.diagnostics,
            date=self.date,
            restorer=self.restorer,
            changes=self.changes,
        )

    def archive(self) -> bytes | None:
        """Return ``report.json``: canonical JSON and nothing behind it.

        None where it would be more than a reader takes; then that is said.
        """
        return self._archive

    @cached_property
    def _archive(self) -> bytes | None:
        from publisher.archive.canonical import canonical
        from publisher.archive.decode import without_files
        from publisher.archive.error import ArchiveError

        made = canonical(self.members())
        try:
            text, files = without_files(made)
        except ArchiveError as error:
            said = Finding(1, f"the archive cannot be made: it {error}", _PART_IT)
            self.diagnostics.append(self._diagnostic(said, "archive_failed", "error"))
            return None
        self._note(self._proof.archive(text, files))
        return made

    def lines(self, identity: str = "") -> bytes | None:
        """Return ``report.jsonl``: taken from the archive, so that the two say the same.

        ``identity``: see ``archive.lines``.
        """
        from publisher.archive.decode import decode
        from publisher.archive.lines import lines

        made = self.archive()
        return lines(decode(made).members, identity) if made else None

    def job(self) -> tuple[PdfJob, dict[str, str]]:
        """Return what the PDF is made of, and the figures' paths by their addresses in it."""
        from publisher.builders.pdf_job import job_of

        return job_of(
            self.report,
            self.folder,
            self.course,
            date=self.date,
            source=self.source.data,
        )

    def pdf(
        self,
        process: PdfProcess | None = None,
        *,
        attach: bool = True,
        name: str = FORMATS["pdf"],
        meanwhile: Callable[[], None] = lambda: None,
    ) -> bytes | None:
        """Return ``report.pdf``; None where it cannot be made; then that is said.

        ``process``: one that is started; ``attach``: the PDF carries the archive; ``name``: the
        file's, for ``pages``; ``meanwhile`` is called while the child works.
        """
        from publisher.builders.pdf_job import attached, said_of_failure, said_of_result
        from publisher.pdf.process import PdfError, PdfLibraryMissing, PdfProcess

        job, figures = self.job()
        with contextlib.ExitStack() as stack:
            process = process or stack.enter_context(PdfProcess(self.course.pdf_limits))
            try:
                result = process.submit(job)
                # The child has a processor of its own: what is done now costs no time.
                meanwhile()
                lacks = list(self._proof.print_page(job, figures, self.course.print.left_out))
                archive = self.archive() if attach else None
                made = result([attached(archive)] if archive else [])
            except PdfLibraryMissing as error:
                self.missing_library = str(error)
                return None
            except PdfError as error:
                said = said_of_failure(self.report, figures, error)
                self.diagnostics.append(self._diagnostic(said, "pdf_failed", "error"))
                self.detail = error.detail
                return None
        for code, severity, said in said_of_result(self.report, figures, made):
            self.diagnostics.append(self._diagnostic(said, code, severity))
        from publisher.publish.pages import pages_file

        self.pages = pages_file(self.report, made, name)
        self._note([*lacks, *self._proof.pdf(job, figures, made.shown)])
        from publisher.proof.prove import HIDDEN

        self.diagnostics += (self._diagnostic(f, HIDDEN, "note") for f in self._proof.hidden)
        return made.pdf

    def _diagnostic(self, finding: Finding, code: str, severity: Severity) -> Diagnostic:
        return Diagnostic.of(finding, code, severity, self.report.path)
