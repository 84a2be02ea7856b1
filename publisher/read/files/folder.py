"""The report's folder: the one door to the files beside a report.

A file is judged by where it leads: through all links it must lie inside the folder, under no dot name, and not
in the output. It is opened there, without a link on the way, and once: what was read is what
every output gets.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from publisher.doors.asked import note
from publisher.doors.git import unread
from publisher.doors.opened import FileError, FileSwappedError, read_below
from publisher.doors.output import is_output
from publisher.read.blocks.memory import Memory
from publisher.read.files.address import has_scheme, path_of, steps_of
from publisher.read.files.names import nearest, spelling
from publisher.read.files.picture import Picture, examine
from publisher.read.files.repository import Repository, Web

if TYPE_CHECKING:
    from collections.abc import Iterator

_DRIVE = re.compile(r"[a-z]:[\\/]", re.IGNORECASE)

FIGURES = "figures"
"""The folder that every template names."""

MAX_FILE = 64 * 1024 * 1024
"""Bytes: a larger file is not read (the largest figure of 78 real reports has 9 MB)."""
MAX_DEPTH: Final = 64
"""Steps of a path; a file that lies deeper does not belong to a report."""
MAX_NAME: Final = 255
"""Bytes of a name (as most file systems have it)."""
MAX_PATH: Final = 4096
"""Bytes of a path."""
MAX_FILES = 20_000
"""Files below one folder; where there are more, the others are left out."""
MAX_HELD: Final = 128 * 1024 * 1024
"""Bytes of files that are kept in memory; others are read again, and must be what they were."""

_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a file's next change has another time, whatever keeps it (FAT: 2 s)."""
_LEFT_OUT: Final = {"hidden": "outside", "missing": "no regular file"}
"""Why a file that is walked past cannot belong to a report, where it is not said as in ``Located``."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where a link or image of a report leads.

    ``path``: relative to the report's folder, with slashes, empty unless it is a
    file in it.  ``problem``: empty, ``remote``, ``outside``, ``missing``, ``hidden`` (a link to a
    dot file), ``folder``, ``no regular file``, ``too large``, ``path too long``, ``not read``
    (the system refuses).  ``near``: a file of the folder that was probably meant.
    """

    path: str
    problem: str
    near: str = ""


