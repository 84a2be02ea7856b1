"""Archives of past years: found below a folder, and read through the archive's own door and limits."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from publisher.archive.decode import MAX_ARCHIVE, decode
from publisher.archive.error import ArchiveError
from publisher.archive.schema import NAME
from publisher.doors.opened import FileError, read_below

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

MOST: Final = 5_000
"""Archives of past years that are read in one run."""
_NOT_IN: Final = "earlier"
"""The folder of a group's hand-ins before its last one (see ``cohort.marking``)."""


class PastError(Exception):
    """A folder of past archives cannot be used; the message says why."""


def hold_folder(folder: Path) -> None:
    """Raise PastError where there is no such folder."""
    if not folder.is_dir():
        raise PastError(f"{folder}: expected a folder with archives (report.json) of past years")


def json_below(folder: Path) -> list[str]:
    """Return the paths of the JSON files below ``folder``, with slashes, sorted; links are not followed.

    Raises PastError where there is no such folder.
    """
    hold_folder(folder)
    found = []
    for place, names, files in os.walk(folder):
        names[:] = sorted(n for n in names if not n.startswith(".") and n != _NOT_IN)
        inside = Path(place).relative_to(folder)
        found += [(inside / n).as_posix() for n in files if n.lower().endswith(".json")]
    return sorted(found)


def read_past(folder: Path) -> Iterator[tuple[str, dict[str, Any] | str]]:
    """Yield each archive below ``folder``: its path there, and its members, or why it cannot be read.

    JSON that is no archive is passed over.  Raises PastError.
    """
    read = 0
    for path in json_below(folder):
        try:
            data = read_below(folder, path, MAX_ARCHIVE)
        except FileError as error:
            yield path, str(error.strerror)
            continue
        if NAME.encode() not in data:
            continue
        read += 1
        if read > MOST:
            raise PastError(f"{folder}: holds more than {MOST:,} archives; name a part of them")
        try:
            yield path, decode(data).members
        except ArchiveError as error:
            yield path, str(error)
    if not read:
        raise PastError(f"{folder}: expected archives (report.json) of past years, found none")
