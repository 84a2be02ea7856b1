"""Proves a bag, a folder or a zip: all files that its manifests name are there, and no other."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import zipfile
import zlib
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Final
from weakref import finalize

from publisher.archive.error import ArchiveError, named
from publisher.archive.restorer import misplaced
from publisher.doors.opened import FileError, opened, opened_below

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ENTRIES: Final = 10_000
MAX_TOTAL: Final = 4 * 1024**3
"""Bytes of all files of a bag together; the archive in it has a limit of its own."""
MAX_TAG_FILE: Final = 16 * 1024**2
_PIECE: Final = 1024**2
_SHOWN: Final = 20
# The parts of a zip's end (APPNOTE.TXT, 4.3.14 to 4.3.16), in bytes.
_LARGE_END: Final = 56
_POINTER: Final = 20
_END_AT_MOST: Final = 22 + 65_535 + _POINTER + _LARGE_END
_IN_RECORD: Final = 0xFFFF_FFFF  # stands for a size that the record of the larger form holds

_VERSION: Final = re.compile(rb"BagIt-Version: (0\.9[67]|1\.0)\r?\n", re.ASCII)
_CODING: Final = re.compile(
    rb"Tag-File-Character-Encoding: UTF-8(?:\r?\n)?", re.ASCII | re.IGNORECASE
)
_LINE: Final = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_MANIFEST: Final = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_OXUM: Final = re.compile(r"^Payload-Oxum: *(\d{1,20})\.(\d{1,20}) *$", re.MULTILINE)
_ALGORITHMS: Final = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")


# What Finder, Explorer and their like leave in any folder that they show or pack.
_STRAY: Final = re.compile(
    r"(?:.*/)?(?:\.(?:DS_Store|localized|directory)|\._[^/]*|Thumbs\.db|ehthumbs(?:_vista)?\.db|desktop\.ini|Icon\r"
    r"|\.(?:Spotlight-V100|Trashes|fseventsd|TemporaryItems|AppleDouble)/.*)|__MACOSX/.*",
    re.IGNORECASE | re.DOTALL,
)


def is_bag(path: Path) -> bool:
    """Tell whether ``path`` is to be proved as a bag: a folder, or a zip by its name."""
    return os.path.isdir(path) or path.suffix.lower() == ".zip"  # noqa: PTH112 - it raises for no name


class Bag:
    """The files of a bag, read-only; ``names`` are paths within it."""

    def __init__(self, path: Path) -> None:
        """Look at what is there, and read nothing yet.

        Raises ArchiveError where it is no bag, or more than one has.
        """
        self._zip: zipfile.ZipFile | None = None
        self._root = path
        self._sizes: dict[str, int] = {}
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._passed_over: list[str] = []  # beside the bag's folder in its zip
        try:
            if os.path.isdir(path):  # noqa: PTH112 - as above
                self._enter(path)
            else:
                file = opened(path)
                finalize(self, file.close)
                self._unpack(file)
        except FileError as error:
            raise ArchiveError.of(error) from None
        except OSError as error:
            raise ArchiveError(f"cannot be read: {error.strerror or error}") from None
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            raise ArchiveError("is no zip, or a damaged one; copy the file again") from None
        if "bagit.txt" not in self._sizes:
            raise ArchiveError("is no bag: it holds no bagit.txt")
        if sum(self._sizes.values()) > MAX_TOTAL:
            raise ArchiveError(f"has more than {MAX_TOTAL // 1024**3} GiB of files")

    @cached_property
    def strays(self) -> tuple[str, ...]:
        """What a system's own program put there, sorted: in no manifest, so no part of the bag."""
        loose = [name for name in self.names if _STRAY.fullmatch(name)]
        listed: set[str] = set()
        if loose:
            manifests = [name for name in self.names if _MANIFEST.fullmatch(name)]
            listed.update(*(_listed(self, name)[0] for name in manifests))
        return tuple(sorted({*loose, *self._passed_over} - listed))

    @property
    def names(self) -> tuple[str, ...]:
        """All paths, sorted."""
        return tuple(sorted(self._sizes))

    def size(self, name: str) -> int:
        """Return a file's size in bytes."""
        return self._sizes[name]

    def read(self, name: str, limit: int = MAX_TAG_FILE) -> bytes:
        """Return a file's bytes.  Raises ArchiveError beyond ``limit``, or if they are damaged."""
        if self._sizes[name] > limit:
            raise ArchiveError(f"{name}: has more than {limit // 1024**2} MiB")
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a file's bytes, no more at a time than fits; raises ArchiveError."""
        try:
            with self._open(name) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except (
            OSError,
            EOFError,
            RuntimeError,
            ValueError,
            zipfile.BadZipFile,
            zlib.error,
        ) as error:
            raise ArchiveError(f"{name}: cannot be read: {error}") from None

    def _open(self, name: str) -> IO[bytes]:
        if self._zip:
            return self._zip.open(self._entries[name])
        return opened_below(self._root, name)

    def _add(self, name: str, size: int) -> None:
        if why := misplaced(name):
            raise ArchiveError(f"holds a file {named(name)}, which {why}")
        if name in self._sizes:
            raise ArchiveError(f"holds {name!r} twice")
        if len(self._sizes) >= MAX_ENTRIES:
            raise ArchiveError(f"holds more than {MAX_ENTRIES} files")
        self._sizes[name] = size

    def _enter(self, folder: Path) -> None:
        for above, folders, files in os.walk(folder, onerror=_raise):
            for name in (*folders, *files):
                path = Path(above, name)
                shown = path.relative_to(folder).as_posix()
                if why := misplaced(shown):
                    raise ArchiveError(f"holds {named(shown)}, which {why}")
                mode = path.lstat().st_mode
                if stat.S_ISREG(mode):
                    self._add(shown, path.lstat().st_size)
                elif not stat.S_ISDIR(mode):
                    raise ArchiveError(f"holds {shown!r}, which is no regular file")

    def _unpack(self, file: BinaryIO) -> None:
        _look_at_end(file)
        self._zip = zipfile.ZipFile(file)
        entries = self._zip.infolist()
        if not all(entry.filename for entry in entries):
            raise ArchiveError("holds an entry without a name")
        if first := min((entry.header_offset for entry in entries), default=0):
            raise ArchiveError(f"is no zip that a bag can be: {first} bytes stand before it")
        entries = [entry for entry in entries if not entry.is_dir()]
        if len(entries) > MAX_ENTRIES:
            raise ArchiveError(f"holds more than {MAX_ENTRIES} files")
        beside = [e for e in entries if _is_beside(e.filename)]
        self._passed_over = [entry.filename for entry in beside]
        entries = [entry for entry in entries if not _is_beside(entry.filename)]
        roots = {entry.filename.partition("/")[0] for entry in entries}
        if len(roots) != 1:
            raise ArchiveError("is no bag: a bag's zip holds one folder, and all files in it")
        for entry in entries:
            name = entry.filename.partition("/")[2]
            kind = stat.S_IFMT(entry.external_attr >> 16)
            if kind not in (0, stat.S_IFREG):
                raise ArchiveError(f"holds {name!r}, which is no regular file")
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ArchiveError(f"holds {name!r}, which is packed in an unusual way")
            if entry.flag_bits & 1:
                raise ArchiveError("is an encrypted zip; save it without a password")
            self._add(name, entry.file_size)
            self._entries[name] = entry


