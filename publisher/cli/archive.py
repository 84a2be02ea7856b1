"""``publisher archive``: the archive, a copy of it for publication, or a bag with all formats."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from publisher.cli.arguments import CourseOption, ReportArgument  # noqa: TC001 - typer reads them
from publisher.cli.build import OutputOption, RestorerSwitch, publish
from publisher.cli.exit import USAGE, Stop
from publisher.cli.screen import say
from publisher.cli.secret import KeyOption, secret
from publisher.doors.output import BAG, COPY_BAG

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.cli.build import Progress
    from publisher.course.settings import Course
    from publisher.publish.build import Built, Options

LinesSwitch = Annotated[
    bool,
    typer.Option("--lines", help="Write report.jsonl, too: one line of JSON for each question."),
]
IdOption = Annotated[
    str | None,
    typer.Option(
        "--id",
        metavar="TEXT",
        help="With --lines: what its column 'id' holds; by default the name of the report's folder, "
        "of an archive or a copy the receipt.",
    ),
]
BagSwitch = Annotated[
    bool,
    typer.Option("--bag", help="Write a BagIt bag with all formats, the source and an RO-Crate."),
]
ZipSwitch = Annotated[bool, typer.Option("--zip", help="With --bag: the bag as one zip.")]
DateOption = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="DATE", help="With --bag: the report's date (2026-01-31), if no other."
    ),
]


class Privacy(StrEnum):
    """What a copy for publication does without."""

    names = "names"


PrivacyOption = Annotated[
    Privacy | None,
    typer.Option(
        "--privacy",
        help="Make a copy for publication, report.public.json (with --bag: a bag of it): study "
        "numbers and the names of the course's roster become pseudonyms, figures lose their metadata.",
    ),
]


def archive(
    report: ReportArgument = Path(),
    output: OutputOption = None,
    course: CourseOption = None,
    with_restorer: RestorerSwitch = False,
    lines: LinesSwitch = False,
    *,
    identity: IdOption = None,
    bag: BagSwitch = False,
    as_zip: ZipSwitch = False,
    date: DateOption = None,
    privacy: PrivacyOption = None,
    privacy_key: KeyOption = None,
) -> None:
    """Publish a report as an archive: report.json; or as a bag for a library's shelf.

    Exit code 2 also: the bag has no date, or is there already; nothing is written then.
    """
    if not bag and (as_zip or date):
        raise Stop(f"{'--zip' if as_zip else '--date'}: goes with --bag", USAGE)
    if bag and lines:
        raise Stop("--lines: does not go with --bag", USAGE)
    if identity is not None and not lines:
        raise Stop("--id: goes with --lines", USAGE)
    if privacy_key is not None and not privacy:
        raise Stop("--privacy-key: goes with --privacy names", USAGE)
    from publisher.publish.build import Options, build

    options = Options(
        formats=["archive"],
        restorer=with_restorer,
        lines=lines,
        identity=identity or "",
        date=_day(date),
    )
    # Each takes the same; what makes a copy takes what changes the report, too.
    run: Callable[..., Built] = build
    if bag:
        run = partial(_deposit, as_zip=as_zip, name=COPY_BAG if privacy else BAG)
    elif privacy:
        from publisher.privacy.copy import publish_copy

        run = publish_copy
    if privacy:
        run = partial(_copying, run=run, key=secret(privacy_key, "--privacy"))
        if course is None:
            say("no --course, so no roster: study numbers are replaced, and no names")
    publish(report, output, course, options, run)


def _deposit(*named: Any, **more: Any) -> Built:
    """Call ``deposit``.  Raises Stop (exit code 2) where there is no date."""
    from publisher.publish.deposit import NoDateError, deposit

    try:
        return deposit(*named, **more)
    except NoDateError:
        raise Stop(
            "--bag: a bag has a date, and this report has none; name it with --date", USAGE
        ) from None


def _copying(
    path: Path,
    output: Path,
    settings: Course | None,
    options: Options,
    told: Progress,
    *,
    run: Callable[..., Built],
    key: bytes,
) -> Built:
    """Call ``run`` for a copy, and tell what was replaced.  Raises Stop where none can be made."""
    from publisher.privacy.copy import Copier, PrivacyError

    copier = Copier(settings.roster if settings else (), key)
    try:
        built = run(path, output, settings, options, told, change=copier)
    except PrivacyError as error:
        raise Stop(f"--privacy: {error}; nothing is written", USAGE) from None
    if copier.told:
        say(f"copy for publication: {copier.told}")
        for withheld in copier.told.withheld:
            say(f"left out, since it cannot be looked into: {withheld}")
    return built


def _day(given: str | None) -> str:
    """Return ``given`` as ISO 8601; raises Stop (exit code 2) if it is no day."""
    if given is None:
        return ""
    try:
        return dt.date.fromisoformat(given).isoformat()
    except ValueError:
        raise Stop(f"--date: {given!r} is no day; expected as in 2026-01-31", USAGE) from None
