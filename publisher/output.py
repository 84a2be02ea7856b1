"""The one door through which files are written: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FORMATS: dict[str, str] = {
    "html": "report.html",
    "pdf": "report.pdf",
    "archive": "report.json",
}
"""Every format of ``publisher build`` with the name of its file."""
PAGES = "report.pages.json"
"""What is written beside the PDF: on which of its pages each question stands."""
LINES = "report.jsonl"
"""What is written beside the archive if asked for: one line for each question."""
COPY = "report.public.json"
"""A copy of the archive for publication: it has a name of its own, so the original stays."""
COPY_LINES = "report.public.jsonl"
BAG = "report-bag"
"""The folder, or the zip, of a bag."""
COPY_BAG = "report.public-bag"
"""The same of a copy for publication."""
OUTPUTS = frozenset({*FORMATS.values(), PAGES, LINES, COPY, COPY_LINES})
"""The names of all files that a build writes."""


class OutputError(Exception):
    """A file cannot be written; the message names it and says why."""


def write(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` under a temporary name beside it, then rename.

    Folders above it are made, and a file that is replaced keeps its permissions.  Raises
    OutputError; then nothing is left half-written.
    """
    write_by(path, lambda file: file.write(data))


def write_by(path: Path, writer: Callable[[IO[bytes]], object]) -> None:
    """Write to ``path``, as ``write`` does, what ``writer`` writes into the file it is given.

    So that what is large need not be in memory as a whole.  Raises OutputError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".publisher-", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                writer(file)
            mode = path.stat().st_mode & 0o777 if path.is_file() else 0o666 & ~_umask()
            temporary.chmod(mode)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from None


def write_folder(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> None:
    """Write ``files`` (paths relative to ``folder``, with slashes) below ``folder``: all, or none.

    They are written beside it first, so that two names which this file system takes for one, or
    that it cannot hold, are found before anything is changed.  No symbolic link is followed, and
    no file is overwritten without ``force``.  Raises OutputError.
    """
    _refuse_clashes(folder, files, force=force)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".publisher-", dir=folder.parent) as name:
            made = Path(name) / "made"
            made.mkdir()
            for path, data in files.items():
                target = made / path
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as file:
                    file.write(data)
            if not folder.exists():
                made.rename(folder)
                return
            for path in files:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (made / path).replace(folder / path)
    except FileExistsError as error:
        raise OutputError(
            f"{folder}: {Path(error.filename or '').name!r} clashes with another name of the "
            "report on this file system; nothing is written"
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise OutputError(f"{folder}: cannot be written: {why}") from None


def _refuse_clashes(folder: Path, files: Iterable[str], *, force: bool) -> None:
    """Raise OutputError if a file of ``files`` would go through a link, or replace something."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError(f"{folder}: is no folder; name another")
    for path in files:
        steps = [folder.joinpath(*path.split("/")[:n]) for n in range(1, path.count("/") + 2)]
        for step in steps:
            if step.is_symlink():
                raise OutputError(f"{step}: is a symbolic link, which is not followed; remove it")
        for above in steps[:-1]:
            if above.exists() and not above.is_dir():
                raise OutputError(f"{above}: is a file where a folder is needed; move it")
        if steps[-1].is_dir():
            raise OutputError(f"{steps[-1]}: is a folder where a file is needed; move it")
        if steps[-1].exists() and not force:
            raise OutputError(
                f"{steps[-1]}: exists; overwrite it with --force, or name another DIR"
            )


def _umask() -> int:
    """Return the process's mask for new files: ``mkstemp`` ignores it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