def _raise(error: OSError) -> None:
    raise error


def _is_beside(name: str) -> bool:
    """Tell whether an entry of a zip is a system's own, beside the folder that is the bag."""
    return bool(_STRAY.fullmatch(name)) and (name.startswith("__MACOSX/") or "/" not in name)


def _look_at_end(file: BinaryIO) -> None:
    """Raise ArchiveError if a zip's end is not that of the file, or its list needs much memory."""
    start = file.seek(max(0, file.seek(0, os.SEEK_END) - _END_AT_MOST))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0:
        return
    behind = len(end) - at - 22 - int.from_bytes(end[at + 20 : at + 22], "little")
    if behind > 0:
        raise ArchiveError(f"is no zip that a bag can be: {behind} bytes stand behind it")
    listed = int.from_bytes(end[at + 12 : at + 16], "little")
    pointer = end[max(0, at - _POINTER) : at]
    if pointer.startswith(b"PK\x06\x07"):
        # A zip of the larger form (ZIP64) has the size in a record right before this pointer to it.
        record = at - _POINTER - _LARGE_END
        held = end[max(0, record) : max(0, record) + _LARGE_END]
        if record < 0 or start + record != int.from_bytes(pointer[8:16], "little"):
            raise ArchiveError("is no zip that a bag can be: its end is not where it says")
        listed = max(listed % _IN_RECORD, int.from_bytes(held[40:48], "little"))
    if listed > MAX_TAG_FILE:
        raise ArchiveError(f"holds more than {MAX_ENTRIES} files")


