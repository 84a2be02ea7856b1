"""``publisher course``: all hand-ins of a course."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from publisher.cli.arguments import read_named_settings
from publisher.cli.exit import CLEAN, FAULT, FOUND, SYSTEM, UNREADABLE, USAGE, Stop
from publisher.cli.screen import hand_over, last_line, put, say
from publisher.cli.secret import KeyOption, secret
from publisher.diagnostics.visible import printed
from publisher.report.phrases import counted, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.cohort.handin import Handin
    from publisher.cohort.row import Row
    from publisher.cohort.storage import Folders
    from publisher.course.settings import Course
    from publisher.marks.table import Mark

_NAMED: Final = 5
"""Names in one line, where there may be many."""

app = typer.Typer(
    help="Collect, check and publish all hand-ins of a course.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

CourseFile = Annotated[
    Path,
    typer.Option("--course", "-c", metavar="FILE", help="The course's settings (course.yaml)."),
]

HandinsArgument = Annotated[
    Path,
    typer.Argument(metavar="DIR", help="The hand-ins: a folder a group.", show_default="handins"),
]
SettingsOption = Annotated[
    Path | None,
    typer.Option("--course", "-c", metavar="FILE", help="The course's settings (course.yaml)."),
]
LocalOption = Annotated[
    Path | None,
    typer.Option(
        "--local",
        metavar="DIR",
        help="With an address: the folder in which all is made here, and outputs are kept.",
        show_default="course-local",
    ),
]


@app.callback()
def _together() -> None:
    """Collect, check and publish all hand-ins of a course."""


@app.command()
def collect(
    course: CourseFile = Path("course.yaml"),
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="DIR", help="Where a folder a group is written."),
    ] = Path("handins"),
) -> None:
    """Fetch each group's report as it was at the deadline.

    Exit code 0: every group handed in; 1: one did not, or the export has hand-ins of nobody; 2: the settings
    cannot be used; 3: the export cannot be read.
    """
    from publisher.cohort.collect import UNFILTERED
    from publisher.cohort.collect import collect as run
    from publisher.cohort.exports import export_of, groups_of
    from publisher.cohort.sources import SourceError
    from publisher.course.groups import GroupsError
    from publisher.doors.output import OutputError

    settings = read_named_settings(course)
    if not (settings.groups or settings.handins):
        raise Stop(f"{course}: groups: expected the path of a CSV file with a row a group", USAGE)
    found: list[Handin] = []
    try:
        export = export_of(settings)
        groups = settings.groups or groups_of(export)
        with last_line() as shown:
            pace = Pace(time.monotonic())
            shown(f"publisher: {pace.told(0, len(groups), pace.began)}")
            for handin in run(groups, output, course.parent, settings.deadline, export=export):
                found.append(handin)
                pace.done += 1
                shown("")
                put(f"{_line(handin, but=UNFILTERED)}\n")
                left = len(groups) - len(found)
                shown(f"publisher: {pace.told(len(found), left, time.monotonic())}")
    except (GroupsError, OutputError) as error:
        raise Stop(str(error), USAGE) from None
    except SourceError as error:
        raise Stop(f"{course}: handins: {error}", UNREADABLE) from None
    strangers = export.of_nobody(group.key for group in groups) if export else []
    if strangers:
        say(
            f"{settings.handins} has hand-ins of nobody in the list of groups: {some(strangers)}; "
            "let the list name them as the export does"
        )
    missing = sum(not handin.report for handin in found)
    late = Counter(handin.late for handin in found)
    told = (
        (len(found) - missing, "handed in"),
        (missing, "did not"),
        (late["changed"], "changed it after the deadline"),
        (late["unknown"], "of which nobody knows whether in time"),
    )
    said = ", ".join(f"{number} {what}" for number, what in told if number)
    if whole := sum(UNFILTERED in handin.told for handin in found):
        say(f"{counted(whole, 'group')}: {UNFILTERED}, so all of them was fetched")
    say(f"{counted(len(found), 'group')}: {said}; all is in {output}")
    raise typer.Exit(FOUND if missing or strangers else CLEAN)


def some(names: list[str]) -> str:
    """Return what names the first of ``names``, and counts the others."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(map(repr, names[:_NAMED])) + more


