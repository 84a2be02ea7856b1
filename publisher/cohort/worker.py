"""A worker: one process that makes one group's outputs after another.

A line of JSON on standard input is a job, a line on the descriptor that was standard output its
answer; whatever else is printed goes to standard error.  It ends when its input does.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from publisher import __version__
from publisher.cohort.handin import Handin, handin_of
from publisher.cohort.row import Row, blank, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from publisher.check import Result
    from publisher.course.settings import Course
    from publisher.publish.build import Built
    from publisher.publish.publication import Publication
    from publisher.read.files.folder import Folder
    from publisher.report.view import Report

CHECK = "check.json"
"""The file with the result of a check."""
_WRITERS: Final = (
    "docutils",
    "markdown-it-py",
    "mdit-py-plugins",
    "weasyprint",
    "pydyf",
    "pikepdf",
    "pillow",
)
"""The libraries on whose versions the bytes of outputs depend."""


def versions() -> list[tuple[str, str]]:
    """Return name and version (empty: it is not there) of this program and of all on which the bytes of outputs depend."""
    from importlib.metadata import PackageNotFoundError, version

    found = [("report-publisher", __version__)]
    for name in _WRITERS:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, ""))
    return found


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is to do for one group.

    ``path``: the report's file; ``handin``: what is known of it, as JSON; ``target``: an empty folder
    for the outputs; ``formats``: those of ``output.FORMATS``, none: the check only.
    ``key``: the secret one of a course without names, in hexadecimal; empty: it has names.
    """

    group: str
    path: str
    handin: dict[str, Any]
    target: str
    formats: tuple[str, ...]
    key: str = ""


def make(job: Job, course: Course) -> Row:
    """Make the outputs of one group and return its row; raises what goes wrong."""
    from publisher.check import check
    from publisher.publish.build import Options
    from publisher.publish.build import make as build
    from publisher.reporters.json import report as as_text

    handin = handin_of(job.handin, job.group)
    path, target = Path(job.path), Path(job.target)
    if job.key:
        return _make_blind(job, course, handin)
    course = replace(course, date=course.date or handin.committed[:10])
    files: dict[str, bytes] = {}
    faults = 0
    if job.formats:
        options = Options(formats=job.formats, lines=True, identity=job.group)
        built = _whole(build(path, target, course, options))
        result, files = built.told, dict(built.files)
        faults = sum(d.code == "word_lost" for d in built.diagnostics)
    else:
        result = check(path, course)
    files = {CHECK: as_text(result).encode(), **files}
    row = _row(handin, result, files)
    if job.formats and result.report and result.folder:
        files |= _parts(result.report, result.folder, job.group)
    return replace(row, faults=faults, files=_written(job, files))


def _make_blind(job: Job, course: Course, handin: Handin) -> Row:
    """Make the outputs of one group of a course without names: all of them of a copy."""
    from publisher.cohort.blind import NO_COPY, UNREADABLE, Blind, blind_lines
    from publisher.course.groups import Group
    from publisher.doors.output import LINES
    from publisher.privacy.copy import Copier, PrivacyError, owner_questions
    from publisher.publish.build import Options
    from publisher.publish.build import make as build
    from publisher.reporters.json import report as as_text

    blind = Blind(bytes.fromhex(job.key))
    name = blind.name(job.group)
    group = Group(job.group, handin.address)
    # The day of a commit may tell whose it is.
    day = course.date or (course.deadline.utc[:10] if course.deadline else "")
    copier = Copier(course.roster, blind.key, group)

    def change(original: Publication) -> Publication:
        original.date = day
        return copier(original)

    try:
        options = Options(formats=job.formats, lines=bool(job.formats), identity=name)
        built = _whole(build(Path(job.path), Path(job.target), course, options, change=change))
    except PrivacyError:
        return replace(blind.row(blank(handin, "crashed")), reason=NO_COPY)
    publication = built.publication
    if publication is None:
        row = replace(blind.row(blank(handin, "done")), outcome=built.result.outcome)
        return replace(row, reason=UNREADABLE)
    result, report = built.told, publication.report
    files = dict(built.files)
    hidden = owner_questions(report)
    if LINES in files:
        files[LINES] = blind_lines(files[LINES], hidden)
    files = {CHECK: as_text(result).encode(), **files}
    row = blind.row(_row(handin, result, files))
    row = replace(row, questions=tuple(q for q in row.questions if q["number"] not in hidden))
    if job.formats:
        files |= _parts(report, publication.folder, name, hidden)
    faults = sum(d.code == "word_lost" for d in built.diagnostics)
    return replace(row, faults=faults, files=_written(job, files))


