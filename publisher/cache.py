"""What a run made, kept for the next one that would make the same.

An entry is of one command with its options, of one version of all programs that had a part in it, and of each question
that was asked of the machine (``doors.asked``).  These are asked again before it is used: the bytes of the report and
of its figures, which names stand in the folders, where links lead, what git says.  So no entry is ever too old.  The
cache is bounded, may be deleted at any time, and is one user's alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from publisher import __version__
from publisher.doors.asked import digest_of
from publisher.doors.assets import themes_folder
from publisher.doors.git import ask, unread
from publisher.doors.opened import FileError, read_below, read_file
from publisher.doors.output import OutputError, write
from publisher.language.message import Message
from publisher.read.files.folder import Folder
from publisher.read.files.load import markdown_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from publisher.doors.asked import Notes, Question

MAX_BYTES: Final = 256 * 1024 * 1024
"""Bytes of all entries; the ones that were used least lately go first."""
MAX_ENTRY: Final = MAX_BYTES // 4
"""Bytes of one entry; what is larger is not kept."""
_SUFFIX: Final = ".entry"
_DIGEST: Final = 64
"""Hexadecimal digits of SHA-256."""
_LINKER: Final = Path("/etc/ld.so.cache")
"""Changes with each library of the system that is installed or renewed: Pango draws the PDF."""


class CacheError(Exception):
    """The cache cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a run made.

    ``printed``: texts, each with whether it went to standard error; ``files``: bytes by name; ``code``: the exit code.
    """

    printed: Sequence[tuple[bool, str]]
    files: Mapping[str, bytes]
    code: int


class Entry:
    """What is kept of one command with its options, in this folder and under these programs."""

    def __init__(self, place: Path, *command: object) -> None:
        """``place``: the cache's folder.

        ``command``: all that decides what is made and is no answer of the machine: texts, numbers, None.
        """
        key = [_programs(), os.getcwd(), *map(repr, command)]  # noqa: PTH109 - the name, not a path
        self._place = place
        self._name = digest_of(key) + _SUFFIX

    def find(self) -> Made | None:
        """Return what was made, if the same would be made again; else None.  Raises CacheError."""
        if not _is_ours(self._place):
            return None
        try:
            data = read_below(self._place, self._name, MAX_ENTRY)
        except FileError:
            return None
        found = _unpacked(data)
        # git takes longest to answer.
        machine = _Machine()
        if found is None or not all(
            map(machine.still, sorted(found[0], key=lambda asked: asked[0][0] == "git"))
        ):
            return None
        with suppress(OSError):
            os.utime(self._place / self._name)
        return found[1]

    def keep(self, notes: Notes, made: Made) -> None:
        """Keep what was made while ``notes`` were taken.  Raises CacheError."""
        if not notes.settled:
            return
        data = _packed(notes, made)
        if len(data) > MAX_ENTRY:
            return
        try:
            self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_ours(self._place):
                write(self._place / self._name, data)
                _bound(self._place)
        except (OSError, OutputError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise CacheError(
                Message("{path}: nothing can be kept there: {why}", path=self._place, why=why)
            ) from None


def place() -> Path | None:
    """Return the folder of this user's cache, whether it is there or not; None: the user has none."""
    from platformdirs import user_cache_path

    found = user_cache_path("report-publisher", appauthor=False)
    return found if found.is_absolute() else None


def libraries() -> str:
    """Return what changes when a library of the system does; empty where that cannot be seen."""
    try:
        found = _LINKER.stat()
    except OSError:
        return ""
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"


def usage(folder: Path) -> tuple[int, int]:
    """Return how many entries the cache in ``folder`` has, and their size in bytes.  Raises CacheError."""
    sizes = [size for _, size, _ in _entries(folder)] if _is_ours(folder) else []
    return len(sizes), sum(sizes)


