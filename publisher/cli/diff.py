"""``publisher diff``."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from publisher.cli.arguments import CourseOption, locate_report, read_settings, spare
from publisher.cli.exit import CLEAN, FOUND, UNREADABLE, USAGE, Stop
from publisher.cli.screen import hand_over, put

if TYPE_CHECKING:
    from publisher.diff.compare import Side

_KINDS = "A report, an archive (report.json), or a PDF that carries one."


class Format(StrEnum):
    """The formats of a difference."""

    text = "text"
    json = "json"
    html = "html"


def diff(
    old: Annotated[Path, typer.Argument(metavar="A", readable=False, help=_KINDS)],
    new: Annotated[
        Path, typer.Argument(metavar="B", readable=False, help="What it is compared with.")
    ],
    form: Annotated[
        Format, typer.Option("--format", help="How to print the difference.")
    ] = Format.text,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it to FILE, not the screen."),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Tell what differs between two reports: words, images, ticks, verdicts.

    Exit code 0: nothing; 1: something; 3: A or B cannot be read.
    """
    from publisher.diagnostics.places import display_path
    from publisher.diff.compare import compare

    spare(course, output)
    found = compare(_side(old, course, output), _side(new, course, output))
    names = display_path(old), display_path(new)
    if form is Format.html:
        from publisher.diff.page import page as told
    elif form is Format.json:
        from publisher.diff.json import as_json as told
    else:
        from publisher.diff.text import text as told
    made = told(found, *names)
    if output is None:
        hand_over(made) if form is Format.html else put(made)
    else:
        from publisher.doors.output import OutputError, write_named

        try:
            write_named(output, made.encode(errors="backslashreplace"))
        except OutputError as error:
            raise Stop(str(error), USAGE) from None
    raise typer.Exit(CLEAN if found.same else FOUND)


def _side(given: Path, course: Path | None, output: Path | None) -> Side:
    """Return one of the two reports; ``output`` is another file.

    Raises Stop (exit code 3) where it cannot be read.
    """
    from publisher.archive.error import ArchiveError
    from publisher.diff.compare import read_side
    from publisher.publish.build import is_archive
    from publisher.read.files.load import BrokenReport

    # A folder may be named like an archive.
    archived = is_archive(given) and not os.path.isdir(given)  # noqa: PTH112 - it raises for no name
    path = given if archived else locate_report(given)
    spare(path, output)
    settings = None if archived and course is None else read_settings(course, path)
    try:
        return read_side(path, settings)
    except (ArchiveError, BrokenReport) as error:
        raise Stop(f"{path}: {error}", UNREADABLE) from None
