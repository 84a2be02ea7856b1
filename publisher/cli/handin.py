"""``publisher handin``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from publisher.cli.arguments import CourseOption, Language, LanguageOption, ReportArgument
from publisher.cli.build import OutputOption, publish
from publisher.language.message import Message

if TYPE_CHECKING:
    from publisher.publish.build import Built


def handin(
    report: ReportArgument = Path(),
    output: OutputOption = None,
    course: CourseOption = None,
    *,
    language: LanguageOption = Language.en,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Write the zip, errors or not, as build does.")
    ] = False,
) -> None:
    """Check a report and write what is handed in: one zip, handin-NAME.zip.

    It holds the report and its figures, page, PDF, archive and receipt. NAME is the group's, else that
    of the report's folder.

    Exit code 0: written; 1: an error was found, and nothing is written (with --anyway it is, all the
    same); 3: the report cannot be read; 5: a system library is missing, and nothing is written.
    """
    del language  # it has acted
    from publisher.publish.build import DEFAULT
    from publisher.publish.handin import hand_in

    publish(report, output, course, DEFAULT, partial(hand_in, anyway=anyway), last=_next)


def _next(built: Built) -> str:
    """Return what to do with the zip, or why there is none; empty: it is said elsewhere."""
    from publisher.diagnostics.places import display_path

    if built.publication is None:
        return ""
    if built.written:
        path = display_path(built.written[0])
        if built.told.outcome == "errors":
            return Message("This is what you upload, with its errors: {path}", path=path)
        return Message("This is what you upload: {path}", path=path)
    if built.missing_library:
        return Message("Nothing is written, since there is no PDF; --anyway leaves it out.")
    if any(found.code == "handin_failed" for found in built.diagnostics):
        return Message("Nothing is written: mend the errors first.")
    return Message("Nothing is written: mend the errors first, or say --anyway.")