def _line(handin: Handin, but: str) -> str:
    """Return what is told of a group, ``but`` one note: tab-separated, so that a table can be made of it."""
    notes = [handin.reason, handin.doubt, *(note for note in handin.told if note != but)]
    for why in dict.fromkeys(handin.left_out.values()):
        paths = [path for path, reason in handin.left_out.items() if reason == why]
        notes.append(f"not taken: {some(paths)} ({why})")
    state = "handed in" if handin.report else "missing"
    cells = (handin.group, state, handin.late, "; ".join(filter(None, notes)))
    return "\t".join(map(printed, cells))


@app.command(short_help="Check and publish all hand-ins.")
def build(
    folder: Annotated[
        str,
        typer.Argument(metavar="DIR", help="The hand-ins: a folder a group; also an address."),
    ] = "handins",
    course: SettingsOption = None,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="DIR", help="Where all outputs are written; also an address."
        ),
    ] = "course",
    *,
    local: LocalOption = None,
    jobs: Annotated[
        int, typer.Option("--jobs", min=1, max=256, help="How many groups at a time.")
    ] = 2,
    scheduler: Annotated[
        str,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="Make the groups on a Dask cluster, tcp://host:8786, instead of here.",
        ),
    ] = "",
    shard: Annotated[
        str,
        typer.Option(
            "--shard", metavar="I/N", help="Only the I-th of N parts; merge puts them together."
        ),
    ] = "1/1",
    check_only: Annotated[
        bool, typer.Option("--check-only", help="Check the reports, and publish none.")
    ] = False,
    marks: Annotated[
        list[Path] | None,
        typer.Option(
            "--marks",
            metavar="FILE",
            help="A grader's table, which the pages show; can be given several times.",
        ),
    ] = None,
    likeness: Annotated[
        bool,
        typer.Option(
            "--likeness",
            help="Write likeness.html, too: what answers to one question share, for you to read.",
        ),
    ] = False,
    past: Annotated[
        list[Path] | None,
        typer.Option(
            "--past",
            metavar="DIR",
            help="For --likeness: archives of a past year, anywhere below; can be given several times.",
        ),
    ] = None,
    blind: Annotated[
        bool,
        typer.Option(
            "--blind", help="Without names: copies for publication, and pseudonyms for groups."
        ),
    ] = False,
    privacy_key: KeyOption = None,
) -> None:
    """Check and publish all hand-ins: each group's page, PDF and archive (or the course's formats), and the tables of all.

    Exit code 0: every group is ok or has warnings; 1: one is missing, was not done, or has
    errors; 2, 3: settings or the folder cannot be read; 4: a fault of ours; 5: the cluster cannot do it,
    or what reads an address, or a library or a program that a format needs, is not there.
    """
    from publisher.cohort.build import Options
    from publisher.cohort.build import build as run
    from publisher.course.settings import Course

    if privacy_key is not None and not blind:
        raise Stop("--privacy-key: goes with --blind", USAGE)
    options = Options(course, jobs=jobs, shard=_shard(shard), scheduler=scheduler)
    settings = read_named_settings(course) if course else Course()
    _hold_likeness(
        likeness,
        past,
        apart=options.shard[1] > 1,
        blind=blind,
        formats=() if check_only else settings.formats,
    )
    options = replace(options, likeness=likeness, past=tuple(past or ()))
    if check_only:
        options = replace(options, formats=())
    if marks:
        options = replace(options, marks=lambda names: _marks(marks, names, settings))
    if blind:
        options = replace(options, key=secret(privacy_key, "--blind"))
        if not settings.roster:
            say("no roster: study numbers and groups are replaced, and no names of people")
    rows: list[Row] = []
    made = 0
    with _stopping(), _here(folder, output, local) as here, last_line() as shown:
        pace = Pace(time.monotonic())
        for step in run(here.handins, here.output, settings, options):
            rows.append(step.row)
            made += step.made
            shown("")
            if step.made:
                put(f"{_told(step.row)}\n")
                pace.done += step.row.run != "missing"  # such a row takes no time
            shown(f"publisher: {pace.told(len(rows), step.left, time.monotonic())}")
        _tell_others(here.handins, _named(folder), [] if settings.groups or blind else rows)
    _tell_end(rows, made, output, likeness=likeness)


