"""``publisher migrate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from publisher.cli.arguments import (
    CourseOption,
    ReportArgument,
    course_with_templates,
    locate_report,
)
from publisher.cli.exit import UNREADABLE, USAGE, Stop
from publisher.cli.screen import hand_over, say, show

if TYPE_CHECKING:
    from publisher.authoring.migrate import Migration


def migrate(
    report: ReportArgument = Path(),
    course: CourseOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, not the screen."),
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Write over the report itself.")
    ] = False,
) -> None:
    """Move a report's answers into the newest version of the course's template.

    Nothing is lost: what has no place there is kept at the end, and said.
    """
    from publisher.authoring.migrate import migrate as move
    from publisher.doors.output import OutputError, write_named
    from publisher.read.cut.segments import split
    from publisher.read.files.load import BrokenReport, load

    settings = course_with_templates(course)
    if output and in_place:
        raise Stop("--output and --in-place: choose one of them", USAGE)
    path = locate_report(report)
    try:
        source = load(path, settings.max_report_mib)
    except BrokenReport as error:
        raise Stop(f"{path}: {error}", UNREADABLE) from None
    if not split(source.text).questions:
        raise Stop(f"{path}: holds no question, so there is nothing to move", UNREADABLE)
    if output and output.exists() and output.samefile(path):
        raise Stop(f"{output}: is the report itself; say --in-place to write over it", USAGE)
    ends = {"crlf": "\r\n", "cr": "\r"}
    moved = move(source.text, settings.templates, ends.get(source.line_ends, "\n"))
    target = path.resolve() if in_place else output
    if target is None:
        hand_over(moved.text)
    else:
        try:
            write_named(target, moved.text.encode())
        except OutputError as error:
            raise Stop(str(error), USAGE) from None
        show(target)
    _tell(moved, settings.templates[-1].name)
    if source.encoding != "utf-8":
        say(f"the report was in {source.encoding}; what was written is UTF-8")


def _tell(moved: Migration, newest: str) -> None:
    """Say on standard error what became of the answers."""
    began = f"from template {moved.began!r}" if moved.began else "from no template of the course"
    say(f"{moved.answers} answer{'s' * (moved.answers != 1)} moved {began} to {newest!r}")
    for old, new in moved.moved:
        say(f"the answer to question {old} is now that to question {new}")
    for what in dict.fromkeys(moved.kept):
        times = moved.kept.count(what)
        say(f"kept at the end: {what}{f' ({times} times)' if times > 1 else ''}")
