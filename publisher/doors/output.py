"""The one door through which files are written: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FORMATS: dict[str, str] = {
    "html": "report.html",
    "pdf": "report.pdf",
    "archive": "report.json",
    "text": "report.txt",
    "epub": "report.epub",
    "latex": "report-latex/",
    "latexpdf": "report-latex.pdf",
    "docx": "report.docx",
}
"""Every format of ``publisher build`` with the name of its file; a folder's ends in a slash."""
USUAL = ("html", "pdf", "archive")
"""Those that are made where none is named."""
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
HANDIN = "handin-"
"""How the name of a zip to hand in begins; the group's follows, or that of the report's folder."""
_BAGS = (BAG, COPY_BAG)
_OUTPUTS = frozenset(
    {
        *(name.rstrip("/") for name in FORMATS.values()),
        PAGES,
        LINES,
        COPY,
        COPY_LINES,
        *_BAGS,
        *(f"{bag}.zip" for bag in _BAGS),
    }
)


def is_output(name: str) -> bool:
    """Tell whether a file or folder of this name is one that we write beside others."""
    return name in _OUTPUTS or (name.startswith(HANDIN) and name.endswith(".zip"))


class OutputError(Exception):
    """A file cannot be written; the message names it and says why."""


def write(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``: see ``write_set``."""
    write_set({path: data})


def write_by(path: Path, writer: Callable[[IO[bytes]], object]) -> None:
    """Write to ``path``, as ``write`` does, what ``writer`` writes into the file it is given.

    So that what is large need not be in memory as a whole.  Raises OutputError.
    """
    _write_all({path: writer})


def write_set(files: Mapping[Path, bytes]) -> None:
    """Write all of ``files``, or none: each under a temporary name beside it, then all are renamed.

    Folders above them are made, and a file that is replaced keeps its permissions.  What is no
    regular file (a link, a pipe, a device) is never replaced.  Raises OutputError; then the files
    are as they were.
    """
    _write_all({path: partial(_put, data) for path, data in files.items()})


def write_named(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, a file that a person named.

    As ``write`` does; but into a link, a pipe or a device it is written, as a shell does, for that
    was meant.  Raises OutputError.
    """
    try:
        found = path.lstat()
    except OSError:
        write(path, data)  # which says what is wrong with it
        return
    if stat.S_ISREG(found.st_mode) or path.is_dir():
        write(path, data)
        return
    try:
        with os.fdopen(_opened(path), "wb") as file:
            file.write(data)
    except OSError as error:
        raise OutputError(
            Message("{path}: cannot be written: {why}", path=path, why=error.strerror)
        ) from None


def _opened(path: Path) -> int:
    """Open what is at ``path``; a name of standard output or error is that stream, at its place."""
    for stream in (1, 2):
        with contextlib.suppress(OSError):
            if os.path.samestat(path.stat(), os.fstat(stream)):
                return os.dup(stream)
    return os.open(path, os.O_WRONLY | os.O_TRUNC | getattr(os, "O_NOCTTY", 0))


def _put(data: bytes, file: IO[bytes]) -> None:
    file.write(data)


def _write_all(writers: Mapping[Path, Callable[[IO[bytes]], object]]) -> None:
    with contextlib.ExitStack() as stack:
        made: dict[Path, Path] = {}
        path = Path()
        try:
            for path, writer in writers.items():
                made[path] = _beside(path, writer)
                stack.callback(made[path].unlink, missing_ok=True)
            kept = _kept(made, stack) if len(made) > 1 else {}
            try:
                for path, temporary in made.items():
                    temporary.replace(path)
            except OSError:
                for changed in list(made)[: list(made).index(path)]:
                    if changed in kept:
                        kept[changed].replace(changed)
                    else:
                        changed.unlink()
                raise
        except OSError as error:
            raise OutputError(
                Message("{path}: cannot be written: {why}", path=path, why=error.strerror)
            ) from None


def _beside(path: Path, writer: Callable[[IO[bytes]], object]) -> Path:
    """Write a new file beside ``path``, with the permissions it is to have, and return its path.

    Raises OutputError if what is at ``path`` is not to be replaced, and OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o666 & ~_umask()
    with contextlib.suppress(FileNotFoundError):
        found = path.lstat().st_mode
        if stat.S_ISDIR(found):
            raise OutputError(
                Message(
                    "{path}: cannot be written: there is a folder of this name; move it", path=path
                )
            )
        if not stat.S_ISREG(found):
            raise OutputError(
                Message("{path}: is no regular file, and is not replaced; remove it", path=path)
            )
        mode = found & 0o777
    handle, name = tempfile.mkstemp(prefix=".publisher-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            writer(file)
        temporary.chmod(mode)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _kept(paths: Iterable[Path], stack: contextlib.ExitStack) -> dict[Path, Path]:
    """Return the files that are at ``paths`` under other names, from which they can come back.

    Raises OSError where they cannot be kept: without hard links they need room.
    """
    kept = {}
    for path in paths:
        if path.exists():
            room = tempfile.TemporaryDirectory(prefix=".publisher-", dir=path.parent)
            kept[path] = Path(stack.enter_context(room)) / path.name
            try:
                kept[path].hardlink_to(path)
            except OSError:
                shutil.copy2(path, kept[path])
    return kept


def write_folder(
    folder: Path,
    files: Mapping[str, bytes],
    *,
    force: bool = False,
    advice: str = "overwrite it with --force, or name another DIR",
) -> None:
    """Write ``files`` (paths relative to ``folder``, with slashes) below ``folder``: all, or none.

    They are written beside it first, so that two names which this file system takes for one, or
    that it cannot hold, are found before anything is changed.  No symbolic link is followed, and
    no file is overwritten without ``force``; ``advice`` says what to do then.  Raises OutputError.
    """
    _refuse_clashes(folder, files, advice="" if force else advice)
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
        raise OutputError(
            Message("{path}: cannot be written: {why}", path=folder, why=why)
        ) from None


def _refuse_clashes(folder: Path, files: Iterable[str], *, advice: str) -> None:
    """Raise OutputError if a file of ``files`` would go through a link, or replace something."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError(Message("{path}: is no folder; name another", path=folder))
    for path in files:
        steps = [folder.joinpath(*path.split("/")[:n]) for n in range(1, path.count("/") + 2)]
        for step in steps:
            if step.is_symlink():
                raise OutputError(
                    Message(
                        "{path}: is a symbolic link, which is not followed; remove it", path=step
                    )
                )
        for above in steps[:-1]:
            if above.exists() and not above.is_dir():
                raise OutputError(
                    Message("{path}: is a file where a folder is needed; move it", path=above)
                )
        if steps[-1].is_dir():
            raise OutputError(
                Message("{path}: is a folder where a file is needed; move it", path=steps[-1])
            )
        if steps[-1].exists() and advice:
            raise OutputError(Message("{path}: exists; {advice}", path=steps[-1], advice=advice))


def _umask() -> int:
    """Return the process's mask for new files: ``mkstemp`` ignores it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