@contextmanager
def _here(handins: str, output: str, local: Path | None) -> Iterator[Folders]:
    """Give the folders of this machine for ``handins`` and ``output``; say what of an address is not here."""
    from publisher.cohort.storage import folders, is_address

    if local and not (is_address(handins) or is_address(output)):
        raise Stop("--local: goes with an address, such as s3://bucket/folder", USAGE)
    with folders(handins, output, local or Path("course-local")) as here:
        for line in here.told[:_NAMED]:
            say(f"not fetched: {line}")
        if len(here.told) > _NAMED:
            say(f"not fetched: {len(here.told) - _NAMED} more")
        yield here


def _named(place: str) -> str:
    """Return what ``place`` is called, a path or an address."""
    from publisher.cohort.storage import is_address, shown

    return shown(place) if is_address(place) else str(Path(place))


@contextmanager
def _stopping() -> Iterator[None]:
    """Let what ends the building of a course end the command with its exit code."""
    from publisher.cohort.built import MergeError
    from publisher.cohort.cluster import ClusterError
    from publisher.cohort.find import FindError
    from publisher.cohort.storage import AddressError, LibraryError, StorageError
    from publisher.course.table import TableError
    from publisher.doors.output import OutputError
    from publisher.likeness.past import PastError
    from publisher.marks.table import MarksError
    from publisher.pdf.errors import PdfLibraryMissing

    try:
        yield
    except (OutputError, MarksError, MergeError, AddressError) as error:
        raise Stop(str(error), USAGE) from None
    except (FindError, TableError, PastError, StorageError) as error:
        raise Stop(str(error), UNREADABLE) from None
    except (ClusterError, LibraryError) as error:
        raise Stop(str(error), SYSTEM) from None
    except PdfLibraryMissing as error:
        said = f"{error}; 'publisher doctor' says how, or let the course's 'formats' leave it out"
        raise Stop(said, SYSTEM) from None


def _tell_end(rows: list[Row], made: int, output: str, *, likeness: bool) -> None:
    """Say what was built, and end the command with its exit code."""
    output = _named(output)
    bad = [row.group for row in rows if not row.good]
    if likeness:
        say(f"what answers share, for you to read: {output}/likeness.html")
    say(
        f"{counted(len(rows), 'group')}, {made} made in this run, {len(bad)} to look at; all is in {output}"
    )
    raise typer.Exit(FAULT if any(row.faults for row in rows) else FOUND if bad else CLEAN)


def _hold_likeness(
    likeness: bool, past: list[Path] | None, *, apart: bool, blind: bool, formats: Sequence[str]
) -> None:
    """Raise Stop where what is given does not go with comparing answers; ``apart``: it is one shard of many."""
    if past and not likeness:
        raise Stop("--past: goes with --likeness", USAGE)
    if past and blind:
        raise Stop("--past: archives of past years hold names; leave out --blind, or --past", USAGE)
    if likeness and not {"html", "archive"}.issubset(formats):
        why = "this course's 'formats' leave out" if formats else "--check-only does not make"
        raise Stop(
            f"--likeness: reads the groups' archives and leads to their pages, which {why}", USAGE
        )
    if likeness and apart:
        raise Stop(
            "--likeness: compares all groups; merge the shards, and build into what merge wrote",
            USAGE,
        )


def _marks(tables: list[Path], names: Sequence[str], settings: Course) -> list[Mark]:
    from publisher.marks.table import among, read_marks

    return read_marks(tables, among({name: name for name in names}), settings.points)


