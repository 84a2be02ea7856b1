"""``publisher receipt``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.arguments import CourseOption, locate_report, read_named_settings
from publisher.cli.exit import FOUND, SYSTEM, UNREADABLE, USAGE, Stop
from publisher.cli.screen import put, say, show
from publisher.doors.opened import FileError, opened

ReportOrArchiveArgument = Annotated[
    Path,
    typer.Argument(
        metavar="REPORT|ARCHIVE",
        readable=False,
        help="A report, an archive (report.json), or a PDF that carries one.",
        show_default="this folder",
    ),
]


def receipt(
    report: ReportOrArchiveArgument = Path(),
    verify: Annotated[
        str | None,
        typer.Option(
            "--verify",
            metavar="RECEIPT",
            help="Tell whether the report has this receipt, or that in a file.",
        ),
    ] = None,
    sign: Annotated[
        Path | None,
        typer.Option("--sign", metavar="KEY", help="Sign the receipt with this SSH key."),
    ] = None,
    signers: Annotated[
        Path | None,
        typer.Option(
            "--signers",
            metavar="FILE",
            help="With --verify: who may have signed it (OpenSSH's allowed signers).",
        ),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Print a report's receipt: two who have the same receipt have the same report.

    Exit code 0: printed, or the same; 1: --verify: another report, or no good signature; 2: RECEIPT
    is none, or KEY cannot sign; 3: the report or the archive cannot be read; 5: no ssh-keygen.
    """
    from publisher.doors.ssh import SshMissingError

    if sign is not None and verify is not None:
        raise Stop("--sign: does not go with --verify", USAGE)
    if signers is not None and verify is None:
        raise Stop("--signers: goes with --verify", USAGE)
    try:
        if verify is None:
            _print(_receipt(report, course), sign)
        else:
            _verify(report, verify, signers, course)
    except SshMissingError as error:
        raise Stop(str(error), SYSTEM) from None


def _print(found: str, key: Path | None) -> None:
    from publisher.archive.receipt import signed
    from publisher.doors.ssh import SshError

    if key is None:
        show(found)
        return
    _expect_file("--sign", key)
    try:
        put(signed(found, key))
    except SshError as error:
        raise Stop(f"--sign: {key}: {error}", USAGE) from None


def _verify(report: Path, given: str, signers: Path | None, course: Path | None) -> None:
    from publisher.archive.receipt import given_receipt, signer_of
    from publisher.doors.ssh import SshError

    try:
        wanted, signature = given_receipt(given)
    except ValueError as error:
        raise Stop(f"--verify: {given[:60]!r} is no receipt; {error}", USAGE) from None
    if signers and not signature:
        raise Stop("--signers: the receipt is not signed; name the file of a signed one", USAGE)
    if signers:
        _expect_file("--signers", signers)
    found = _receipt(report, course)
    if wanted != found:
        show(f"{report}: another report; its receipt is {found}")
        raise typer.Exit(FOUND)
    by = ""
    if signers:
        try:
            by = f"; signed by {signer_of(wanted, signature, signers)}"
        except SshError as error:
            show(f"{report}: the same report; its signature does not hold: {error}")
            raise typer.Exit(FOUND) from None
    elif signature:
        say("the receipt's signature is not looked at; --signers FILE names who may have signed")
    show(f"{report}: the same report{by}")


def _expect_file(option: str, path: Path) -> None:
    """Raise Stop (exit code 2) if ``path``, which ``ssh-keygen`` is to open, is no regular file."""
    try:
        opened(path).close()
    except FileError as error:
        raise Stop(f"{option}: {path}: {error.strerror}", USAGE) from None


def _receipt(report: Path, course: Path | None) -> str:
    """Return the receipt; of ``course`` only the size counts up to which a report is read.

    Raises Stop (exit code 3) where nothing can be read.
    """
    from publisher.archive.error import ArchiveError
    from publisher.archive.receipt import receipt as of_report
    from publisher.archive.receipt import receipt_of_archive
    from publisher.course.settings import Course
    from publisher.publish.build import is_archive
    from publisher.read.files.load import BrokenReport

    # A folder may be named like an archive.
    archived = is_archive(report) and not os.path.isdir(report)  # noqa: PTH112 - it raises for no name
    path = report if archived else locate_report(report)
    settings = read_named_settings(course) if course else Course()
    try:
        return receipt_of_archive(path) if archived else of_report(path, settings.max_report_mib)
    except (ArchiveError, BrokenReport) as error:
        raise Stop(f"{path}: {error}", UNREADABLE) from None
    except OSError as error:
        named = error.filename or path
        raise Stop(f"{named}: cannot be read: {error.strerror}", UNREADABLE) from None
