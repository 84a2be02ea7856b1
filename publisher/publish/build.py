"""Publishing one report: the function behind ``publisher build``."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from publisher.course.settings import Course
from publisher.doors.output import FORMATS, LINES, PAGES, write_set
from publisher.publish.publication import Publication

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from publisher.check import Result
    from publisher.diagnostics.model import Diagnostic
    from publisher.pdf.process import PdfProcess


@dataclass(slots=True)
class Built:
    """What a build made.

    ``written``: files in the order of FORMATS; ``diagnostics``: those of building, which
    are printed and not archived; ``missing_library``: a system library, empty if none;
    ``detail``: what the process that makes the PDF left where it failed, for a bug report.
    """

    result: Result
    written: list[Path] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    missing_library: str = ""
    lost: bool = False
    detail: str = ""


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
    identity: str = "",
    printing: Mapping[str, object] | None = None,
) -> Built:
    """Check the report at ``path`` and write ``formats`` into the folder ``output``.

    ``path`` may be an archive: then its settings are in force unless ``course`` is given.
    ``progress`` is told what is being done; ``attach``: the PDF carries the archive;
    ``restorer``: the archive carries the program that restores it; ``lines``: ``report.jsonl``
    is written, too; ``identity``: stands in it as ``id``, by default the name of the report's folder,
    where there is none (of an archive, and of a copy) the receipt; ``printing``: print settings that replace the course's (see
    ``Printing``).  A format that cannot be made is a diagnostic; the others are made all the
    same.  Raises OutputError, ArchiveError.
    """
    _, built, files = make(
        path,
        formats,
        output,
        course,
        progress,
        attach=attach,
        restorer=restorer,
        lines=lines,
        identity=identity,
        printing=printing,
    )
    written = {output / file: data for file, data in files.items()}
    write_set(written)
    built.written += written
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
    identity: str = "",
    printing: Mapping[str, object] | None = None,
    date: str = "",
    change: Callable[[Publication], Publication] | None = None,
) -> tuple[Publication | None, Built, dict[str, bytes]]:
    """Make what ``build`` writes: the publication, what is said, bytes by name.

    No publication is made, and no bytes, of a file that cannot be read or holds no question.

    ``date``: ISO 8601, goes before every other; ``change`` gives the publication that is made in
    place of the one that was read.  Raises ArchiveError, and what ``change`` raises.
    """
    with contextlib.ExitStack() as stack:
        process = _started(stack, course) if "pdf" in formats else None
        progress("reading")
        publication, built = _read(path, course, output, printing or {})
        if publication is None or not publication.report.questions:
            return None, built, {}
        publication.restorer |= restorer
        if date:
            publication.date = date
        if not change and not is_archive(path):  # a folder may be called after who works in it
            identity = identity or path.resolve().parent.name
        if change:
            publication = change(publication)
            built = Built(publication.result)
        makers: dict[str, Callable[[], bytes | None]] = {
            "html": publication.html,
            "archive": publication.archive,
        }
        data: dict[str, bytes | None] = {}

        @cache  # where the PDF cannot be begun, they are made after it
        def others() -> None:
            publication.prove_source()
            for name in (n for n in formats if n in makers and n not in data):
                progress(f"making {FORMATS[name]}")
                data[name] = makers[name]()
            if "pdf" in formats:
                progress(f"laying out {FORMATS['pdf']}")

        if "pdf" in formats:
            progress(f"making {FORMATS['pdf']}")
            data["pdf"] = publication.pdf(process, attach=attach, meanwhile=others)
        others()
        listed = publication.lines(identity) if lines else None
    built.diagnostics += (*publication.diagnostics, *publication.lacks)
    built.missing_library, built.detail = publication.missing_library, publication.detail
    built.lost = bool(publication.lacks)
    files = [(file, data.get(name)) for name, file in FORMATS.items()]
    files += [(LINES, listed), (PAGES, publication.pages)]
    return publication, built, {file: made for file, made in files if made is not None}


def is_archive(path: Path) -> bool:
    """Tell whether ``path`` names an archive, or a PDF that carries one, and no report."""
    return path.suffix.lower() in (".json", ".pdf")


def _read(
    path: Path, course: Course | None, output: Path, printing: Mapping[str, object]
) -> tuple[Publication | None, Built]:
    """Read what is to be published; None: it is broken.  Raises ArchiveError."""
    if not is_archive(path):
        from publisher.check import check  # late: the process for the PDF loads meanwhile

        course = (course or Course()).printed(printing)
        result = check(path, course, output)
        return Publication(result, course) if result.report else None, Built(result)
    from publisher.archive.verify import sealed

    made = from_archive(sealed(path).members, course, printing)
    return made, Built(made.result)


def from_archive(
    members: dict[str, Any],
    course: Course | None = None,
    printing: Mapping[str, object] | None = None,
) -> Publication:
    """Return the publication of the report that an archive holds, with its settings.

    ``course`` replaces these, ``printing`` those of print.  Raises ArchiveError.
    """
    from publisher.archive.folder import judge_archived
    from publisher.archive.provenance import changes_of

    course = (course or Course.from_json(members["settings"])).printed(printing or {})
    return Publication(
        judge_archived(members, course),
        course,
        members["date"] or "",
        restorer="restorer" in members,
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
