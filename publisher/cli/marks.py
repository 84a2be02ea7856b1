"""``publisher course marks``: graders' tables become what a learning platform imports."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from publisher.cli.arguments import read_named_settings
from publisher.cli.course import CourseFile, SettingsOption, app, some
from publisher.cli.exit import CLEAN, FOUND, UNREADABLE, USAGE, Stop
from publisher.cli.screen import put, say
from publisher.cli.secret import KeyOption, secret
from publisher.diagnostics.visible import printed
from publisher.report.phrases import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from publisher.cohort.feedback import Feedback
    from publisher.course.settings import Course
    from publisher.marks.settle import GroupMarks


class LearningPlatform(StrEnum):
    """The learning platforms that marks are written for."""

    brightspace = "brightspace"
    canvas = "canvas"
    moodle = "moodle"


class FeedbackPlatform(StrEnum):
    """The learning platforms that take feedback files of many in one zip."""

    brightspace = "brightspace"
    moodle = "moodle"


MarksArgument = Annotated[
    list[Path], typer.Argument(metavar="MARKS.csv...", help="The graders' tables, any number.")
]
OutputsOption = Annotated[
    Path | None,
    typer.Option(
        "--outputs",
        metavar="DIR",
        help="What 'course build' wrote: receipts in the tables are held against it.",
    ),
]


@app.command(short_help="Write marks as a learning platform imports them.")
def marks(
    tables: MarksArgument,
    *,
    platform: Annotated[
        LearningPlatform, typer.Option("--for", help="The platform that imports the file.")
    ],
    item: Annotated[
        str, typer.Option("--item", metavar="NAME", help="What the platform calls the grade.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The file to import.")
    ],
    course: CourseFile = Path("course.yaml"),
    outputs: OutputsOption = None,
    privacy_key: KeyOption = None,
) -> None:
    """Join graders' tables, and write the marks as a learning platform imports them: a row a person.

    Exit code 0: everybody of the roster has a mark; 1: graders differ (then nothing is written), or somebody has no mark;
    2: settings, options or marks cannot be used; 3: a table cannot be read.
    """
    from publisher.doors.output import OutputError, write
    from publisher.marks.platforms import (
        PLATFORMS,
        as_file,
        doubled,
        graded,
        item_fault,
        lacking,
    )

    if expected := item_fault(platform, item):
        raise Stop(f"--item: expected {expected}, found {item!r}", USAGE)
    settings = read_named_settings(course)
    if not settings.roster:
        raise Stop(
            f"{course}: roster: expected the path of a CSV file with a row a person; "
            "a platform's rows are people",
            USAGE,
        )
    got = _settled(tables, settings, privacy_key, outputs)
    found, without = graded(settings.roster, got)
    target = PLATFORMS[platform]
    unnamed = lacking(target, (mark.person for mark in found))
    if unnamed:
        names = some([p.name or p.number or p.username or p.email for p in unnamed])
        wanted = " or ".join(name.replace("_", " ") for name in target.needs)
        raise Stop(
            f"{course}: roster: {target.title} finds people by {wanted}; none of {names}", USAGE
        )
    if twice := doubled(target, found):
        raise Stop(
            f"{course}: roster: expected each id once, found more than one person with {some(twice)}",
            USAGE,
        )
    try:
        write(output, as_file(target, item, found))
    except OutputError as error:
        raise Stop(str(error), USAGE) from None
    nobodys = sorted(set(got) - {person.group for person in settings.roster})
    if nobodys:
        say(f"nobody of the roster is in {some(nobodys)}, which has marks")
    if without:
        groups = sorted({person.group or "(no group)" for person in without})
        say(f"{counted(len(without), 'person')} without a mark, of {some(groups)}")
    say(f"{counted(len(found), 'person')} in {output}, for {target.title}")
    raise typer.Exit(FOUND if without or nobodys else CLEAN)


@app.command(short_help="Write what each group gets back: summary, page and PDF.")
def feedback(
    places: Annotated[
        list[Path],
        typer.Argument(
            metavar="[DIR] MARKS.csv...",
            help="What 'course build' wrote (by default: course), and the graders' tables.",
        ),
    ],
    *,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="DIR", help="Where a folder a group is written."),
    ] = Path("feedback"),
    course: SettingsOption = None,
    platform: Annotated[
        FeedbackPlatform | None,
        typer.Option("--for", help="Write a zip for this platform, too."),
    ] = None,
) -> None:
    """Write what each group gets back: a summary to post, and its page and PDF with points and comments.

    Exit code 0: every group that has marks has all of it; 1: graders differ (then nothing is written), or a page or PDF could
    not be made; 2: settings, options or marks cannot be used; 3: a table or an export cannot be read.
    """
    from publisher.cohort.built import handins_of
    from publisher.cohort.feedback import write_feedback
    from publisher.cohort.marking import marking_of
    from publisher.course.settings import Course
    from publisher.doors.output import OutputError
    from publisher.marks.settle import hold_agreed
    from publisher.marks.table import among, read_marks

    folders = [place for place in places if place.is_dir()]
    tables = [place for place in places if place not in folders]
    if len(folders) > 1 or not tables:
        raise Stop("expected at most one folder, and at least one table of marks", USAGE)
    built = folders[0] if folders else Path("course")
    settings = read_named_settings(course) if course else Course()
    with _told_as(USAGE):
        known = handins_of(built)
        given = read_marks(tables, among({key: key for key in known}), settings.points)
        marking = marking_of(given, known)
    with _told_as(FOUND):
        hold_agreed(marking.conflicts)
    write_zip = _zip_writer(platform, settings) if platform else None
    written: list[Feedback] = []
    try:
        for found in write_feedback(built, output, marking, known, settings.points):
            written.append(found)
            put(f"{_told(found)}\n")
        if write_zip:
            say(write_zip(output, written))
    except OutputError as error:
        raise Stop(str(error), USAGE) from None
    say(f"feedback for {counted(len(written), 'group')} in {output}")
    raise typer.Exit(FOUND if any(found.lacks for found in written) else CLEAN)


def _told(found: Feedback) -> str:
    return "\t".join(map(printed, (found.group, ", ".join(found.files), found.lacks)))


def _zip_writer(
    platform: FeedbackPlatform, settings: Course
) -> Callable[[Path, list[Feedback]], str]:
    """Return what writes the zip that ``platform`` takes, and says so.  Raises Stop where the settings lack what it needs."""
    from publisher.cohort.exports import export_of
    from publisher.cohort.feedback import brightspace_zip, moodle_zip
    from publisher.cohort.sources import SourceError

    if platform is FeedbackPlatform.moodle:
        if not any(person.lms_id.isdecimal() for person in settings.roster):
            raise Stop(
                "--for moodle: expected a roster whose lms id is the participant's number in Moodle",
                USAGE,
            )

        def for_moodle(out: Path, written: list[Feedback]) -> str:
            count = moodle_zip(out, settings.roster, written)
            return f"{counted(count, 'person')} in {out / 'feedback-moodle.zip'}"

        return for_moodle
    try:
        export = export_of(settings)
    except SourceError as error:
        raise Stop(f"handins: {error}", UNREADABLE) from None
    if export is None:
        raise Stop(
            "--for brightspace: expected handins: in course.yaml; Brightspace knows feedback by the names in its export",
            USAGE,
        )

    def for_brightspace(out: Path, written: list[Feedback]) -> str:
        count = brightspace_zip(out, export, written)
        return f"{counted(count, 'group')} in {out / 'feedback-brightspace.zip'}"

    return for_brightspace


@contextmanager
def _told_as(code: int) -> Iterator[None]:
    """Let marks that cannot be used, or a course that is none, end the command with ``code``; what is no table with 3."""
    from publisher.cohort.built import MergeError
    from publisher.course.table import TableError
    from publisher.marks.table import MarksError

    try:
        yield
    except (MarksError, MergeError) as error:
        raise Stop(str(error), code) from None
    except TableError as error:
        raise Stop(str(error), UNREADABLE) from None


def _settled(
    tables: Iterable[Path], settings: Course, privacy_key: str | None, outputs: Path | None
) -> dict[str, GroupMarks]:
    """Return what holds of each group by all ``tables``.  Raises Stop."""
    from publisher.cohort.built import handins_of
    from publisher.cohort.marking import hold_receipts
    from publisher.marks.settle import settle
    from publisher.marks.table import read_marks

    with _told_as(USAGE):
        given = read_marks(tables, _known(settings, privacy_key), settings.points)
        if outputs is not None:
            hold_receipts(given, handins_of(outputs))
    with _told_as(FOUND):
        return settle(given)


def _known(settings: Course, privacy_key: str | None) -> Callable[[str], str]:
    """Return what gives a group's key by what a table calls it: the key, or its pseudonym."""
    from publisher.marks.table import among

    keys = [group.key for group in settings.groups] or sorted(
        {person.group for person in settings.roster if person.group}
    )
    names = {key: key for key in keys}
    if privacy_key is not None:
        from publisher.cohort.blind import Blind

        blind = Blind(secret(privacy_key, "--privacy-key"))
        names |= {blind.name(key): key for key in keys}
    return among(names)
