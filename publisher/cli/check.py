"""``publisher check``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.arguments import (
    CourseOption,
    ReportArgument,
    StrictOption,
    locate_report,
    read_settings,
)
from publisher.cli.exit import CLEAN, FOUND, UNREADABLE, USAGE, Stop


class Format(StrEnum):
    """The formats of a check's result."""

    text = "text"
    json = "json"


def check(
    report: ReportArgument = Path(),
    form: Annotated[
        Format, typer.Option("--format", help="How to print the result.")
    ] = Format.text,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Write the result to FILE, not the screen."),
    ] = None,
    strict: StrictOption = False,
    course: CourseOption = None,
) -> None:
    """List what is wrong with a report.

    Exit code 0: nothing; 1: a warning or an error (with --strict a note, too);
    3: the report cannot be read.
    """
    from publisher.check import BROKEN_HELP, Result
    from publisher.check import check as run
    from publisher.diagnostics import Diagnostic
    from publisher.reporters import FORMATS

    try:
        path = locate_report(report)
    except Stop as stop:
        if form is not Format.json:
            raise
        said = stop.message.removeprefix(f"{report}: ")
        wanted = report if report.name else Path("README.md")
        broken = Diagnostic("broken", "error", wanted.name, 1, 1, None, said, BROKEN_HELP)
        result = Result(wanted, None, None, None, [broken], "source")
    else:
        result = run(path, read_settings(course, path))
    told = FORMATS[form](result)
    if output is None:
        typer.echo(told, nl=False)
    else:
        from publisher.output import OutputError, write

        try:
            write(output, told.encode(errors="backslashreplace"))
        except OutputError as error:
            raise Stop(str(error), USAGE) from None
    if result.outcome == "broken":
        raise typer.Exit(UNREADABLE)
    failing = {"warning", "error"} | ({"note"} if strict else set())
    found = any(d.severity in failing for d in result.diagnostics)
    raise typer.Exit(FOUND if found else CLEAN)
