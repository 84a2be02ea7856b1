"""Where a hand-in's files come from: a commit, a folder or a zip, each as names and bytes.

Nothing is checked out or unpacked: names are judged first, and bytes are read of what may belong to
a report and of nothing else.
"""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Final, NoReturn

from publisher.archive.restorer import fault
from publisher.doors.opened import read_below
from publisher.read.files.folder import MAX_FILE, is_hidden
from publisher.read.files.load import NAMES as WRITTEN
from publisher.read.files.load import BrokenReport, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from publisher.cohort.history import Commit
    from publisher.cohort.remote import Remote

NAMES: Final = tuple(name.lower() for name in WRITTEN)
"""The names of a report's file, in lower case, the likelier first."""
MAX_FILES: Final = 5_000
MAX_TOTAL: Final = 1024 * 1024 * 1024
"""How many files, and bytes of them, one hand-in may have."""
_LOOKED_AT: Final = 40
"""How many Markdown files are read where the report is not in its place."""
_POINTER: Final = b"version https://git-lfs"
STRAY: Final = "__MACOSX"
"""The folder that a Mac adds to a zip, and that nobody handed in."""
_UTF8: Final = 0x800
"""The flag of a zip's member whose name is UTF-8."""
_DEEPEST: Final = 4
"""How many zips may lie around a hand-in."""
_ZIPS: Final = 20
"""How many zips of one hand-in are looked into."""


class SourceError(Exception):
    """A hand-in's files cannot be read; the message says why."""


@dataclass(slots=True)
class Taken:
    """The files of one report's folder: bytes by path, and what was not taken, each with why.

    ``told``: what was taken and is not what it seems.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)

    def digest(self) -> str:
        """Return the SHA-256 of all names and bytes."""
        total = sha256()
        for path, data in sorted(self.files.items()):
            total.update(f"{len(path)} {len(data)} {path}".encode() + data)
        return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Name:
    """One file: ``size`` in bytes (None: not known yet), ``link``: it is a symbolic link."""

    size: int | None = None
    link: bool = False
    submodule: bool = False
    token: str = ""


class Files(ABC):
    """The files that a hand-in may come from."""

    names: Mapping[str, Name]
    """All files by path, with slashes; a name that is no UTF-8 has surrogates."""

    @abstractmethod
    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of the files at ``paths``, links as the text they hold.

        Raises SourceError, or what the source raises.
        """

    def _bounded(self, paths: Iterable[str]) -> list[str]:
        """Return ``paths``; raises SourceError where they hold more than a hand-in may."""
        found = list(paths)
        _hold_size("the hand-in", sum(self.names[path].size or 0 for path in found))
        return found

    def report_in(self, folder: str) -> str:
        """Return the path of the report's file in ``folder`` (``.``: the top), empty if none is there."""
        places = {
            path.lower().rpartition("/")[2]: path
            for path in self.names
            if _folder_of(path) == ("" if folder == "." else folder)
        }
        return next((places[name] for name in NAMES if name in places), "")

    def shown(self) -> list[str]:
        """Return the paths of all files that are not hidden, sorted."""
        return sorted(path for path in self.names if not is_hidden(path))

    def nearest(self) -> str:
        """Return the path of the Markdown file that asks most questions, empty if none does."""
        asks = self.asking()
        return max(asks, key=lambda path: asks[path], default="")

    def asking(self) -> dict[str, int]:
        """Return the Markdown files that ask questions, and how many; the likelier report first."""
        from publisher.read.cut.segments import split

        found = [
            path
            for path, name in self.names.items()
            if path.lower().endswith(".md")
            and not is_hidden(path)
            and not (name.link or name.submodule)
            and (name.size or 0) <= MAX_FILE
        ]
        found.sort(key=lambda path: (path.count("/"), not _is_report(path), path))
        asks: dict[str, int] = {}
        for path, data in self.read(found[:_LOOKED_AT]).items():
            try:
                asks[path] = (
                    len(split(decode(data).text).questions) if len(data) < MAX_FILE // 16 else 0
                )
            except BrokenReport:
                asks[path] = 0
        return {path: asks[path] for path in found if asks.get(path)}

    def take(self, folder: str) -> Taken:
        """Return the files below ``folder`` that can belong to a report.  Raises SourceError."""
        taken = Taken()
        prefix = "" if folder == "." else f"{folder}/"
        below = {p.removeprefix(prefix): n for p, n in self.names.items() if p.startswith(prefix)}
        wanted: list[str] = []
        for path, name in sorted(below.items()):
            if is_hidden(path):
                continue
            if why := unfit(path, name):
                shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                taken.left_out[shown] = why
            else:
                wanted.append(path)
        _hold_bounds(len(wanted), sum(below[path].size or 0 for path in wanted))
        read = self.read(prefix + path for path in wanted)
        for path in wanted:
            leads = _target(path, read[prefix + path]) if below[path].link else path
            if leads is None or leads not in wanted or (leads != path and below[leads].link):
                taken.left_out[path] = "a link that leads to no file of the report's folder"
                continue
            taken.files[path] = read[prefix + leads]
            if taken.files[path].startswith(_POINTER):
                taken.told[path] = "a Git LFS pointer: the file itself is not in the repository"
        _hold_bounds(len(wanted), sum(map(len, taken.files.values())))
        return taken


