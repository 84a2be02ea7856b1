"""Publishing one report: the function behind ``publisher build``."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from publisher.course.settings import Course
from publisher.doors.output import FORMATS, LINES, PAGES, write_set
from publisher.doors.stages import stage
from publisher.language.message import Message
from publisher.publish.publication import Publication

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from publisher.check import Result
    from publisher.diagnostics.model import Diagnostic
    from publisher.pdf.process import PdfProcess
    from publisher.publish.publication import Output


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is made of a report, and how.

    ``formats``: those of FORMATS, None: what the course names; ``attach``: the PDF carries the archive; ``restorer``: the archive carries
    the program that restores it; ``lines``: ``report.jsonl`` is written, too; ``identity``: stands in
    it as ``id``, by default the name of the report's folder, where there is none (of an archive, and of a copy) the
    receipt; ``printing``: print settings that replace the course's (see ``Printing``); ``date``: ISO 8601,
    goes before every other.  Raises ValueError for a format that is none.
    """

    formats: Sequence[str] | None = None
    attach: bool = True
    restorer: bool = False
    lines: bool = False
    identity: str = ""
    printing: Mapping[str, object] = field(default_factory=dict)
    date: str = ""

    def __post_init__(self) -> None:
        """Refuse a format that is none."""
        for name in self.formats or ():
            if name not in FORMATS:
                raise ValueError(f"{name!r} is no format; known are {', '.join(FORMATS)}")

    def wanted(self, course: Course | None) -> Sequence[str]:
        """Return what is to be made: what was asked for, else what ``course`` names, else the usual."""
        return (course or Course()).formats if self.formats is None else self.formats


DEFAULT = Options()


@dataclass(frozen=True, slots=True)
class Built:
    """What was made of a report.

    ``publication``: what it was made of, None of a file that cannot be read or holds no question, and then
    nothing is made; ``files``: bytes by name, in the order of FORMATS; ``diagnostics``: those of building, which
    are printed and not archived; ``missing_library``: what of the system a format needs and is not there, empty if none;
    ``detail``: what the process that makes the PDF left where it failed, for a bug report;
    ``written``: the files, where they were written.
    """

    result: Result
    publication: Publication | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    missing_library: str = ""
    detail: str = ""
    written: tuple[Path, ...] = ()

    @property
    def lost(self) -> bool:
        """Whether an output lacks something of the report: a fault of ours."""
        from publisher.proof.prove import LOST

        return any(found.code == LOST for found in self.diagnostics)

    def holds(self, name: str) -> bool:
        """Tell whether the format ``name`` was made."""
        place = FORMATS[name]
        return any(file == place or _within(file, place) for file in self.files)

    @property
    def told(self) -> Result:
        """The result of the check with what building says."""
        return replace(self.result, diagnostics=[*self.result.diagnostics, *self.diagnostics])