class Folder:
    """The files beside a report, read-only: each is what it was when it was read first."""

    def __init__(
        self, root: Path, output: Path | None = None, memory: Memory | None = None
    ) -> None:
        """``root``: the folder that holds the report's Markdown file.

        ``output``: where files will be written.  It is as if it were not there, so that a
        second build finds what the first one found; of the report's own folder, of one above
        it and of ``figures/`` only the files that a build writes are.  ``memory``: of what pictures were.
        """
        self.root = root
        self._memory = memory
        self._known = memory or Memory()
        self._output = output.resolve() if output else None
        self._names: dict[str, frozenset[str]] = {}
        self._closed: set[str] = set()  # folders that the system lets nobody list
        self._located: dict[str, Located] = {}
        self._pictures: dict[str, Picture] = {}
        self._repositories: dict[str, Repository | None] = {}
        self._faults: dict[str, str] = {}
        self._led: dict[str, tuple[str, str]] = {}
        self._held: dict[str, bytes] = {}
        self._seen: dict[str, tuple[int, bytes]] = {}  # read, not held: size and digest
        self._refused: dict[str, FileError] = {}
        self._room = MAX_HELD

    @cached_property
    def _real(self) -> Path:
        return self.root.resolve()

    @property
    def _name(self) -> str:
        """The folder's own name: a path may leave the folder, and come in again by it."""
        return self._real.name

    def locate(self, uri: str) -> Located:
        """Return where ``uri``, as written in the report, leads; never raises."""
        if uri not in self._located:
            self._located[uri] = self._locate(uri)
        return self._located[uri]

    def alike(self, uri: str) -> tuple[str, bool]:
        """Return the one file whose path is ``uri`` but for how it is spelt, and if it is all of it.

        The path is relative to the folder, with slashes; empty where there is none, or more than
        one.  All of it: what looks like a query or a part (``#1``) is a piece of the file's name.
        """
        if has_scheme(uri):
            return "", False
        if found := self._alike(path_of(uri)):
            return found, False
        return self._alike(unquote(uri).replace("\\", "/")), True

    def _alike(self, path: str) -> str:
        around = "" if path.startswith("/") else self._name
        found = ""
        for step in steps_of(path.lstrip("/"), around) or ():
            names = self._listing(found)
            alike = [step] if step in names else self._spelt(names).get(spelling(step), [])
            if len(alike) != 1:
                return ""
            found = f"{found}/{alike[0]}" if found else alike[0]
        return "" if not found or is_hidden(found) or self._fault(found) else found

    def _spelt(self, names: frozenset[str]) -> dict[str, list[str]]:
        """Return ``names`` by how they are spelt."""

        def by_spelling() -> dict[str, list[str]]:
            found: dict[str, list[str]] = {}
            for name in names:
                found.setdefault(spelling(name), []).append(name)
            return found

        return self._known.of(("spelt", names), by_spelling)

    def web(self, uri: str, report: str, address: str) -> Web:
        """Return what the web shows for ``uri``, a link as written in the file ``report``.

        ``address``: where this folder is shown, empty: what git knows.
        """
        problem = self.locate(uri).problem
        if problem == "missing":
            return Web()
        if report not in self._repositories:
            self._repositories[report] = (
                Repository.shown_at(address) if address else Repository.around(self.root / report)
            )
        repository = self._repositories[report]
        return repository.shows(uri, found=problem != "outside") if repository else Web()

    def unread(self) -> str:
        """Return why git told nothing when it was asked of a link; empty: it did, or was not asked."""
        return unread(self.root) if None in self._repositories.values() else ""

    def read(self, path: str) -> bytes:
        """Return the bytes of the file at ``path``, a path that ``locate`` gave: always the same.

        Raises FileError where it cannot be read, FileSwappedError where it is no more what it was when
        it was read first.
        """
        if path in self._held:
            return self._held[path]
        if path in self._refused:
            raise self._refused[path]
        if path in self._seen:
            return self._again(path)
        try:
            data = self._read(path)
        except FileError as error:
            self._refused[path] = error
            self._note(error.kind, "read", path)
            raise
        self._note(data, "read", path)
        if len(data) <= self._room:
            self._room -= len(data)
            self._held[path] = data
        else:
            self._seen[path] = (len(data), hashlib.sha256(data).digest())
        return data

    def _again(self, path: str) -> bytes:
        """Return the bytes of a file that was read before, and for which memory has no room."""
        try:
            data = self._read(path)
        except FileError:
            data = b""
        if (len(data), hashlib.sha256(data).digest()) != self._seen[path]:
            raise FileSwappedError("changed", "changed after it was read", path)
        return data

    def _read(self, path: str) -> bytes:
        if fault := self._fault(path):
            raise FileError("refused", fault, path)
        return read_below(self._real, self._lead(path)[0], MAX_FILE)

    def picture(self, path: str) -> Picture:
        """Return what the picture at ``path`` (from ``locate``) is, by content.

        A dot file is never opened: it does not belong to a report, so no output may show it.
        """
        if path not in self._pictures:
            self._pictures[path] = self._recalled(path)
        return self._pictures[path]

    def _recalled(self, path: str) -> Picture:
        """Return what the picture at ``path`` is, by what it was if its file is the same since then."""
        look = self._look(path) if self._memory and path not in self._held else None
        if self._memory is None or look is None:
            return self._examined(path)
        picture = self._memory.of(("picture", path, look), lambda: self._examined(path))
        if picture.sha256 and path not in self._held:
            self._seen[path] = (picture.size, bytes.fromhex(picture.sha256))
        return picture

    def _look(self, path: str) -> tuple[int, ...] | None:
        """Return what changes with a file; None where it changed just now, and may do so unseen."""
        try:
            found = (self._real / self._lead(path)[0]).lstat()
        except OSError:
            return None
        if time.time_ns() - max(found.st_ctime_ns, found.st_mtime_ns) < _SETTLED:
            return None
        return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)

    def _examined(self, path: str) -> Picture:
        if is_hidden(path):
            return Picture("", 0, 0, 0, "", "hidden")
        try:
            return examine(self.read(path))
        except FileError:
            return Picture("", 0, 0, 0, "", "not read")
        except FileNotFoundError:  # an archive holds none
            return Picture("", 0, 0, 0, "", "unreadable")

    def size(self, path: str) -> int:
        """Return the size in bytes of the file at ``path``; raises OSError."""
        if path in self._held:
            return len(self._held[path])
        if path in self._seen:
            return self._seen[path][0]
        size = (self._real / self._lead(path)[0]).stat().st_size
        self._note(size, "size", path)
        return size

    def walk(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the files below the folder ``name`` as pairs of path and fault, sorted.

        The fault is empty, or why the file cannot belong to the report: ``outside``, ``too large``,
        ``no regular file``, ``path too long``, ``not read``, ``name is no text`` (its bytes are not
        UTF-8, or it holds control characters; shown as U+FFFD).  Dot files are passed over.  Where there are more than
        ``MAX_FILES`` files and folders, the last pair is ``name`` and ``too many files``.
        """
        waiting = self._below(name)
        if name in self._closed:
            yield name, "not read"
        for _ in range(MAX_FILES):
            if not waiting:
                return
            path = waiting.pop()
            if not _is_text(path):
                shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                yield _visible(shown), "name is no text"
                continue
            fault = self._fault(path)
            if fault != "folder":
                yield path, _LEFT_OUT.get(fault, fault)
            elif (self.root / path).is_symlink():
                yield path, "no regular file"  # its files are reached by their own path
            else:
                waiting += self._below(path)
                if path in self._closed:
                    yield path, "not read"
        if waiting:
            yield name, "too many files"

    def _below(self, folder: str) -> list[str]:
        """Return the paths in ``folder`` that are not hidden, the first by name at the end."""
        names = sorted(self._listing(folder), reverse=True)
        return [f"{folder}/{name}" for name in names if not name.startswith(".")]

    def asked_again(self, what: str, path: str) -> object:
        """Return the answer to a question that was noted (see ``doors.asked``): of any folder with this root and output."""
        match what:
            case "names":
                return sorted(self._listing(path)), path in self._closed
            case "leads":
                return self._lead(path)
            case "fault":
                return self._fault(path)
            case "size":
                return self.size(path)
        try:
            return self.read(path)
        except FileError as error:
            return error.kind

    def _note(self, answer: object, what: str, path: str) -> None:
        note(answer, "folder", str(self.root), str(self._output or ""), what, path)

    def _locate(self, uri: str) -> Located:
        if _DRIVE.match(unquote(uri)):
            return Located("", "outside")
        if has_scheme(uri):
            return Located("", "remote")
        name = path_of(uri)
        if not name.strip() or any(unicodedata.category(c) == "Cc" for c in name):
            return Located("", "missing")
        rooted = name.startswith("/")
        steps = steps_of(name.lstrip("/"), "" if rooted else self._name)
        if steps is None:
            return Located("", "outside")
        path = "/".join(steps)
        if not self._exists(steps):
            near = self._near(uri, path)
            return Located("", "outside" if rooted and not near else "missing", near)
        fault = self._fault(path)
        near = self.alike(uri)[0] if fault == "folder" else ""  # figures/#1.png
        return Located("" if fault else path, "missing" if near else fault, near)

    def _fault(self, path: str) -> str:
        """Return why what is at ``path`` cannot be shown: a problem of ``Located``, or nothing.

        Judged once, whatever stands there by now.
        """
        if path not in self._faults:
            self._faults[path] = self._judged(path)
            self._note(self._faults[path], "fault", path)
        return self._faults[path]

    def _judged(self, path: str) -> str:
        if is_too_long(path):
            return "path too long"
        real, fault = self._lead(path)
        if fault:
            return fault
        try:
            found = (self._real / real).lstat()
        except OSError:
            return "missing"
        if stat.S_ISDIR(found.st_mode):
            return "folder"
        if not stat.S_ISREG(found.st_mode):
            return "no regular file"
        return "too large" if found.st_size > MAX_FILE else ""

    def _lead(self, path: str) -> tuple[str, str]:
        """Return where ``path`` leads through all links, from the real folder on, or why nowhere."""
        if path not in self._led:
            self._led[path] = self._followed(path)
            self._note(self._led[path], "leads", path)
        return self._led[path]

    def _followed(self, path: str) -> tuple[str, str]:
        try:
            real = Path(os.path.realpath(self._real / path, strict=True))
        except PermissionError:
            return "", "not read"
        except (OSError, ValueError):  # there is none, or links go round
            # A link out of the folder stays one, whether what it names is there yet: it may be our output.
            return "", "missing" if self._would_be_inside(path) else "outside"
        if not real.is_relative_to(self._real):
            return "", "outside"
        inside = real.relative_to(self._real).as_posix()
        if is_hidden(inside) and inside != "." and not is_hidden(path):
            return "", "hidden"
        return ("", "missing") if self._is_output(real) else (inside, "")

    def _would_be_inside(self, path: str) -> bool:
        try:
            return Path(os.path.realpath(self._real / path)).is_relative_to(self._real)
        except (OSError, ValueError):
            return True

    def _exists(self, steps: tuple[str, ...]) -> bool:
        """Tell whether the path exists in this letter case, as on GitHub, whatever the machine."""
        folder = ""
        for step in steps:
            if step not in self._listing(folder):
                return False
            folder = f"{folder}/{step}" if folder else step
        return True

    def _listing(self, folder: str) -> frozenset[str]:
        if folder not in self._names:
            self._names[folder] = self._listed(folder)
            self._note((sorted(self._names[folder]), folder in self._closed), "names", folder)
        return self._names[folder]

    def _listed(self, folder: str) -> frozenset[str]:
        real, fault = (".", "") if not folder else self._lead(folder)
        if fault or is_too_long(folder):
            return frozenset()
        place = self._real / real
        try:
            names = os.listdir(place)  # noqa: PTH208 - names, not paths
        except PermissionError:
            self._closed.add(folder)
            return frozenset()
        except OSError:
            return frozenset()
        return frozenset(name for name in names if not self._is_output(place / name))

    def _is_output(self, path: Path) -> bool:
        if self._output is None:
            return False
        if self._real.is_relative_to(self._output) or self._output == self._real / FIGURES:
            return path.parent == self._output and is_output(path.name)
        return path.is_relative_to(self._output)

    @cached_property
    def at_hand(self) -> tuple[str, ...]:
        """The files beside the report, and what is in the folders there: for suggestions."""
        found = []
        for name in sorted(self._listing("")):
            if name.startswith("."):
                continue
            fault = self._fault(name)
            if not fault:
                found.append(name)
            elif fault == "folder" and not (self.root / name).is_symlink():
                found += [f"{name}/{x}" for x in sorted(self._listing(name))]
        return tuple(found)

    def _near(self, uri: str, path: str) -> str:
        """Return the file that ``uri``, which leads to nothing at ``path``, probably means."""
        return self.alike(uri)[0] or self._known.of(
            ("nearest", path, self.at_hand), lambda: nearest(path, self.at_hand)
        )


def is_too_long(path: str) -> bool:
    """Tell whether ``path``, with slashes, is longer or deeper than a report's may be."""
    names = path.encode("utf-8", "surrogatepass").split(b"/")
    longest = max(map(len, names))
    return (
        len(names) > MAX_DEPTH
        or longest > MAX_NAME
        or len(path.encode("utf-8", "surrogatepass")) > MAX_PATH
    )


def is_hidden(path: str) -> bool:
    """Tell whether ``path``, with slashes, is a dot file or lies below a dot folder."""
    return any(part.startswith(".") for part in path.split("/"))


def _is_text(name: str) -> bool:
    """Tell whether a file's name is one that can be written down: in UTF-8, without control characters."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return not any(unicodedata.category(c) == "Cc" for c in name)


def _visible(name: str) -> str:
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" else c for c in name)
