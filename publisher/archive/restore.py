"""A report's folder again, byte for byte, from its archive alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.archive.error import ArchiveError
from publisher.archive.restorer import fault
from publisher.archive.verify import sealed
from publisher.output import write_folder

if TYPE_CHECKING:
    from pathlib import Path


def restore(path: Path, folder: Path, *, force: bool = False) -> list[str]:
    """Write the report that the archive at ``path`` holds into ``folder``; return the paths.

    Nothing is written if the archive is not as it was sealed, if a name leaves ``folder`` or
    cannot be one on this system, or if a file is there already (unless ``force``).
    Raises ArchiveError and OutputError.
    """
    members = sealed(path).members
    files = {}
    for held in (members["source"], *members["figures"], *members["files"]):
        name = held["path"]
        if why := fault(name):
            raise ArchiveError(f"holds a file {name!r}, which {why}; nothing is written")
        files[name] = held["bytes"].data
    write_folder(folder, files, force=force)
    return list(files)