def _tell_others(folder: Path, name: str, rows: list[Row]) -> None:
    """Say which folders below ``folder``, called ``name``, have none of ``rows``: no report is in them; no rows: say nothing."""
    from publisher.cohort.find import without_report

    others = without_report(folder, (row.group for row in rows)) if rows else {}
    if others:
        zips = any(others.values())
        hint = (
            "; 'publisher course collect' opens zips, with handins: in course.yaml" if zips else ""
        )
        say(f"no report is in {some(list(others))}, below {name}{hint}")


@app.command()
def unblind(
    folder: HandinsArgument = Path("handins"),
    course: SettingsOption = None,
    privacy_key: KeyOption = None,
) -> None:
    """Print which group each pseudonym of build --blind stands for, as CSV.

    Exit code 0: it is printed; 2, 3: the key, settings or folder cannot be read.
    """
    from publisher.cohort.blind import Blind
    from publisher.cohort.find import FindError, find
    from publisher.cohort.results import as_csv

    blind = Blind(secret(privacy_key, "unblind"))
    settings = read_named_settings(course) if course else None
    try:
        found = find(folder, settings.groups if settings else ())
    except FindError as error:
        raise Stop(str(error), UNREADABLE) from None
    rows = sorted((blind.name(hand.handin.group), hand.handin.group) for hand in found)
    hand_over(as_csv([("pseudonym", "group"), *rows]))


@app.command()
def merge(
    shards: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="What build --shard wrote.")
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="DIR", help="A new folder for the whole course."),
    ],
) -> None:
    """Put the parts of a course together that were built apart.

    Exit code 0: every group is ok or has warnings; 1: one is not, or the parts do not belong together.
    """
    from publisher.cohort.build import merge as run
    from publisher.cohort.built import MergeError
    from publisher.doors.output import OutputError

    try:
        rows = run(shards, output)
    except MergeError as error:
        raise Stop(str(error), FOUND) from None
    except OutputError as error:
        raise Stop(str(error), USAGE) from None
    bad = [row.group for row in rows if not row.good]
    say(f"{counted(len(rows), 'group')}, {len(bad)} to look at; all is in {output}")
    raise typer.Exit(FOUND if bad else CLEAN)


@app.command()
def erase(
    group: Annotated[str, typer.Argument(metavar="GROUP", help="The key of the group.")],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="The folder of the course's outputs; also an address.",
        ),
    ] = "course",
    local: LocalOption = None,
) -> None:
    """Take a group out of all outputs of a course. Its hand-in is not touched.

    Exit code 0: it is out of them; 1: it was not there.
    """
    from publisher.cohort.build import erase as run

    with _stopping(), _here("", output, local) as here:
        there = run(here.output, group)
    output = _named(output)
    if group in there:
        say(f"{group}: is out of {output}")
        raise typer.Exit(CLEAN)
    close = nearest(group, there)
    say(f"{group}: was not in {output}{f'; did you mean {close!r}?' if close else ''}")
    raise typer.Exit(FOUND)


_LONG = 100
"""Seconds from which on minutes are told."""


@dataclass(slots=True)
class Pace:
    """How fast groups are done: since when (seconds of some clock), and how many took their time."""

    began: float
    done: int = 0

    def told(self, rows: int, left: int, now: float) -> str:
        """Return how many groups have their row, and about how long the others will take.

        ``rows``: groups that have one; ``left``: those that have none; ``now``: seconds, as of ``began``.
        """
        said = f"{rows} of {rows + left} groups"
        if not (left and self.done):
            return said
        seconds = (now - self.began) / self.done * left
        about = f"{seconds / 60:.0f} min" if seconds > _LONG else f"{max(1, round(seconds))} s"
        return f"{said}, about {about} left"


def _shard(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    if part.isascii() and part.isdecimal() and parts.isascii() and parts.isdecimal():
        found = int(part[:6]), int(parts[:6])
        if 1 <= found[0] <= found[1]:
            return found
    raise Stop(f"--shard: expected I/N, such as 1/4 to 4/4, found {text!r}", USAGE)


def _told(row: Row) -> str:
    return "\t".join(map(printed, (row.group, row.run, row.outcome, row.late, row.reason)))
