"""What is said of a file that is no archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.doors.opened import FileError


_LONGEST = 80
_BEGINNING = 77


def named(text: str) -> str:
    """Return a path or an address of a stranger's as a message names it: in quotes, and cut if it is long."""
    return repr(text if len(text) <= _LONGEST else text[:_BEGINNING] + "...")


class ArchiveError(Exception):
    """A file is no archive that can be used.

    The message goes on from the file's name: it says why, and what to do.
    """

    @classmethod
    def of(cls, error: FileError) -> ArchiveError:
        """Return what is said of a file that cannot be read at all."""
        plain = error.kind in ("missing", "no regular file", "too large")
        return cls(str(error.strerror) if plain else f"cannot be read: {error.strerror}")
