"""The front door for programs: one function each for what the commands do, without their printing.

They are asked for as ``from publisher import check_report``.  What a function loads it loads when it is called.
Paths may be text.  Nothing is printed, and no function ends the program.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from publisher.archive.verify import Verified
    from publisher.check import Result
    from publisher.course.settings import Course
    from publisher.publish.build import Built, Options
    from publisher.report.view import Report


def read_settings(path: str | PathLike[str]) -> Course:
    """Read a course's settings.

    ``path``: a ``course.yaml``.  Returns the settings, those that it does not name at their defaults.
    Raises CourseError, whose message names file, line, key and what was expected.
    Source: docs/course.md.
    """
    from publisher.course.file import read_course
    from publisher.rules import CODES

    return read_course(Path(path), tuple(CODES))


def read_report(path: str | PathLike[str], course: Course | None = None) -> Report:
    """Read a report and judge nothing: its questions with their counts, its figures, its checklist.

    ``path``: the Markdown file; the files beside it are read where it shows them, nothing else, and nothing
    of the web.  ``course``: None: the defaults.  Returns a view of the tree; lines count from 1, words by
    the two counting rules.  Raises BrokenReport where the file is missing, empty, too large or no text.
    Source: docs/counting.md.
    """
    from publisher.course.settings import Course
    from publisher.read.files.folder import Folder
    from publisher.read.files.load import load
    from publisher.read.parser import read
    from publisher.report.view import Report

    path, course = Path(path), course or Course()
    folder = Folder(path.parent)
    source = load(path, course.max_report_mib)
    return Report(read(path, source, folder, course), path.name, unread=folder.unread())


def check_report(path: str | PathLike[str], course: Course | None = None) -> Result:
    """Read and check a report, as ``publisher check`` does.

    ``path``: the Markdown file; ``course``: None: the defaults.  Returns the report (None if it could not be
    read), the diagnostics in the order of the text (lines and columns from 1), and the outcome: ``ok``,
    ``warnings``, ``errors`` or ``broken``.  Raises nothing of its own: what cannot be read is a result, too.
    Source: docs/diagnostics.md.
    """
    from publisher.check import check

    return check(Path(path), course)


def build_report(
    path: str | PathLike[str],
    output: str | PathLike[str],
    course: Course | None = None,
    options: Options | None = None,
) -> Built:
    """Check a report and write its page, PDF and archive, as ``publisher build`` does.

    ``path``: the Markdown file, or an archive (``.json``, or a PDF that carries one); ``output``: the folder for
    the files, made if need be; ``course``: None: the defaults, or what an archive holds; ``options``: which
    formats, and how; None: what the course names, else these three.  Returns the files that were written (``written``), their bytes by name
    (``files``), the result of the check, and what building says; nothing is written of a report that cannot be read or
    has no question, and a PDF that cannot be made is a diagnostic or a ``missing_library``.  Raises OutputError
    where a file cannot be written (then none is), ArchiveError where ``path`` is an archive that cannot be used.
    Source: ARCHITECTURE.md, "One tree, two hosts".
    """
    from publisher.publish.build import DEFAULT, build

    return build(Path(path), Path(output), course, options or DEFAULT)


def verify_archive(path: str | PathLike[str], course: Course | None = None) -> Verified:
    """Prove that an archive is what was sealed, and what its own source says.

    ``path``: an archive (``.json``), a PDF that carries one, or a bag (folder or zip); ``course``: its
    ``max_report_mib`` holds for the report in it, and nothing else of it; None: the default.  Returns an outcome
    (``ok``, ``warnings``, ``errors``, or ``broken``: it is no archive at all) and what was found.  Raises nothing of its
    own.  The pages of a PDF are not compared.
    Source: docs/archive-format.md.
    """
    from publisher.archive.verify import verify
    from publisher.course.settings import Course

    return verify(Path(path), (course or Course()).max_report_mib)


def restore_archive(
    path: str | PathLike[str],
    folder: str | PathLike[str],
    course: Course | None = None,
    *,
    force: bool = False,
) -> list[Path]:
    """Write a report's folder again, byte for byte, from its archive.

    ``path``, ``course``: as of ``verify_archive``; ``folder``: made if need be; ``force``: overwrite what is
    there.  Returns the files, the report first.  Raises ArchiveError where ``verify_archive`` finds an error, OutputError where a
    file cannot be written or is there already; then nothing is written.
    Source: docs/archive-format.md.
    """
    from publisher.archive.restore import restore
    from publisher.course.settings import Course

    most = (course or Course()).max_report_mib
    made = restore(Path(path), Path(folder), force=force, max_mib=most)
    return [Path(folder) / name for name in made]