def _whole(built: Built) -> Built:
    """Return what was made, if this machine could make all.  Raises PdfLibraryMissing."""
    from publisher.pdf.errors import PdfLibraryMissing

    if built.missing_library:
        raise PdfLibraryMissing(built.missing_library)
    return built


def _parts(
    report: Report, folder: Folder, name: str, hidden: Collection[int] = ()
) -> dict[str, bytes]:
    """Return the files with the parts of a page that shows all groups; ``name``: this group's there."""
    from publisher.cohort.fragments import FRAGMENTS, fragments

    parts, figures = fragments(report, folder, name, hidden)
    return {FRAGMENTS: packed({"questions": [asdict(part) for part in parts]}), **figures}


def _written(job: Job, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write the group's files, and return their names."""
    from publisher.doors.output import write

    target = Path(job.target)
    if not target.is_dir():  # its run was ended, and another has swept
        raise FileNotFoundError(f"{job.group}: there is no folder for its outputs any more")
    for name, data in files.items():
        write(target / name, data)
    return tuple(files)


def _row(handin: Handin, result: Result, files: dict[str, bytes]) -> Row:
    from publisher.archive.receipt import receipt_of_read
    from publisher.diagnostics.model import SEVERITIES
    from publisher.doors.output import PAGES
    from publisher.reporters.json import question as numbers

    row = blank(handin, "done")
    counts: dict[str, int] = {
        s: sum(d.severity == s for d in result.diagnostics) for s in SEVERITIES
    }
    row = replace(row, outcome=result.outcome, diagnostics=counts)
    if not (result.report and result.source and result.folder):
        return replace(row, reason=result.diagnostics[0].message)
    pages = unpacked(files[PAGES])["questions"] if PAGES in files else []
    first = {held["number"]: held["first_page"] for held in pages}
    try:
        digest = receipt_of_read(result.report, result.source.data, result.folder)
    except OSError:
        digest = ""
    return replace(
        row,
        title=result.report.title,
        receipt=digest,
        questions=tuple(
            numbers(q) | {"page": first.get(q.number), "id": q.node["ids"][0]}
            for q in result.report.questions
        ),
        checklist=tuple(
            {"text": item.text, "module": item.module, "ticked": item.ticked}
            for item in result.report.checklist
            if not item.broken
        ),
    )


def main() -> None:
    """Do the jobs on standard input; ``sys.argv``: the course's file or nothing, bytes of memory."""
    from publisher.course.file import read_course
    from publisher.course.settings import Course
    from publisher.pdf.fork_server import kept
    from publisher.rules import CODES

    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    course_file, memory = sys.argv[1], int(sys.argv[2])
    _bound(memory)
    course = read_course(Path(course_file), tuple(CODES)) if course_file else Course()
    parent = os.getppid()
    with kept():
        _work(course, answers, parent)


def _work(course: Course, answers: IO[bytes], parent: int) -> None:
    """Do the jobs on standard input, and write an answer for each."""
    for line in sys.stdin.buffer:
        if os.getppid() != parent:  # its run was ended: the next one does this
            return
        held = unpacked(line)
        job = Job(**held | {"formats": tuple(held["formats"])})
        answers.write(packed(answer(job, course)))
        answers.flush()


def answer(job: Job, course: Course) -> dict[str, Any]:
    """Do one job and return its ``row``, or the ``fault`` that kept it from one.

    Where nothing can be written any more, as on a full disk, that is ``unwritten``; where this machine lacks what
    a format needs, ``missing``.
    """
    from publisher.doors.output import OutputError
    from publisher.pdf.errors import PdfLibraryMissing

    try:
        return {"row": make(job, course).as_json()}
    except OutputError as error:
        return {"unwritten": str(error)}
    except PdfLibraryMissing as error:
        return {"missing": str(error)}
    except Exception as error:  # noqa: BLE001 - it is the row's, and the next job goes on
        told = " ".join(str(error).split())[:300]
        return {"fault": f"{type(error).__name__}: {told}"}


def _bound(memory: int) -> None:
    """Let this process have at most ``memory`` bytes of addresses, where the system can hold that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, most))


if __name__ == "__main__":
    main()
