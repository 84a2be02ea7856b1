"""What is said of a file that is no archive."""

from __future__ import annotations


class ArchiveError(Exception):
    """A file is no archive that can be used.

    The message goes on from the file's name: it says why, and what to do.
    """
