"""The one door through which files are read: a regular file, opened once, checked on its open handle, bounded.

How to use it:

- a small file that a person named (settings, a roster, a key, a receipt, a template, a report, an
  archive), whole: ``read_file(path, most)``; links to it are followed, for the person chose it;
- one that need not be in memory (a zip), or of which the beginning is enough:
  ``with opened(path) as file``, and ``steady(file, most)`` for what is left of it;
- a file that a report names, below a folder that is not trusted: ``read_below(folder, path, most)``
  goes through no link, at no step, so nothing that is swapped meanwhile leads out of the folder; as does
  ``opened_below`` for one that need not be in memory.

Each raises FileError, an OSError whose ``strerror`` says why in words to put behind the file's name
(``f"{path}: cannot be read: {error.strerror}"``), and whose ``kind`` says it to a program.  A pipe or a device
is never waited for, and a file that grows, shrinks or is written while it is read is an error, never
half of one.  What was read is handed on as bytes: nobody opens a path a second time.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

from publisher.doors.asked import note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Kind = Literal["missing", "no regular file", "too large", "changed", "refused"]

# Without O_NONBLOCK the opening of a pipe waits for who writes into it.
_ASK: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_FOLDER: Final = _ASK | _NO_LINK | getattr(os, "O_DIRECTORY", 0)
_STEPS: Final = os.open in os.supports_dir_fd and os.stat in os.supports_dir_fd
"""Whether this system opens a name in a folder that is open (Windows does not)."""


class FileError(OSError):
    """A file cannot be read; ``strerror`` says why, ``kind`` says it to a program.

    ``missing``: there is none; ``no regular file``: a folder, a pipe, a device, a link where none
    is followed; ``too large``; ``changed``: while it was read; ``refused``: by the system.
    """

    def __init__(self, kind: Kind, why: str, name: str | None = None) -> None:
        """Take the kind, the words for people, and the file's name where it is known."""
        super().__init__(errno.EIO, why, name)
        self.kind: Kind = kind


class FileSwappedError(FileError):
    """A file is no more what it was when it was read first: what was made of it would not agree."""


def read_file(path: Path, most: int) -> bytes:
    """Return the bytes of the file at ``path``, at most ``most``; links are followed.

    Raises FileError.
    """
    try:
        with _named(path), opened(path) as file:
            data = steady(file, most)
    except FileError as error:
        note(error.kind, "file", str(path), str(most))
        raise
    note(data, "file", str(path), str(most))
    return data


def read_below(folder: Path, path: str, most: int) -> bytes:
    """Return the bytes, at most ``most``, of the file at ``path``, with slashes, below ``folder``.

    No step of ``path`` may be a link or a dot.  Raises FileError.
    """
    with _named(path), opened_below(folder, path) as file:
        return steady(file, most)


def opened_below(folder: Path, path: str) -> BinaryIO:
    """Return the file at ``path``, with slashes, below ``folder``, open for reading; see ``read_below``.

    Raises FileError.
    """
    names = path.split("/")
    with _named(path):
        if any(name in ("", ".", "..") for name in names):
            raise FileError("missing", "there is no such file")
        return _opened_below(folder, names)


def opened(path: Path) -> BinaryIO:
    """Return the file at ``path``, open for reading; links are followed.  Raises FileError."""
    with _named(path):
        try:
            return _regular(path, None, _ASK)
        except (OSError, ValueError) as error:  # a NUL, or a lone surrogate, is in no name
            raise _told(error) from None


def steady(file: BinaryIO, most: int) -> bytes:
    """Return what is left of an open ``file``, if it has at most ``most`` bytes and stays as it is.

    Raises FileError.
    """
    try:
        before = os.fstat(file.fileno())
        left = before.st_size - file.tell()
        if left > most:
            raise FileError("too large", f"has more than {in_units(most)}")
        data = file.read(left + 1)
        after = os.fstat(file.fileno())
    except OSError as error:
        raise _told(error) from None
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if len(data) != left or not same:
        raise FileError("changed", "changed while it was read")
    return data


@contextmanager
def _named(path: Path | str) -> Iterator[None]:
    """Give the errors of the block the name of the file."""
    try:
        yield
    except FileError as error:
        error.filename = error.filename or str(path)
        raise


def in_units(size: int) -> str:
    """Return a number of bytes as people say it: ``64 MiB``, ``20 kB``. ``size``: in bytes."""
    for unit, name in ((1024**3, "GiB"), (1024**2, "MiB"), (1024, "KiB"), (1000, "kB")):
        if size and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size:,} bytes"


def _opened_below(folder: Path, names: list[str]) -> BinaryIO:
    if not _STEPS:
        return _opened_by_name(folder, names)
    place = None
    try:
        place = os.open(folder, _FOLDER & ~_NO_LINK)
        for name in names[:-1]:
            above, place = place, os.open(name, _FOLDER, dir_fd=place)
            os.close(above)
        return _regular(names[-1], place, _ASK | _NO_LINK)
    except (OSError, ValueError) as error:
        raise _told(error) from None
    finally:
        if place is not None:
            os.close(place)


def _opened_by_name(folder: Path, names: list[str]) -> BinaryIO:
    """Open by the whole path, each step of which is looked at first: the best there is on Windows."""
    step = folder
    try:
        for name in names:
            step /= name
            if step.is_symlink():
                raise FileError("no regular file", "is a link, which is not followed")
        return _regular(step, None, _ASK | _NO_LINK)
    except (OSError, ValueError) as error:
        raise _told(error) from None


def _regular(name: Path | str, place: int | None, how: int) -> BinaryIO:
    """Open ``name``, in the open folder ``place``, if it is a regular file, also once it is open."""
    # A device may do something when it is opened: it is looked at before.
    _check(os.stat(name, dir_fd=place, follow_symlinks=not how & _NO_LINK))
    handle = os.open(name, how, dir_fd=place)
    try:
        _check(os.fstat(handle))
        return os.fdopen(handle, "rb")
    except BaseException:
        with suppress(OSError):
            os.close(handle)
        raise


def _check(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise FileError("no regular file", "is a folder")
    if stat.S_ISLNK(found.st_mode):
        raise FileError("no regular file", "is a link, which is not followed")
    if not stat.S_ISREG(found.st_mode):
        raise FileError("no regular file", "is no regular file")


def _told(error: OSError | ValueError) -> FileError:
    if isinstance(error, FileError):
        return error
    code = getattr(error, "errno", None)
    if code in (None, errno.ENOENT, errno.ENOTDIR):
        return FileError("missing", "there is no such file")
    if code == errno.ELOOP:
        return FileError("no regular file", "is a link that leads to nothing, or is not followed")
    return FileError("refused", getattr(error, "strerror", None) or str(error))