def flaws(bag: Bag) -> Iterator[str]:
    """Yield what is wrong with a bag, by RFC 8493, 3; at most some dozens."""
    declared = bag.read("bagit.txt")
    version = _VERSION.match(declared)
    if not version or not _CODING.fullmatch(declared[version.end() :]):
        yield "bagit.txt: expected 'BagIt-Version: 1.0' and UTF-8, each on its line"
    payload = {name for name in bag.names if name.startswith("data/")} - set(bag.strays)
    manifests = [found for name in bag.names if (found := _MANIFEST.fullmatch(name))]
    usable = [found for found in manifests if found[2] in _ALGORITHMS]
    if not any(not found[1] for found in usable):
        yield "holds no manifest of its payload in an algorithm that is known"
    tagged: set[str] = set()
    for found in usable:
        listed, bad = _listed(bag, found[0])
        yield from bad[:_SHOWN]
        wrong = [name for name in listed if name.startswith("data/") is bool(found[1])]
        yield from (
            f"{found[0]}: names {name!r}, which has no place in it" for name in wrong[:_SHOWN]
        )
        gone = sorted(set(listed) - set(bag.names))
        yield from (f"{name!r} is missing (named in {found[0]})" for name in gone[:_SHOWN])
        if found[1]:
            tagged |= set(listed)
        else:
            more = sorted(payload - set(listed))
            yield from (f"{name!r} is in no line of {found[0]}" for name in more[:_SHOWN])
        yield from _changed(bag, found[2], listed, found[0])
    if any(found[1] for found in usable):
        loose = (
            set(bag.names) - set(bag.strays) - payload - tagged - {f[0] for f in manifests if f[1]}
        )
        yield from (f"{name!r} is in no tag manifest" for name in sorted(loose)[:_SHOWN])
    yield from _oxum(bag, payload)


def _listed(bag: Bag, manifest: str) -> tuple[dict[str, str], list[str]]:
    """Return a manifest's digests by path, and what is wrong with its lines."""
    try:
        text = bag.read(manifest).decode()
    except UnicodeDecodeError:
        return {}, [f"{manifest}: is no UTF-8"]
    found: dict[str, str] = {}
    bad = []
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if not line:
            continue
        match = _LINE.fullmatch(line)
        name = _decoded(match[2]).removeprefix("./") if match else ""
        if not match or misplaced(name) or name in found:
            bad.append(f"{manifest}:{number}: expected a digest and a path, each path once")
        else:
            found[name] = match[1].lower()
    return found, bad


def _changed(bag: Bag, algorithm: str, listed: dict[str, str], manifest: str) -> Iterator[str]:
    for name in sorted(set(listed) & set(bag.names)):
        made = hashlib.new(algorithm, usedforsecurity=False)
        try:
            for piece in bag.pieces(name):
                made.update(piece)
        except ArchiveError as error:
            yield str(error)
            continue
        if made.hexdigest() != listed[name]:
            yield f"{name!r} has another {algorithm} than {manifest} says"


def _oxum(bag: Bag, payload: set[str]) -> Iterator[str]:
    if "bag-info.txt" not in bag.names:
        return
    found = _OXUM.search(bag.read("bag-info.txt").decode(errors="replace").replace("\r\n", "\n"))
    size = sum(bag.size(name) for name in payload)
    if found and (int(found[1]), int(found[2])) != (size, len(payload)):
        yield f"bag-info.txt: Payload-Oxum is {found[1]}.{found[2]}, found {size}.{len(payload)}"


def _decoded(name: str) -> str:
    return re.sub(r"%(0D|0A|25)", lambda m: chr(int(m[1], 16)), name, flags=re.IGNORECASE)
