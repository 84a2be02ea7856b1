"""What the commands share: the report's place, the course, options."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from publisher.cli.exit import UNREADABLE, USAGE, Stop
from publisher.cli.screen import say, speak
from publisher.doors.asked import note
from publisher.language.message import Message

if TYPE_CHECKING:
    from publisher.course.settings import Course

ReportArgument = Annotated[
    Path,
    typer.Argument(
        metavar="REPORT",
        readable=False,  # we say it
        help="A Markdown file, or a folder that holds README.md or report.md.",
        show_default="this folder",
    ),
]
CourseOption = Annotated[
    Path | None,
    typer.Option("--course", metavar="FILE", help="The course's settings (course.yaml)."),
]


class Language(StrEnum):
    """The languages that we speak."""

    en = "en"
    da = "da"
    de = "de"


def _speak(language: Language) -> Language:
    speak(language)
    return language


LanguageOption = Annotated[
    Language,
    typer.Option(
        "--language",
        callback=_speak,
        is_eager=True,
        help="The language of what is said here; a course's is that of page and PDF.",
    ),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Fail on what is one step milder, too.")
]


def locate_report(given: Path) -> Path:
    """Return the report's Markdown file for what was given on the command line.

    Raises Stop (exit code 3) where there is none.
    """
    from publisher.read.files.load import MARKDOWN

    try:
        if given.is_dir():
            return _no_way_out(_in_folder(given), given)
        exists = given.exists()
    except OSError as error:  # a name too long, a folder that may not be entered
        said = Message("{path}: cannot be read: {why}", path=given, why=error.strerror)
        raise Stop(said, UNREADABLE) from None
    if not exists:
        from publisher.cli.meant import near

        said = Message("{path}: there is no such file or folder", path=given)
        raise Stop(Message.joined([said, *near(given)], "; "), UNREADABLE)
    if not _is_text(given.name):
        raise Stop(
            Message("{path}: its name is no UTF-8; rename it to README.md", path=given), UNREADABLE
        )
    if given.suffix.lower() not in MARKDOWN:
        from publisher.cli.meant import file_that_is_none

        said = Message("{path}: is no Markdown file", path=given)
        raise Stop(Message.joined([said, file_that_is_none(given)], "; "), UNREADABLE)
    return given


def _in_folder(folder: Path) -> Path:
    from publisher.read.files.load import holds_question, report_in

    found = report_in(folder)
    nested = folder / "reports" / "README.md"
    if found and nested.is_file() and not holds_question(found) and holds_question(nested):
        say(Message("{path} holds no question; taking {other}", path=found, other=nested))
        return nested
    if found is None and nested.is_file():
        say(Message("taking {path}", path=nested))
        return nested
    if found is None:
        from publisher.cli.meant import in_folder

        said = Message("{path}: there is no README.md and no report.md in this folder", path=folder)
        raise Stop(Message.joined([said, in_folder(folder)], "; "), UNREADABLE)
    return found


def meant(said: Message, given: Path) -> Message:
    """Return what is ``said``, and where the report may be, if the one in the folder ``given`` is not it."""
    if not given.is_dir():
        return said
    from publisher.cli.meant import in_folder

    return Message.joined([said, in_folder(given)], "; ")


def _no_way_out(found: Path, folder: Path) -> Path:
    """Return ``found`` if it is in ``folder``: who names a folder has not named what links lead to.

    Raises Stop (exit code 3).
    """
    real = found.resolve()
    if not real.is_relative_to(folder.resolve()):
        raise Stop(
            Message(
                "{path}: is a link out of its folder; name {other} if you mean it",
                path=found,
                other=real,
            ),
            UNREADABLE,
        )
    return found


def _is_text(name: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def spare(read: Path | None, output: Path | None) -> None:
    """Raise Stop (exit code 2) where ``output`` is the file that is ``read``: it would be lost."""
    try:
        same = read is not None and output is not None and output.samefile(read)
    except OSError:  # one of them is not there
        return
    if same:
        raise Stop(
            Message("{path}: is read, and would be lost; name another file", path=output), USAGE
        )


def read_settings(course: Path | None, report: Path) -> Course:
    """Return the course's settings; one found beside a report is mentioned and not obeyed.

    Raises Stop (exit code 2) where the named file cannot be used.
    """
    from publisher.course.settings import Course

    if course is None:
        beside = report.parent / "course.yaml"
        found = beside.is_file()
        note(found, "is a file", str(beside))
        if found:
            say(Message("{path} is not used; name it with --course to use it", path=beside))
        return Course()
    return read_named_settings(course)


def read_named_settings(course: Path) -> Course:
    """Return the settings of the course's file.  Raises Stop (exit code 2) if it cannot be used."""
    from publisher.course.file import read_course
    from publisher.course.settings import CourseError
    from publisher.rules import CODES

    try:
        return read_course(course, tuple(CODES))
    except CourseError as error:
        raise Stop(str(error), USAGE) from None


def course_with_templates(course: Path | None) -> Course:
    """Return the settings of a course that names a template.  Raises Stop (exit code 2) without."""
    if course is None:
        raise Stop(
            "a course is needed: --course course.yaml, whose 'templates' name the empty report",
            USAGE,
        )
    settings = read_named_settings(course)
    if not settings.templates:
        raise Stop(f"{course}: templates: expected the path of a template, found none", USAGE)
    return settings
