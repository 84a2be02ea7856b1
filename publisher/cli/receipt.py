"""``publisher receipt``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.arguments import locate_report
from publisher.cli.exit import FOUND, UNREADABLE, USAGE, Stop

ReportOrArchiveArgument = Annotated[
    Path,
    typer.Argument(
        metavar="[REPORT|ARCHIVE]",
        help="A report, an archive (report.json), or a PDF that carries one.",
        show_default="this folder",
    ),
]


def receipt(
    report: ReportOrArchiveArgument = Path(),
    verify: Annotated[
        str | None,
        typer.Option(
            "--verify", metavar="RECEIPT", help="Tell whether the report has this receipt."
        ),
    ] = None,
) -> None:
    """Print a report's receipt: two who have the same receipt have the same report.

    Exit code 0: printed, or the same; 1: --verify: another report; 2: RECEIPT is none;
    3: the report or the archive cannot be read.
    """
    from publisher.receipt import as_typed

    wanted = None
    if verify is not None:
        try:
            wanted = as_typed(verify)
        except ValueError as error:
            raise Stop(f"--verify: {verify[:60]!r} is no receipt; {error}", USAGE) from None
    found = _receipt(report)
    if wanted is None:
        typer.echo(found)
    elif wanted == found:
        typer.echo(f"{report}: the same report")
    else:
        typer.echo(f"{report}: another report; its receipt is {found}")
        raise typer.Exit(FOUND)


def _receipt(report: Path) -> str:
    """Return the receipt.  Raises Stop (exit code 3) where nothing can be read."""
    from publisher.archive.error import ArchiveError
    from publisher.build import is_archive
    from publisher.read.load import BrokenReport
    from publisher.receipt import receipt as of_report
    from publisher.receipt import receipt_of_archive

    # A folder may be named like an archive.
    archived = is_archive(report) and not report.is_dir()
    path = report if archived else locate_report(report)
    try:
        return receipt_of_archive(path) if archived else of_report(path)
    except (ArchiveError, BrokenReport) as error:
        raise Stop(f"{path}: {error}", UNREADABLE) from None
    except OSError as error:
        named = error.filename or path
        raise Stop(f"{named}: cannot be read: {error.strerror}", UNREADABLE) from None
