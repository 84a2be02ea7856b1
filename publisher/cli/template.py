"""``publisher template``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import Annotated

import typer

from publisher.cli.arguments import CourseOption, locate_report, read_settings
from publisher.cli.exit import CLEAN, FOUND, UNREADABLE, Stop
from publisher.cli.screen import put


class TemplateFormat(StrEnum):
    """How the table is printed."""

    text = "text"
    json = "json"


def template(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The empty report, a Markdown file, or its folder."),
    ],
    form: Annotated[
        TemplateFormat, typer.Option("--format", help="How to print the result.")
    ] = TemplateFormat.text,
    course: CourseOption = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Exit with 1 for a quantity that is not understood, too."),
    ] = False,
) -> None:
    """Show the limits that are read from a template, to be signed off, and its faults.

    Exit code 0: no fault; 1: a warning or an error, with --strict a quantity
    in a prompt that is not understood, too; 3: the template cannot be read.
    """
    from publisher.authoring.review import as_json, as_text, review, unreadable
    from publisher.diagnostics.visible import printed_json

    try:
        path = locate_report(file)
    except Stop as stop:
        if form is not TemplateFormat.json:
            raise
        found = unreadable(file, stop.message.removeprefix(f"{file}: "))
    else:
        found = review(path, read_settings(course, path))
    if form is TemplateFormat.json:
        put(printed_json(as_json(found)))
    else:
        put(as_text(found))
    if strict and found.unread and not found.broken:
        raise typer.Exit(FOUND)
    codes = {"broken": UNREADABLE, "ok": CLEAN}
    raise typer.Exit(codes.get(found.outcome, FOUND))
