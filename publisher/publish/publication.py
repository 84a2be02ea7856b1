"""What can be made of one report that was read: the bytes of each of its files.

All of them come from one tree, read with plain docutils: Sphinx's builders of the same names
call the same functions on the same tree, and give the same bytes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping  # noqa: TC003 - the dataclass has it
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from publisher.builders.words import Words
from publisher.diagnostics.model import Diagnostic, Finding
from publisher.diagnostics.ranges import point
from publisher.doors.output import FORMATS
from publisher.doors.stages import Stage, stage, took
from publisher.language.catalog import spoken
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from publisher.builders.pictures import Convert
    from publisher.builders.written import Written
    from publisher.check import Result
    from publisher.course.settings import Course
    from publisher.diagnostics.model import Severity
    from publisher.pdf.job import PdfJob
    from publisher.pdf.process import PdfProcess
    from publisher.proof.prove import Proof

_PART_IT = Message("part the report, or write lists and tables with fewer items and cells")


@dataclass(frozen=True, slots=True)
class Output:
    """One format of a report as it was made.

    ``data``: the bytes of its one file, None where it cannot be made; ``diagnostics``: what making it says, printed
    and not archived: why it cannot be made, and what the proof finds that it lacks (``word_lost``,
    a fault of ours); ``folder``: the files of one that is a folder, by names that begin with the folder's.
    """

    data: bytes | None
    diagnostics: tuple[Diagnostic, ...] = ()
    folder: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PdfOutput(Output):
    """A PDF as it was made.

    ``pages``: ``report.pages.json``, None without a PDF; ``detail``: what the process that makes
    it left where it failed, for a bug report.
    """

    pages: bytes | None = None
    detail: str = ""


class Publication:
    """One report's output files, as bytes."""

    def __init__(
        self,
        result: Result,
        date: str | None = None,
        *,
        restorer: bool = False,
        changes: tuple[str, ...] = (),
    ) -> None:
        """Take the result of a check that could read the report; its settings are in force.

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
        self.course: Course = result.course
        self.restorer = restorer
        self.changes = changes
        self._date = date

    @cached_property
    def date(self) -> str:
        """The report's date, or the empty string."""
        if self._date is not None:
            return self._date
        from publisher.course.dates import date_of

        figures = sorted({i.figure for i in self.report.images if i.figure})
        return date_of(self.result.path, self.course, figures)

    def undated(self) -> tuple[Diagnostic, ...]:
        """Return that git refused the repository, where it was asked for the date only: one or none."""
        if self._date is not None or self.date or self.report.unread:  # the last is said already
            return ()
        from publisher.doors.git import unread
        from publisher.rules import CODES, repository_unread

        code = "repository_unread"
        severity = (CODES | self.course.severities)[code]
        why = unread(self.result.path.parent)
        if severity is None or not why:
            return ()
        return (self._diagnostic(repository_unread.of(why), code, severity),)

    def untranslated(self) -> tuple[Diagnostic, ...]:
        """Return that page and PDF say our words in English, since we do not speak the report's language: one or none."""
        language = self.course.language
        if spoken(language):
            return ()
        said = Finding(
            1,
            Message(
                "page and PDF have our own words in English, not in {language!r}", language=language
            ),
            Message(
                "nothing has to be done; they are marked as English, for those who listen to the page"
            ),
        )
        return (self._diagnostic(said, "untranslated", "note"),)

    @cached_property
    def _proof(self) -> Proof:
        from publisher.proof.prove import Proof

        said = Words(self.course.language).plain
        return Proof(self.report, self.source.text, self.folder, said)

    def prove_source(self) -> tuple[Diagnostic, ...]:
        """Return what the tree lacks of what stands in the source: faults of ours."""
        return self._lost(self._proof.source())

    def html(self) -> Output:
        """Make ``report.html``."""
        from publisher.builders.page import page

        made = page(self.report, self.folder, self.course, date=self.date).encode()
        return Output(made, self._lost(self._proof.page(made)))

    def text(self) -> Output:
        """Make ``report.txt``."""
        from publisher.builders.text.plain import text

        made = text(self.report, self.folder, self.course, date=self.date)
        return self._proved(made, self._proof.plain(made.data, made.own))

    def epub(self) -> Output:
        """Make ``report.epub``.  Raises PdfLibraryMissing, where a picture has to be drawn that no book can hold."""
        from publisher.builders.epub.book import book

        made = self._converted(
            lambda convert: book(
                self.report,
                self.folder,
                self.course,
                convert,
                date=self.date,
                source=self.source.data,
            )
        )
        if isinstance(made, Output):
            return made
        return self._proved(made, self._proof.book(made.data, made.figures))

    def docx(self) -> Output:
        """Make ``report.docx``.  Raises as ``epub``, and where python-docx is not installed."""
        from publisher.builders.word.document import word

        made = self._converted(
            lambda convert: word(self.report, self.folder, self.course, convert, date=self.date)
        )
        if isinstance(made, Output):
            return made
        return self._proved(made, self._proof.word(made.data, made.own, made.figures))

    def latex(self) -> Output:
        """Make ``report-latex/``.  Raises as ``epub``."""
        from publisher.builders.paper import Paper

        made = self._latex
        if isinstance(made, Output):
            return made
        without = Paper(self.report, self.course).leaves_out
        lacks = self._proof.latex(_in_latex(made), made.own, made.figures, without)
        return self._proved(made, lacks)

    def latexpdf(self) -> Output:
        """Make ``report-latex.pdf`` of ``report-latex/``.  Raises as ``epub``, and where there is no TeX."""
        from publisher.archive.error import ArchiveError
        from publisher.archive.looks import looked_at
        from publisher.builders.paper import Paper
        from publisher.builders.pdf_job import said_of_failure
        from publisher.pdf.errors import PdfError, PdfLibraryMissing
        from publisher.pdf.tex import TexFailed, typeset

        written = self._latex
        if isinstance(written, Output):
            return written
        limits = self.course.pdf_limits
        try:
            made, _ = typeset(_in_latex(written), limits)
            _, pages = looked_at(made, limits)
        except PdfLibraryMissing:
            raise
        except TexFailed as error:
            found = Finding(error.line or 1, str(error), error.advice, error.question)
            return self._failed(found)
        except PdfError as error:
            found = said_of_failure(self.report, {}, error)
            return self._failed(found)
        except ArchiveError as error:  # what TeX made is none that can be read
            found = Finding(1, Message("report-latex.pdf {why}", why=str(error)), TexFailed.advice)
            return self._failed(found)
        own = (*written.own, *written.contents)
        lacks = self._proof.typeset(pages, own, Paper(self.report, self.course).leaves_out)
        return Output(made, self._lost(lacks))

    @cached_property
    def _latex(self) -> Written | Output:
        """The folder of ``report-latex/``, made once for itself and for the PDF that TeX makes of it."""
        from publisher.builders.latex.folder import latex

        return self._converted(
            lambda convert: latex(self.report, self.folder, self.course, convert, date=self.date)
        )

    def _converted(self, make: Callable[[Convert], Written]) -> Written | Output:
        """Make a format in which some pictures stand as PNG; where these cannot be made, return what is said of that."""
        from publisher.builders.pdf_job import said_of_failure
        from publisher.pdf.convert import to_png
        from publisher.pdf.errors import PdfError, PdfLibraryMissing

        course = self.course

        def convert(pictures: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, str]]:
            return to_png(
                pictures,
                language=course.language,
                megapixels=course.max_image_megapixels,
                limits=course.pdf_limits,
            )

        try:
            return make(convert)
        except PdfLibraryMissing:
            raise
        except PdfError as error:
            return self._failed(said_of_failure(self.report, {}, error))

    def _failed(self, found: Finding) -> Output:
        """Return a format that could not be made, for a reason that is the report's or the machine's."""
        return Output(None, (self._diagnostic(found, "format_failed", "error"),))

    def _proved(self, made: Written, lacks: Iterable[Finding]) -> Output:
        """Return what a builder made with what it tells, and what the proof finds that it lacks."""
        told = [self._diagnostic(found, "format_limited", "note") for found in made.told]
        said = (*told, *self._lost(lacks))
        return Output(made.data, said) if len(made.files) == 1 else Output(None, said, made.files)

    def members(self) -> dict[str, Any]:
        """Return what ``report.json`` holds but for ``fixity``; the bytes of files are ``Blob``."""
        from publisher.archive.encode import contents

        return contents(
            self.report,
            self.source,
            self.folder,
            self.course,
            self.result.diagnostics,
            date=self.date,
            restorer=self.restorer,
            changes=self.changes,
        )

    def archive(self) -> Output:
        """Make ``report.json``, once: canonical JSON and nothing behind it.

        It cannot be made where it would be more than a reader takes.
        """
        return self._archive

    @cached_property
    def _archive(self) -> Output:
        from publisher.archive.canonical import with_block
        from publisher.archive.decode import without_files
        from publisher.archive.encode import seals
        from publisher.archive.error import ArchiveError

        made = with_block(self.members(), "fixity", seals)
        try:
            text, files = without_files(made)
        except ArchiveError as error:
            why = Message("the archive cannot be made: it {why}", why=str(error))
            said = Finding(1, why, _PART_IT, range=point(1))
            return Output(None, (self._diagnostic(said, "archive_failed", "error"),))
        return Output(made, self._lost(self._proof.archive(text, files)))

    def lines(self, identity: str = "") -> bytes | None:
        """Return ``report.jsonl``, None without an archive, from which it is taken: the two say the same.

        ``identity``: see ``archive.lines``.
        """
        from publisher.archive.decode import decode
        from publisher.archive.lines import lines

        made = self.archive().data
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
        name: str = FORMATS["pdf"],
        carried: Callable[[], bytes | None] | None = None,
    ) -> PdfOutput:
        """Make ``report.pdf``.

        ``process``: one that is started; ``name``: the file's, for ``pages``; ``carried`` is called while the
        child works, and gives the archive that the PDF is to carry (None: none), by default the
        report's.  Raises PdfLibraryMissing.
        """
        from publisher.builders.paper import Paper
        from publisher.builders.pdf_job import attached, said_of_failure, said_of_result
        from publisher.pdf.job import LAPS
        from publisher.pdf.process import PdfError, PdfLibraryMissing, PdfProcess

        with stage(Message("making the page for print")):
            job, figures = self.job()
        with contextlib.ExitStack() as stack:
            process = process or stack.enter_context(PdfProcess(self.course.pdf_limits))
            try:
                result = process.submit(job)
                # The child has a processor of its own: what is done now costs no time.
                archive = carried() if carried else self.archive().data
                with stage(Message("proving the page for print")):
                    lacks = list(
                        self._proof.print_page(
                            job, figures, Paper(self.report, self.course).leaves_out
                        )
                    )
                with stage(Message("waiting for the PDF")):
                    made = result([attached(archive, self.course.language)] if archive else [])
            except PdfLibraryMissing:
                raise
            except PdfError as error:
                said = said_of_failure(self.report, figures, error)
                failed = self._diagnostic(said, "pdf_failed", "error")
                return PdfOutput(None, (failed,), detail=error.detail)
        from publisher.proof.prove import HIDDEN
        from publisher.publish.pages import pages_file

        for lap, wall, cpu in made.took:
            if lap in LAPS:
                took(Stage(LAPS[lap], wall, cpu, child=True))
        with stage(Message("proving the PDF")):
            lacks += self._proof.pdf(job, figures, made.shown)
        told = [
            *(
                (found, code, severity)
                for code, severity, found in said_of_result(self.report, figures, made)
            ),
            *((found, HIDDEN, "note") for found in self._proof.hidden(job, figures, made.shown)),
        ]
        return PdfOutput(
            made.pdf,
            (*(self._diagnostic(*one) for one in told), *self._lost(lacks)),
            pages=pages_file(self.report, made, name),
        )

    def _lost(self, findings: Iterable[Finding]) -> tuple[Diagnostic, ...]:
        from publisher.proof.prove import LOST

        return tuple(self._diagnostic(found, LOST, "error") for found in findings)

    def _diagnostic(self, finding: Finding, code: str, severity: Severity) -> Diagnostic:
        return self.report.diagnostic(finding, code, severity)


def _in_latex(made: Written) -> dict[str, bytes]:
    """Return the files of ``report-latex/`` by their names in it."""
    place = FORMATS["latex"]
    return {name.removeprefix(place): data for name, data in made.files.items()}