def _is_ours(folder: Path) -> bool:
    """Tell whether there is a cache.  Raises CacheError where others could write what we would print."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise CacheError(
            Message("{path}: cannot be looked at: {why}", path=folder, why=error.strerror)
        ) from None
    if not stat.S_ISDIR(found.st_mode):
        raise CacheError(Message("{path}: is no folder", path=folder))
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & 0o022):
        raise CacheError(
            Message("{path}: belongs to another user, or others may write there", path=folder)
        )
    return True


def _entries(folder: Path) -> Iterator[tuple[int, int, Path]]:
    """Yield when each entry was used last, its size in bytes, and its path; also what a killed run left of one."""
    with os.scandir(folder) as found:
        for entry in found:
            with suppress(OSError):  # another run took it away
                looks = entry.stat(follow_symlinks=False)
                yield looks.st_mtime_ns, looks.st_size, Path(entry.path)


def _bound(folder: Path) -> None:
    """Take away what was used least lately, until what is left is not too much."""
    entries = sorted(_entries(folder), reverse=True)
    left = MAX_BYTES
    for _, size, path in entries:
        left -= size
        if left < 0:
            with suppress(OSError):
                path.unlink()


def _packed(notes: Notes, made: Made) -> bytes:
    head = {
        "asked": [[*question, answer] for question, answer in notes.answers.items()],
        "printed": made.printed,
        "files": [[name, len(data)] for name, data in made.files.items()],
        "code": made.code,
    }
    body = b"\n".join([json.dumps(head).encode(), b"".join(made.files.values())])
    return hashlib.sha256(body).hexdigest().encode() + body


def _unpacked(data: bytes) -> tuple[list[tuple[Question, str]], Made] | None:
    """Return an entry's questions with their answers, and what was made; None: it is damaged."""
    digest, body = data[:_DIGEST], memoryview(data)[_DIGEST:]
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    end = data.index(b"\n", _DIGEST)
    head: dict[str, Any] = json.loads(data[_DIGEST:end])
    at, files = end + 1, {}
    for name, size in head["files"]:
        files[name] = data[at : at + size]
        at += size
    asked = [(tuple(question), answer) for *question, answer in head["asked"]]
    return asked, Made([(err, text) for err, text in head["printed"]], files, head["code"])


class _Machine:
    """What is asked again, by the words with which each kind of question is noted."""

    def __init__(self) -> None:
        self._folders: dict[tuple[str, str], Folder] = {}

    def still(self, asked: tuple[Question, str]) -> bool:
        """Tell whether a question has the answer that it had."""
        question, answer = asked
        try:
            return digest_of(self._answer(*question)) == answer
        except OSError:
            return False

    def _answer(self, kind: str, first: str, *more: str) -> object:
        path = Path(first)
        asked: dict[str, Callable[[], object]] = {
            "file": lambda: _file(path, int(more[0])),
            "folder": lambda: self._folder(first, more[0]).asked_again(*more[1:]),
            "git": lambda: ask(path, *more),
            "unread": lambda: str(unread(path)),
            "texts": lambda: [found.name for found in markdown_in(path)],
            "is a file": path.is_file,
            "exists": path.exists,
        }
        return asked[kind]()

    def _folder(self, root: str, output: str) -> Folder:
        if (root, output) not in self._folders:
            self._folders[root, output] = Folder(Path(root), Path(output) if output else None)
        return self._folders[root, output]


def _file(path: Path, most: int) -> object:
    try:
        return read_file(path, most)
    except FileError as error:
        return error.kind


def _programs() -> str:
    """Return a digest of all programs of Python's that may have a part in what is made, and of our own files."""
    installed = set()
    for place in sys.path:
        with suppress(OSError):
            names = os.listdir(place)  # noqa: PTH208 - names, not paths
            installed |= {name for name in names if name.endswith((".dist-info", ".egg-info"))}
    ours = [*_looks(Path(__file__).parent), *_looks(themes_folder())]
    return digest_of([__version__, sys.version, sys.platform, sorted(installed), ours])


def _looks(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time of all files below ``folder`` that a program or a theme is made of."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _looks(Path(entry.path))
        else:
            looks = entry.stat()
            yield entry.path, looks.st_size, looks.st_mtime_ns
