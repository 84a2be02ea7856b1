"""Publishing one report: the function behind ``publisher build``.

All formats come from one tree, read with plain docutils: Sphinx's builders of the
same names call the same functions on the same tree, and give the same bytes.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from publisher.check import Result, check
from publisher.course import Course
from publisher.diagnostics import Diagnostic
from publisher.output import FORMATS, LINES, PAGES, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from publisher.diagnostics import Finding
    from publisher.pdf.process import PdfProcess
    from publisher.proof.prove import Proof


@dataclass(slots=True)
class Built:
    """What a build made.

    ``written``: files in the order of FORMATS; ``diagnostics``: those of building, which
    are printed and not archived; ``library_missing``: a system library, empty if none.
    """

    result: Result
    written: list[Path] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    library_missing: str = ""
    lost: bool = False


def build(
    path: Path,
    formats: Sequence[str],
    output: Path,
    course: Course | None = None,
    progress: Callable[[str], None] = lambda _: None,
    *,
    attach: bool = True,
    restorer: bool = False,
    lines: bool = False,
) -> Built:
    """Check the report at ``path`` and write ``formats`` into the folder ``output``.

    ``path`` may be an archive: then its settings are in force unless ``course`` is given.
    ``progress`` is told what is being done; ``attach``: the PDF carries the archive;
    ``restorer``: the archive carries the program that restores it; ``lines``: ``report.jsonl``
    is written, too.  A format that cannot be made is a diagnostic; the others are made all the
    same.  Raises OutputError, ArchiveError.
    """
    _, built, files = make(
        path, formats, output, course, progress, attach=attach, restorer=restorer, lines=lines
    )
    for file, data in files.items():
        write(output / file, data)
        built.written.append(output / file)
    return built


def make(
    path: Path,
    formats: Sequence[str],
    output: Path,
    course: Course | None = None,
    progress: Callable[[str], None] = lambda _: None,
    *,
    attach: bool = True,
    restorer: bool = False,
    lines: bool = False,
    date: str = "",
) -> tuple[Publication | None, Built, dict[str, bytes]]:
    """Make what ``build`` writes: the publication (None: broken), what is said, bytes by name.

    ``date``: ISO 8601, goes before every other.  Raises ArchiveError.
    """
    with contextlib.ExitStack() as stack:
        process = _started(stack) if "pdf" in formats else None
        progress("reading")
        publication, built = _read(path, course, output)
        if publication is None:
            return None, built, {}
        publication.restorer |= restorer
        if date:
            publication.date = date
        publication.prove_source()
        makers: dict[str, Callable[[], bytes]] = {
            "html": publication.html,
            "archive": publication.archive,
        }
        data: dict[str, bytes | None] = {}

        def others() -> None:
            for name in (n for n in formats if n in makers and n not in data):
                progress(f"making {FORMATS[name]}")
                data[name] = makers[name]()

        if "pdf" in formats:
            progress(f"making {FORMATS['pdf']}")
            # The child has a processor of its own: making all else meanwhile costs no time.
            data["pdf"] = publication.pdf(process, built, attach=attach, meanwhile=others)
        others()
        listed = publication.lines() if lines else None
    built.diagnostics += publication.lacks
    built.lost = bool(publication.lacks)
    files = [(file, data.get(name)) for name, file in FORMATS.items()]
    files += [(LINES, listed), (PAGES, publication.pages)]
    return publication, built, {file: made for file, made in files if made is not None}


def is_archive(path: Path) -> bool:
    """Tell whether ``path`` names an archive, or a PDF that carries one, and no report."""
    return path.suffix.lower() in (".json", ".pdf")


def _read(path: Path, course: Course | None, output: Path) -> tuple[Publication | None, Built]:
    """Read what is to be published; None: it is broken.  Raises ArchiveError."""
    if not is_archive(path):
        course = course or Course()
        result = check(path, course, output)
        return Publication(result, course) if result.report else None, Built(result)
    from publisher.archive.folder import judge_archived
    from publisher.archive.verify import sealed

    members = sealed(path).members
    course = course or Course.from_json(members["settings"])
    result = judge_archived(members, course)
    date = members["date"] or ""
    return Publication(result, course, date, restorer="restorer" in members), Built(result)


def _started(stack: contextlib.ExitStack) -> PdfProcess | None:
    """Start the process that makes PDFs, so that it loads while the report is read."""
    from publisher.pdf.process import PdfCrashed, PdfProcess

    process = stack.enter_context(PdfProcess())
    try:
        process.start()
    except PdfCrashed:  # said when the PDF is asked for
        return None
    return process


class Publication:
    """One report's output files, as bytes."""

    def __init__(
        self,
        result: Result,
        course: Course,
        date: str | None = None,
        *,
        restorer: bool = False,
    ) -> None:
        """Take the result of a check that could read the report.

        ``date``: of the report, if an archive holds it; ``restorer``: the archive is to carry
        the program that restores it.  Raises ValueError if the report could not be read.
        """
        if result.report is None or result.source is None or result.folder is None:
            raise ValueError("a broken report has no outputs")
        self.result = result
        self.report = result.report
        self.source = result.source
        self.folder = result.folder
        self.course = course
        self.restorer = restorer
        self._date = date
        self._archive: bytes | None = None
        self.pages: bytes | None = None
        """``report.pages.json``, once the PDF is made."""
        self.lacks: list[Diagnostic] = []
        """What outputs that were made lack: faults of ours, found by the proof."""

    @cached_property
    def date(self) -> str:
        """The report's date, or the empty string."""
        if self._date is not None:
            return self._date
        from publisher.dates import date_of

        figures = sorted({i.figure for i in self.report.images if i.figure})
        return date_of(self.result.path, self.course, figures)

    @cached_property
    def _proof(self) -> Proof:
        from publisher.proof.prove import Proof

        return Proof(self.report, self.source.text, self.folder)

    def _note(self, findings: Iterable[Finding]) -> None:
        from publisher.proof.prove import LOST

        self.lacks += (Diagnostic.of(f, LOST, "error", self.report.path) for f in findings)

    def prove_source(self) -> None:
        """Prove that the tree holds what stands in the source; see ``lacks``."""
        self._note(self._proof.source())

    def html(self) -> bytes:
        """Return ``report.html``."""
        from publisher.builders.page import page

        made = page(self.report, self.folder, self.course, date=self.date).encode()
        self._note(self._proof.page(made))
        return made

    def archive(self) -> bytes:
        """Return ``report.json``: canonical JSON and nothing behind it."""
        if self._archive is None:
            from publisher.archive.canonical import canonical
            from publisher.archive.encode import encode

            members = encode(
                self.report,
                self.source,
                self.folder,
                self.course,
                self.result.diagnostics,
                date=self.date,
                restorer=self.restorer,
            )
            self._archive = canonical(members)
            self._note(self._proof.archive(self._archive))
        return self._archive

    def lines(self) -> bytes:
        """Return ``report.jsonl``: taken from the archive, so that the two say the same."""
        from publisher.archive.decode import decode
        from publisher.archive.lines import lines

        return lines(decode(self.archive()).members)

    def pdf(
        self,
        process: PdfProcess | None,
        built: Built,
        *,
        attach: bool = True,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> bytes | None:
        """Return ``report.pdf``; where it cannot be made, say so in ``built`` and return None.

        ``attach``: it carries the archive; ``meanwhile`` is called while the child works.
        """
        from publisher.builders.pdf import job_of
        from publisher.pdf.process import PdfError, PdfLibraryMissing, PdfProcess

        job, figures = job_of(self, attach=attach)
        with contextlib.ExitStack() as stack:
            process = process or stack.enter_context(PdfProcess())
            try:
                result = process.submit(job)
                meanwhile()
                made = result()
            except PdfLibraryMissing as error:
                built.library_missing = str(error)
                return None
            except PdfError as error:
                figure = figures.get(error.reading, "")
                reading = f"; figure {figure!r} was being read" if figure else ""
                built.diagnostics.append(
                    self._said(
                        "pdf_failed",
                        "error",
                        self._line_of(figure),
                        f"{error}{reading}",
                        "publish the other formats",
                    )
                )
                return None
        for message in made.messages:
            built.diagnostics.append(
                self._said("pdf_message", "note", 1, message, "look at the PDF's pages")
            )
        for address in made.unreadable:
            figure = figures.get(address, address)
            line = self._line_of(figure)
            built.diagnostics.append(
                self._said(
                    "figure_unprintable",
                    "error",
                    line,
                    f"figure {figure!r} could not be put into the PDF; a grey box stands for it",
                    "save it again as PNG or JPEG, with fewer than 100 million pixels",
                )
            )
        from publisher.pages import pages_file

        self.pages = pages_file(self.report, made)
        self._note(self._proof.pdf(job, figures, made.pdf))
        return made.pdf

    def _line_of(self, figure: str) -> int:
        return next((i.line for i in self.report.images if figure and i.figure == figure), 1)

    def _said(self, code: str, severity: str, line: int, message: str, advice: str) -> Diagnostic:
        return Diagnostic(
            code,
            severity,  # type: ignore[arg-type]
            self.report.path,
            line,
            1,
            None,
            message,
            advice,
        )