def _hold_bounds(files: int, size: int) -> None:
    """Raise SourceError where a hand-in has more files, or bytes of them, than any report."""
    if files > MAX_FILES:
        raise SourceError(f"the report's folder has {files:,} files, more than {MAX_FILES:,}")
    _hold_size("the report's folder", size)


def _hold_size(what: str, size: int) -> None:
    if size > MAX_TOTAL:
        most = MAX_TOTAL // 1024 // 1024
        raise SourceError(f"{what} has {size // 1024 // 1024:,} MiB, more than {most:,}")


class CommitFiles(Files):
    """The files of one commit of a fetched repository."""

    def __init__(self, remote: Remote, commit: Commit, *, seconds: float, max_mib: int) -> None:
        """List the files; bytes are fetched as they are asked for, within ``seconds`` and ``max_mib`` (MiB)."""
        self._remote = remote
        self._limits = (seconds, max_mib)
        self.names = {
            entry.path.decode("utf-8", "surrogateescape"): Name(
                link=entry.mode == "120000", submodule=entry.mode == "160000", token=entry.id
            )
            for entry in remote.entries(remote.tree(commit, "."))
        }

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of the blobs at ``paths``; raises SourceError, RemoteError."""
        ids = {path: self.names[path].token for path in paths}
        seconds, max_mib = self._limits
        self._remote.fetch(ids.values(), seconds=seconds, max_mib=max_mib)
        sizes = self._remote.sizes(ids.values())
        for path, token in ids.items():
            if sizes.get(token, 0) > MAX_FILE:
                raise SourceError(f"{path} has more than {MAX_FILE // 1024 // 1024} MiB")
        return {path: self._remote.blob(token) for path, token in ids.items()}


class FolderFiles(Files):
    """The files below a folder of this machine; links are listed, and never followed."""

    def __init__(self, root: Path) -> None:
        """List the files below ``root``.  Raises SourceError."""
        self._root = root
        self.names = {}
        for place, folders, files in os.walk(root, onerror=_raise):
            below = os.path.relpath(place, root).replace(os.sep, "/")
            folders[:] = sorted(f for f in folders if not f.startswith(".") and f != STRAY)
            links = [f for f in folders if os.path.islink(os.path.join(place, f))]  # noqa: PTH114, PTH118
            for name in (*files, *links):
                path = name if below == "." else f"{below}/{name}"
                try:
                    held = os.lstat(os.path.join(place, name))  # noqa: PTH118 - many names
                except OSError as error:  # a folder that may be listed, and not entered
                    _raise(error)
                link = stat.S_ISLNK(held.st_mode)
                if link or stat.S_ISREG(held.st_mode):
                    self.names[path] = Name(held.st_size, link=link)
            if len(self.names) > MAX_FILES * 10:
                raise SourceError(f"{root.name} has more than {MAX_FILES * 10:,} files")

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of the files at ``paths``.  Raises SourceError."""
        paths = self._bounded(paths)
        try:
            return {
                path: os.fsencode(os.readlink(self._root / path))  # noqa: PTH115 - its text is wanted
                if self.names[path].link
                else read_below(self._root, path, MAX_FILE)
                for path in paths
            }
        except OSError as error:
            raise SourceError(f"{error.filename}: {error.strerror}") from None


