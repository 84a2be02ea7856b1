"""A report's folder again, byte for byte, from its archive alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.archive.error import ArchiveError
from publisher.archive.restorer import fault
from publisher.archive.verify import found_at, proved
from publisher.doors.output import write_folder
from publisher.read.files.load import MAX_REPORT_MIB

if TYPE_CHECKING:
    from pathlib import Path


def restore(
    path: Path,
    folder: Path,
    *,
    force: bool = False,
    unproved: bool = False,
    max_mib: int = MAX_REPORT_MIB,
) -> list[str]:
    """Write the report that the archive or bag at ``path`` holds into ``folder``; return the paths.

    Nothing is written if ``verify`` finds an error (unless ``unproved``), if a file could belong to no
    report, if its name leaves ``folder`` or cannot be one on this system, or if it is there already
    (unless ``force``).  ``max_mib``: as of ``verify``.  Raises ArchiveError and OutputError.
    """
    members = (found_at(path) if unproved else proved(path, max_mib)).members
    files = {}
    try:
        for held in (members["source"], *members["figures"], *members["files"]):
            name = held["path"]
            if why := fault(name, source=held is members["source"]):
                raise ArchiveError(f"holds a file {name!r}, which {why}; nothing is written")
            files[name] = held["bytes"].data
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ArchiveError(
            "is not so that its files can be taken out; nothing is written"
        ) from None
    write_folder(folder, files, force=force)
    return list(files)
