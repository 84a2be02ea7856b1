"""``publisher new``."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import Annotated

import typer

from publisher.cli.arguments import CourseOption, course_with_templates
from publisher.cli.exit import USAGE, Stop
from publisher.cli.screen import say, show


def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder for the report; made if need be.")
    ],
    course: CourseOption = None,
) -> None:
    """Start a report from the course's newest template. Nothing is overwritten."""
    from publisher.authoring.start import start
    from publisher.doors.output import OutputError

    settings = course_with_templates(course)
    template = settings.templates[-1]
    try:
        files = start(settings, folder)
    except OutputError as error:
        raise Stop(f"{error}; name another folder", USAGE) from None
    for path in files:
        show(path)
    say(
        f"{len(template.questions)} questions of template {template.name!r}; write each answer in "
        f"place of its placeholder, put pictures into {folder / 'figures'}, "
        f"and look with: publisher check {folder} --course {course}"
    )