class ZipFiles(Files):
    """The files in a zip; sizes are those that the zip tells, and no more is read."""

    def __init__(self, held: Path | BytesIO, name: str) -> None:
        """List the files in the zip ``held``, called ``name`` in messages.  Raises SourceError."""
        try:
            self._zip = zipfile.ZipFile(held)
        except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise SourceError(f"{name} is no zip that can be read: {error}") from None
        self._members: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            path = _member_path(info)
            if not path.endswith("/") and STRAY not in path.split("/"):
                self._members[path] = info
        self.names = {
            path: Name(info.file_size, link=stat.S_ISLNK(info.external_attr >> 16))
            for path, info in self._members.items()
        }
        if len(self.names) > MAX_FILES * 10:
            raise SourceError(f"{name} has more than {MAX_FILES * 10:,} files")

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of the members at ``paths``.  Raises SourceError."""
        paths = self._bounded(paths)
        found: dict[str, bytes] = {}
        try:
            for path in paths:
                with self._zip.open(self._members[path]) as file:
                    found[path] = file.read((self.names[path].size or 0) + 1)
        except (
            OSError,
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            ValueError,
            EOFError,
        ) as error:
            raise SourceError(f"{path}: cannot be read from the zip: {error}") from None
        return found


class PartOfFiles(Files):
    """Some of other files, by other paths."""

    def __init__(self, whole: Files, paths: Mapping[str, str]) -> None:
        """``paths``: where in ``whole`` each of these files is."""
        self._whole, self._paths = whole, paths
        self.names = {path: whole.names[there] for path, there in paths.items()}

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of the files at ``paths``.  Raises SourceError."""
        wanted = list(paths)
        found = self._whole.read(self._paths[path] for path in wanted)
        return {path: found[self._paths[path]] for path in wanted}


def with_report(files: Files, folder: str) -> tuple[Files, str]:
    """Return what holds the report of a hand-in that somebody packed, and the folder that it is in.

    The report is in ``folder``, in a folder of that name, or where one file alone asks questions; around it
    there may be zips.  Where that is not clear, ``files`` and ``folder`` come back.  Raises SourceError.
    """
    return next(iter(_places(files, folder, _DEEPEST)), (files, folder))


def _places(files: Files, folder: str, deep: int) -> list[tuple[Files, str]]:
    """Return where in ``files`` a report is, and nothing where there may be more than one."""
    named = {_folder_of(path) or "." for path in files.shown() if _is_report(path)}
    for found in (
        named & {folder},
        {place for place in named if place.endswith(f"/{folder}")},
        {_folder_of(path) or "." for path in files.asking() if _is_report(path)},
    ):
        if found:
            return [(files, found.pop())] if len(found) == 1 else []
    inner = (
        [place for part in _zips(files) for place in _places(part, folder, deep - 1)]
        if deep
        else []
    )
    return inner if len(inner) == 1 else []


def _is_report(path: str) -> bool:
    """Tell whether ``path`` has a name that a report's file has."""
    return path.rpartition("/")[2].lower() in NAMES


def _zips(files: Files) -> Iterator[Files]:
    """Yield what is in each zip.  Raises SourceError where there is one, and it cannot be read."""
    paths = [path for path in files.shown() if path.lower().endswith(".zip")]
    for path in paths[:_ZIPS]:
        try:
            yield ZipFiles(BytesIO(files.read([path])[path]), path)
        except SourceError:
            if len(paths) == 1:
                raise


def _member_path(info: zipfile.ZipInfo) -> str:
    """Return the path of a zip's member as it was where it was packed, with slashes.

    Python takes a name without a flag for cp437.  A Mac writes UTF-8 without the flag, and letters as their parts;
    Windows in western Europe cp850, and some of its programs backslashes.
    """
    name = info.filename
    if not (name.isascii() or info.flag_bits & _UTF8):
        try:
            written = name.encode("cp437")
        except UnicodeEncodeError:
            written = b""  # from a field that says it better
        try:
            name = written.decode() or name
        except UnicodeDecodeError:
            name = written.decode("cp850")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _raise(error: OSError) -> NoReturn:
    raise SourceError(f"{error.filename}: {error.strerror}")


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def unfit(path: str, name: Name) -> str:
    """Return why what stands at ``path`` cannot belong to a report; empty: it can."""
    if name.submodule:
        return "a submodule: its files are in another repository"
    try:
        path.encode()
    except UnicodeEncodeError:
        return "its name is no text (UTF-8)"
    if not path.isprintable() or "\\" in path or fault(path):
        return "its name cannot be a file's on every system"
    if (name.size or 0) > MAX_FILE:
        return f"more than {MAX_FILE // 1024 // 1024} MiB"
    return ""


def _target(path: str, data: bytes) -> str | None:
    """Return where a link at ``path`` leads, relative to the report's folder; None: out of it."""
    steps = _folder_of(path).split("/") if "/" in path else []
    target = data.decode("utf-8", "surrogateescape")
    if target.startswith("/"):
        return None
    for part in target.split("/"):
        if part == ".." and not steps:
            return None
        if part == "..":
            steps.pop()
        elif part not in ("", "."):
            steps.append(part)
    return "/".join(steps)
