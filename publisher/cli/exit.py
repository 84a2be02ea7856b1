"""Exit codes, one meaning each."""

from __future__ import annotations

from typing import Final

CLEAN: Final = 0
FOUND: Final = 1
"""``check``: a warning or an error; ``build``: an error; with ``--strict`` one step milder."""
USAGE: Final = 2
UNREADABLE: Final = 3
"""The report cannot be read: missing, empty, binary."""
FAULT: Final = 4
"""A fault of ours: a word lost, an unexpected exception."""
SYSTEM: Final = 5
"""A system library is missing; the other formats are made."""
INTERRUPTED: Final = 130


class Stop(Exception):  # noqa: N818 - it is no error of the program
    """Ends a command: ``message`` for standard error, ``code`` for the shell."""

    def __init__(self, message: str, code: int) -> None:
        """Take what is said, and ``code``, which the shell is told."""
        super().__init__(message)
        self.message = message
        self.code = code