def build(
    path: Path,
    output: Path,
    course: Course | None = None,
    options: Options = DEFAULT,
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Check the report at ``path`` and write what ``options`` name into the folder ``output``.

    ``path`` may be an archive: then its settings are in force unless ``course`` is given.
    ``progress`` is told what is being done.  A format that cannot be made is a diagnostic; the others
    are made all the same.  Raises OutputError, ArchiveError.
    """
    return write_built(make(path, output, course, options, progress), output)


def write_built(built: Built, output: Path) -> Built:
    """Write what was made into the folder ``output``, all or nothing; return it with ``written``.

    Of a format that is a folder, that is named.  Raises OutputError.
    """
    with stage(Message("writing")):
        write_set({output / name: data for name, data in built.files.items()})
    folders = [place for place in FORMATS.values() if place.endswith("/")]
    named = (next((f for f in folders if _within(name, f)), name) for name in built.files)
    return replace(built, written=tuple(dict.fromkeys(output / name for name in named)))


def _within(file: str, place: str) -> bool:
    """Tell whether a file is one of a format that is a folder."""
    return place.endswith("/") and file.startswith(place)


def make(
    path: Path,
    output: Path,
    course: Course | None = None,
    options: Options = DEFAULT,
    progress: Callable[[str], None] = lambda _: None,
    *,
    change: Callable[[Publication], Publication] | None = None,
) -> Built:
    """Make what ``build`` writes, and write nothing; ``output`` is as if it were not there.

    ``change`` gives the publication that is made in place of the one that was read.  Raises
    ArchiveError, and what ``change`` raises.
    """
    formats = options.wanted(course)
    with contextlib.ExitStack() as stack:
        process = _started(stack, course) if "pdf" in formats else None
        progress(Message("reading"))
        result, publication = _read(path, course, output, options)
        if publication is None or not publication.report.questions:
            return Built(result)
        if change:
            publication = change(publication)
        elif not is_archive(path):  # a folder may be called after who works in it
            identity = options.identity or path.resolve().parent.name
            options = replace(options, identity=identity)
        return _made(publication, formats, options, process, progress)


def _made(
    publication: Publication,
    formats: Sequence[str],
    options: Options,
    process: PdfProcess | None,
    progress: Callable[[str], None],
) -> Built:
    """Make the outputs of ``publication``, those of this process while ``process`` lays out the PDF."""
    from publisher.pdf.errors import PdfLibraryMissing
    from publisher.proof.prove import LOST

    made: dict[str, Output] = {}
    missing: dict[str, None] = {}  # several formats may lack the same library
    detail = ""
    pages: bytes | None = None

    @cache  # where the PDF cannot be begun, they are made after it
    def others() -> tuple[Diagnostic, ...]:
        with stage(Message("proving what was read")):
            lacks = publication.prove_source()
        makers = {
            "html": publication.html,
            "archive": publication.archive,
            "text": publication.text,
            "epub": publication.epub,
            "latex": publication.latex,
            "latexpdf": publication.latexpdf,
            "docx": publication.docx,
        }
        for name in (n for n in formats if n != "pdf" and n not in made):
            progress(said := Message("making {file}", file=FORMATS[name]))
            try:
                with stage(said):
                    made[name] = makers[name]()
            except PdfLibraryMissing as error:
                missing[str(error)] = None
        if "pdf" in formats:
            progress(Message("laying out {file}", file=FORMATS["pdf"]))
        return lacks

    def carried() -> bytes | None:
        others()
        return archive().data if options.attach else None

    def archive() -> Output:
        return made.setdefault("archive", publication.archive())

    if "pdf" in formats:
        progress(Message("making {file}", file=FORMATS["pdf"]))
        try:
            made["pdf"] = pdf = publication.pdf(process, carried=carried)
            pages, detail = pdf.pages, pdf.detail
        except PdfLibraryMissing as error:
            missing[str(error)] = None
    told = [*publication.undated(), *publication.untranslated(), *others()]
    lines = publication.lines(options.identity) if options.lines and archive().data else None
    for name in FORMATS:
        told += made[name].diagnostics if name in made else ()
    files = [*_files({n: made[n] for n in FORMATS if n in made and n in formats})]
    files += [(LINES, lines), (PAGES, pages)]
    return Built(
        publication.result,
        publication,
        {file: data for file, data in files if data is not None},
        tuple(sorted(told, key=lambda found: found.code == LOST)),  # in turn, and ours last
        Message.joined(missing, "; "),
        detail,
    )


def _files(made: Mapping[str, Output]) -> Iterator[tuple[str, bytes | None]]:
    """Yield name and bytes of each file of formats that were made, in their order."""
    for name, output in made.items():
        yield FORMATS[name], output.data
        yield from output.folder.items()


def is_archive(path: Path) -> bool:
    """Tell whether ``path`` names an archive, or a PDF that carries one, and no report."""
    return path.suffix.lower() in (".json", ".pdf")


def _read(
    path: Path, course: Course | None, output: Path, options: Options
) -> tuple[Result, Publication | None]:
    """Read what is to be published; None: it is broken.  Raises ArchiveError."""
    if not is_archive(path):
        from publisher.check import check  # late: the process for the PDF loads meanwhile

        course = (course or Course()).printed(options.printing)
        result = check(path, course, output)
        if result.report is None:
            return result, None
        return result, Publication(result, options.date or None, restorer=options.restorer)
    from publisher.archive.verify import sealed

    made = from_archive(sealed(path).members, course, options)
    return made.result, made


def from_archive(
    members: dict[str, Any], course: Course | None = None, options: Options = DEFAULT
) -> Publication:
    """Return the publication of the report that an archive holds, with its settings.

    ``course`` replaces these; of ``options`` count ``printing``, ``date`` and ``restorer``.  Raises ArchiveError.
    """
    from publisher.archive.folder import judge_archived
    from publisher.archive.provenance import changes_of

    course = (course or Course.from_json(members["settings"])).printed(options.printing)
    return Publication(
        judge_archived(members, course),
        options.date or members["date"] or "",
        restorer=options.restorer or "restorer" in members,
        changes=changes_of(members),
    )


def _started(stack: contextlib.ExitStack, course: Course | None) -> PdfProcess | None:
    """Start the process that makes PDFs, so that it loads while the report is read.

    An archive holds no limits of the machine: without a course, the defaults hold.
    """
    from publisher.pdf.process import PdfCrashed, PdfProcess

    process = stack.enter_context(PdfProcess((course or Course()).pdf_limits))
    try:
        process.start()
    except PdfCrashed:  # said when the PDF is asked for
        return None
    return process
