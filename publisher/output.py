"""The one door through which files are written: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

FORMATS: dict[str, str] = {
    "html": "report.html",
    "pdf": "report.pdf",
    "archive": "report.json",
}
"""Every format of ``publisher build`` with the name of its file."""


class OutputError(Exception):
    """A file cannot be written; the message names it and says why."""


def write(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` under a temporary name beside it, then rename.

    Folders above it are made.  Raises OutputError; then nothing is left half-written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".publisher-", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from None


def _umask() -> int:
    """Return the process's mask for new files: ``mkstemp`` ignores it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
