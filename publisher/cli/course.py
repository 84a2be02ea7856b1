"""``publisher course``: all hand-ins of a course."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from publisher.cli.arguments import read_named_settings
from publisher.cli.exit import CLEAN, FOUND, USAGE, Stop
from publisher.cli.screen import put, say
from publisher.visible import printed

if TYPE_CHECKING:
    from publisher.cohort.handin import Handin

app = typer.Typer(help="Collect, check and publish all hand-ins of a course.", no_args_is_help=True)

CourseFile = Annotated[
    Path,
    typer.Option("--course", "-c", metavar="FILE", help="The course's settings (course.yaml)."),
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

    Exit code 0: every group handed in; 1: one did not; 2: the settings cannot be used.
    """
    from publisher.cohort.collect import collect as run
    from publisher.output import OutputError

    settings = read_named_settings(course)
    if not settings.groups:
        raise Stop(f"{course}: groups: expected the path of a CSV file with a row a group", USAGE)
    found: list[Handin] = []
    try:
        for handin in run(settings.groups, output, course.parent, settings.deadline):
            found.append(handin)
            put(f"{_line(handin)}\n")
    except OutputError as error:
        raise Stop(str(error), USAGE) from None
    missing = sum(not handin.report for handin in found)
    late = [sum(handin.late == how for handin in found) for how in ("changed", "unknown")]
    say(
        f"{len(found)} groups: {len(found) - missing} handed in, {missing} did not; "
        f"{late[0]} changed it after the deadline, of {late[1]} that is unknown; they are in {output}"
    )
    raise typer.Exit(FOUND if missing else CLEAN)


def _line(handin: Handin) -> str:
    """Return what is told of a group: tab-separated, so that a table can be made of it."""
    notes = [handin.reason, handin.doubt, *handin.told]
    if handin.left_out:
        notes.append(f"not taken: {', '.join(handin.left_out)}")
    state = "handed in" if handin.report else "missing"
    cells = (handin.group, state, handin.late, "; ".join(filter(None, notes)))
    return "\t".join(map(printed, cells))
