"""``publisher verify``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from publisher.cli.arguments import CourseOption, StrictOption, read_named_settings
from publisher.cli.exit import CLEAN, FOUND, SYSTEM, UNREADABLE, Stop
from publisher.cli.screen import put

if TYPE_CHECKING:
    from publisher.archive.verify import Verified

FilesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        readable=False,
        help="Archives, PDFs that carry one, bags (folder or zip).",
    ),
]


class Format(StrEnum):
    """The formats of a verification's result."""

    text = "text"
    json = "json"


def verify(
    files: FilesArgument,
    form: Annotated[
        Format, typer.Option("--format", help="How to print the result.")
    ] = Format.text,
    strict: StrictOption = False,
    course: CourseOption = None,
    *,
    pages: Annotated[
        bool,
        typer.Option(
            "--pages", help="Make page and PDF anew, each from its own archive, and compare them."
        ),
    ] = False,
) -> None:
    """Prove that archives are what was sealed, and what their sources say.

    Exit code 0: proved; 1: something is not as it was sealed (with --strict a note, too);
    3: a file is no archive that can be read; 5: a system library is missing for --pages. Of a course's settings max_report_mib is used only.
    """
    from publisher.archive import verified
    from publisher.archive.verify import verify as run
    from publisher.read.files.load import MAX_REPORT_MIB

    most = read_named_settings(course).max_report_mib if course else MAX_REPORT_MIB
    found = [run(file, most) for file in files]
    if pages:
        found = [_compared(result) for result in found]
    put(verified.as_json(found) if form is Format.json else verified.text(found))
    if any(result.broken for result in found):
        raise typer.Exit(UNREADABLE)
    failing = {"warning", "error"} | ({"note"} if strict else set())
    bad = any(d.severity in failing for result in found for d in result.diagnostics)
    raise typer.Exit(FOUND if bad else CLEAN)


def _compared(result: Verified) -> Verified:
    """Return ``result`` with what its pages lack.  Raises Stop (exit code 5) without Pango."""
    from publisher.publish.remade import NoPangoError, compared

    try:
        return compared(result)
    except NoPangoError as error:
        raise Stop(f"--pages: {error}; 'publisher doctor' says how", SYSTEM) from None
