"""``publisher restore`` and ``publisher migrate-archive``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.arguments import CourseOption, read_named_settings
from publisher.cli.exit import UNREADABLE, USAGE, Stop
from publisher.cli.screen import say, show

ArchiveArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", readable=False, help="An archive (report.json) or a PDF that carries one."
    ),
]


def restore(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            readable=False,
            help="An archive (report.json), a PDF that carries one, or a bag (folder or zip).",
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder for the report.")
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that are there already.")
    ] = False,
    unproved: Annotated[
        bool, typer.Option("--unproved", help="Write what is left of an archive that is damaged.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """Write the report's folder again, byte for byte, from an archive or a bag alone.

    Exit code 0: done; 2: DIR cannot be written, or a file is there already; 3: FILE is no
    archive, or verify finds an error in it. Then nothing is written. Of a course's settings max_report_mib is used only.
    """
    from publisher.archive.error import ArchiveError
    from publisher.archive.restore import restore as run
    from publisher.doors.output import OutputError
    from publisher.read.files.load import MAX_REPORT_MIB

    most = read_named_settings(course).max_report_mib if course else MAX_REPORT_MIB
    try:
        paths = run(file, output, force=force, unproved=unproved, max_mib=most)
    except ArchiveError as error:
        raise Stop(f"{file}: {error}", UNREADABLE) from None
    except OutputError as error:
        raise Stop(str(error), USAGE) from None
    for path in paths:
        show(output / path)


def migrate_archive(
    file: ArchiveArgument,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The new archive.", show_default="in place"
        ),
    ] = None,
) -> None:
    """Write an archive of an older version of the format in the newest one.

    Exit code 0: done, or nothing to do; 3: FILE is no archive, or damaged.
    """
    from publisher.archive.bags.proof import is_bag
    from publisher.archive.canonical import canonical
    from publisher.archive.error import ArchiveError
    from publisher.archive.schema import VERSION
    from publisher.archive.verify import sealed
    from publisher.doors.output import OutputError, write_named

    if is_bag(file):
        raise Stop(
            f"{file}: is no archive; of a bag name the report.json in it, and the new one with -o",
            UNREADABLE,
        )
    try:
        archive = sealed(file)
    except ArchiveError as error:
        raise Stop(f"{file}: {error}", UNREADABLE) from None
    if archive.version == VERSION:
        say(f"{file} is of version {VERSION}, the newest; nothing to do")
        return
    if output is None and file.suffix.lower() == ".pdf":
        raise Stop(f"{file}: name the new archive with -o; a PDF is built again", USAGE)
    target = output or file
    try:
        write_named(target, canonical(archive.members))
    except OutputError as error:
        raise Stop(str(error), USAGE) from None
    show(target)
