"""Checking one report: the function behind ``publisher check``, also for use as a library."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.course.settings import Course
from publisher.diagnostics.model import Diagnostic, Outcome, outcome_of
from publisher.doors.stages import stage
from publisher.language.message import Message
from publisher.read.files.folder import Folder
from publisher.read.files.load import BrokenReport, Source, load
from publisher.report.view import Report

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.read.blocks.memory import Memory
    from publisher.report.evidence import Evidence

BROKEN_HELP = Message(
    "name a report: a Markdown file in UTF-8 with headings such as '### Question 1'"
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a check found.

    ``path``: the report's file as given; ``report``, ``source``, ``folder``: None
    where it could not be read at all (outcome ``broken``); ``course``: the settings in force.
    """

    path: Path
    report: Report | None
    source: Source | None
    folder: Folder | None
    diagnostics: list[Diagnostic]
    course: Course = field(default_factory=Course)

    @property
    def count(self) -> str:
        """How words are counted: ``source`` or ``text``."""
        return self.course.count

    @property
    def outcome(self) -> Outcome:
        """``ok``, ``warnings``, ``errors`` or ``broken``."""
        return outcome_of(self.diagnostics) if self.report else "broken"


def check(
    path: Path,
    course: Course | None = None,
    output: Path | None = None,
    evidence: Evidence | None = None,
) -> Result:
    """Read and check the report at ``path``; a report that cannot be read is a result too.

    ``output``: where files will be written (see ``Folder``); ``evidence``: what the repository
    shows of the checklist.
    """
    course = course or Course()
    try:
        source = load(path, course.max_report_mib)
    except BrokenReport as error:
        return broken(path, str(error), course)
    return judge(path, source, Folder(path.parent, output), course, evidence)


def broken(path: Path, why: str, course: Course) -> Result:
    """Return the result for a report that cannot be read at all, as ``why`` says."""
    diagnostic = Diagnostic("broken", "error", path.name, 1, 1, None, why, BROKEN_HELP)
    return Result(path, None, None, None, [diagnostic], course)


def judge(
    path: Path,
    source: Source,
    folder: Folder,
    course: Course,
    evidence: Evidence | None = None,
    *,
    memory: Memory | None = None,
) -> Result:
    """Read and check the report that ``source`` and ``folder`` hold; ``path`` names it.

    ``memory``: of what was read before of the same file, by the same settings.
    """
    # Late: an unreadable file is told without waiting for the parser.
    from publisher.read.parser import read
    from publisher.rules import run

    with stage(Message("reading")):
        document = read(path, source, folder, course, memory)
    with stage(Message("judging")):
        report = Report(document, path.name, evidence, folder.unread())
        found = run(report, course)
    return Result(path, report, source, folder, found, course)
