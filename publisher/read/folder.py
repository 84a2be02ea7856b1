"""The report's folder: the one door to the files beside a report.

Nothing outside the folder is ever opened; symbolic links are followed and checked.
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from publisher.output import OUTPUTS
from publisher.read.picture import Picture, examine
from publisher.read.repository import Repository, Web

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_DRIVE = re.compile(r"[a-z]:[\\/]", re.IGNORECASE)

FIGURES = "figures"
"""The folder that every template names."""

MAX_FILE = 64 * 1024 * 1024
"""Bytes: a larger file is not read (the largest figure of 78 real reports has 9 MB)."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where a link or image of a report leads.

    ``path``: relative to the report's folder, with slashes, empty unless it is a
    file in it.  ``problem``: empty, ``remote``, ``outside``, ``missing``,
    ``folder``, ``too large``.  ``near``: a file of the folder that was probably meant.
    """

    path: str
    problem: str
    near: str = ""


class Folder:
    """The files beside a report, read-only, each read once."""

    def __init__(self, root: Path, output: Path | None = None) -> None:
        """``root``: the folder that holds the report's Markdown file.

        ``output``: where files will be written.  It is as if it were not there, so that a
        second build finds what the first one found; of the report's own folder, of one above
        it and of ``figures/`` only the files that a build writes are.
        """
        self.root = root
        self._output = output.resolve() if output else None
        self._names: dict[str, frozenset[str]] = {}
        self._located: dict[str, Located] = {}
        self._pictures: dict[str, Picture] = {}
        self._repositories: dict[str, Repository | None] = {}

    @cached_property
    def _real(self) -> Path:
        return self.root.resolve()

    def locate(self, uri: str) -> Located:
        """Return where ``uri``, as written in the report, leads; never raises."""
        if uri not in self._located:
            self._located[uri] = self._locate(uri)
        return self._located[uri]

    def alike(self, uri: str) -> str:
        """Return the one file whose path is ``uri`` but for letter case and percent-encoding.

        Relative to the folder, with slashes; empty where there is none, or more than one.
        """
        if _SCHEME.match(uri):
            return ""
        found = [""]
        for part in _normal(path_of(uri).lstrip("/")) or ():
            key = _spelling(part)
            found = [
                f"{folder}/{name}" if folder else name
                for folder in found
                for name in self._listing(folder)
                if _spelling(name) == key
            ]
            if len(found) != 1:
                return ""
        return "" if not found[0] or is_hidden(found[0]) or self._fault(found[0]) else found[0]

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

    def read(self, path: str) -> bytes:
        """Return the bytes of the file at ``path``, a path that ``locate`` gave.

        Raises OSError where it cannot be read.
        """
        return (self.root / path).read_bytes()

    def picture(self, path: str) -> Picture:
        """Return what the picture at ``path`` (from ``locate``) is, by content.

        A dot file is never opened: it does not belong to a report, so no output may show it.
        """
        if path not in self._pictures:
            self._pictures[path] = self._examined(path)
        return self._pictures[path]

    def _examined(self, path: str) -> Picture:
        if is_hidden(path):
            return Picture("", 0, 0, 0, "", "hidden")
        try:
            return examine(self.read(path))
        except OSError:
            return Picture("", 0, 0, 0, "", "unreadable")

    def size(self, path: str) -> int:
        """Return the size in bytes of the file at ``path``; raises OSError."""
        return (self.root / path).stat().st_size

    def walk(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the files below the folder ``name`` as pairs of path and fault, sorted.

        The fault is empty, or why the file cannot belong to the report: ``outside``, ``too large``, ``no regular file``,
        ``name is no text`` (its bytes are not UTF-8, or it holds control characters; shown as U+FFFD).
        Dot files are passed over.
        """
        for entry in sorted(self._listing(name)):
            path = f"{name}/{entry}"
            full = self.root / path
            if entry.startswith("."):
                continue
            if not _is_text(entry):
                yield (
                    _visible(path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")),
                    "name is no text",
                )
            elif not full.resolve().is_relative_to(self._real):
                yield path, "outside"
            elif full.is_dir():
                if full.is_symlink():  # its files are reached by their own path, if they belong
                    yield path, "no regular file"
                else:
                    yield from self.walk(path)
            elif not full.is_file():
                yield path, "no regular file"
            elif full.stat().st_size > MAX_FILE:
                yield path, "too large"
            else:
                yield path, ""

    def _locate(self, uri: str) -> Located:
        if _DRIVE.match(unquote(uri)):
            return Located("", "outside")
        if _SCHEME.match(uri):
            return Located("", "remote")
        name = path_of(uri)
        if not name.strip() or any(unicodedata.category(c) == "Cc" for c in name):
            return Located("", "missing")
        rooted = name.startswith("/")
        parts = _normal(name.lstrip("/"))
        if parts is None:
            return Located("", "outside")
        path = "/".join(parts)
        if not self._exists(parts):
            near = self._near(path)
            return Located("", "outside" if rooted and not near else "missing", near)
        fault = self._fault(path)
        return Located("" if fault else path, fault)

    def _fault(self, path: str) -> str:
        """Return why what is at ``path`` cannot be shown: a problem of ``Located``, or nothing."""
        full = self.root / path
        if not full.resolve().is_relative_to(self._real):
            return "outside"
        if not full.is_file():
            return "folder"
        return "too large" if full.stat().st_size > MAX_FILE else ""

    def _exists(self, parts: tuple[str, ...]) -> bool:
        """Tell whether the path exists in this letter case, as on GitHub, whatever the machine."""
        folder = ""
        for part in parts:
            if part not in self._listing(folder):
                return False
            folder = f"{folder}/{part}" if folder else part
        return True

    def _listing(self, folder: str) -> frozenset[str]:
        if folder not in self._names:
            try:
                real = (self.root / folder).resolve()
                if not real.is_relative_to(self._real):
                    raise PermissionError(folder)
                names = os.listdir(real)  # noqa: PTH208 - names, not paths
                self._names[folder] = frozenset(n for n in names if not self._is_output(real / n))
            except OSError:
                self._names[folder] = frozenset()
        return self._names[folder]

    def _is_output(self, path: Path) -> bool:
        if self._output is None:
            return False
        if self._real.is_relative_to(self._output) or self._output == self._real / FIGURES:
            return path.parent == self._output and path.name in OUTPUTS
        return path.is_relative_to(self._output)

    @cached_property
    def _figures(self) -> tuple[str, ...]:
        """Files in the folders one level down, for suggestions."""
        found = []
        for name in sorted(self._listing("")):
            if name.startswith("."):
                continue
            path = self.root / name
            if path.is_file():
                found.append(name)
            elif path.is_dir() and not path.is_symlink():
                found += [f"{name}/{x}" for x in sorted(self._listing(name))]
        return tuple(found)

    def _near(self, path: str) -> str:
        """Return the file whose name is the same but for case, folder or ending."""
        wanted = PurePosixPath(path)
        for key in (str.lower, lambda p: PurePosixPath(p).name.lower(), _stem):
            for candidate in self._figures:
                if key(candidate) == key(str(wanted)):
                    return candidate
        return ""


def path_of(uri: str) -> str:
    """Return the path that ``uri`` names, decoded; GitHub takes a query off it (?raw=true)."""
    return unquote(re.split(r"[?#]", uri, maxsplit=1)[0]).replace("\\", "/")


def _spelling(name: str) -> str:
    """Return ``name`` without what people and machines write in different ways."""
    return unicodedata.normalize("NFC", unquote(name)).casefold()


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


def _stem(path: str) -> str:
    return PurePosixPath(path).stem.lower()


def _normal(name: str) -> tuple[str, ...] | None:
    """Return the parts of a relative path without dots; None if it leaves the folder."""
    parts: list[str] = []
    for part in name.split("/"):
        if part in ("", "."):
            continue
        if part == "..":
            if not parts:
                return None
            parts.pop()
        else:
            parts.append(part)
    return tuple(parts)
