"""From an archive's bytes to its members: what is no archive is told, in bounded memory."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from publisher.archive.canonical import Blob
from publisher.archive.error import ArchiveError
from publisher.archive.migrate import migrate
from publisher.archive.schema import NAME, VERSION
from publisher.doors.opened import FileError, read_file

if TYPE_CHECKING:
    from pathlib import Path

MAX_ARCHIVE = 1024 * 1024 * 1024
"""Bytes: a larger file is not read (files of a report have 512 MiB together at most)."""
MAX_DESCRIPTION = 64 * 1024 * 1024
"""Bytes of an archive without the files in it: as many are parsed as JSON at most."""

MAX_FILES = MAX_DESCRIPTION // 256
"""Each file in an archive is described in more bytes: its digests alone have 192."""
MAX_VALUES = 6_000_000
"""Objects, lists and members together: a short one takes thirty times as much memory as text.

Real reports make 4.5 bytes of archive and 0.2 values of a byte of source, so 14 MiB of one would fit;
a report that is nothing but empty cells makes 70 bytes and 7 values.  No such archive is written.
"""
_TOO_MUCH = "an archive may not"

# A file's bytes; the parts are possessive, so a cut-off file costs no second look.
_BYTES = re.compile(rb'(?<!\\)"bytes"\s*+:\s*+"([^"\\]*+)"')
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_FORMAT = re.compile(rf"{re.escape(NAME)}/([1-9][0-9]{{0,3}})")


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that was read.

    ``members``: in the newest version of the format, the bytes of files as ``Blob``;
    ``version``: that of the file; ``original``: the file's own members (the same, unless it
    is older); ``text``: the file with a token in place of the bytes of each file in it;
    ``attached``: it was found in a PDF.
    """

    members: dict[str, Any]
    version: int
    original: dict[str, Any]
    text: bytes
    attached: bool = False


def read_archive(path: Path) -> Archive:
    """Read the archive in the file at ``path``: JSON, or a PDF that carries it.

    Raises ArchiveError.
    """
    try:
        data = read_file(path, MAX_ARCHIVE)
    except FileError as error:
        raise ArchiveError.of(error) from None
    if data.startswith(b"PK\x03\x04"):
        raise ArchiveError("is a zip; if it is a bag, give it a name that ends in .zip")
    # A PDF may have something before its mark (ISO 32000-1, Annex H); an archive may speak of it.
    if b"%PDF-" in data[:1024] and not data.startswith(b"{"):
        from publisher.archive.attached import attached_archive

        return replace(decode(attached_archive(data, MAX_ARCHIVE)), attached=True)
    return decode(data)


def decode(data: bytes) -> Archive:
    """Return the archive that ``data`` holds; an older version is migrated.

    Raises ArchiveError if it is none, or from the future.  What it says is not yet proved:
    see ``verify``.
    """
    if not data.strip():
        raise ArchiveError("is empty")
    text, blobs = without_files(data)
    members = _parsed(text, blobs)
    version = _version(members)
    try:
        newest = migrate(members, version, VERSION)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise ArchiveError(
            f"says that it is of version {version} of the format, and has not the members of one"
        ) from None
    return Archive(newest, version, members, text)


def without_files(data: bytes) -> tuple[bytes, dict[str, Blob]]:
    """Return ``data`` with a token in place of the bytes of each file, and these by token.

    Raises ArchiveError where it is more than a reader parses, and so than a writer may write.
    """
    blobs: dict[str, Blob] = {}

    def token(found: re.Match[bytes]) -> bytes:
        name = f"@{len(blobs)}"
        if len(blobs) == MAX_FILES:
            raise ArchiveError(f"holds more than {MAX_FILES} files; {_TOO_MUCH}")
        blobs[name] = Blob(encoded=memoryview(data)[found.start(1) : found.end(1)])
        return data[found.start() : found.start(1)] + name.encode() + b'"'

    text = _BYTES.sub(token, data)
    if len(text) > MAX_DESCRIPTION:
        raise ArchiveError(
            f"has more than {MAX_DESCRIPTION // 1024**2} MiB besides the files in it; {_TOO_MUCH}"
        )
    if _values(text) > MAX_VALUES:
        raise ArchiveError(f"holds more than {MAX_VALUES} values; {_TOO_MUCH}")
    return text, blobs


def _values(text: bytes) -> int:
    """Return how many values JSON holds at most, without parsing it."""

    def marks(piece: bytes) -> int:
        return piece.count(b",") + piece.count(b"[") + piece.count(b"{")

    # Only a text with very many commas is looked at more closely: those in strings do not count.
    found = marks(text)
    return found if found <= MAX_VALUES else marks(_STRING.sub(b"", text))


def _parsed(text: bytes, blobs: dict[str, Blob]) -> Any:
    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
            raise ArchiveError(f"the name {twice!r} stands twice in one object; one must go")
        held = found.get("bytes")
        if isinstance(held, str) and held in blobs:
            found["bytes"] = blobs[held]
        return found

    def refused(name: str) -> Any:
        raise ArchiveError(f"holds {name}, which is no JSON")

    try:
        return json.loads(text.decode(), object_pairs_hook=members, parse_constant=refused)
    except UnicodeDecodeError:
        raise ArchiveError("is neither JSON in UTF-8 nor a PDF") from None
    except json.JSONDecodeError as error:
        if error.pos == 0:
            raise ArchiveError("is neither JSON nor a PDF") from None
        ends = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")
        raise ArchiveError(
            "is cut off: the JSON has no end; copy the file again"
            if ends
            else f"is no JSON: {error.msg} (line {error.lineno})"
        ) from None
    except RecursionError:
        raise ArchiveError("nests more deeply than an archive of a report can") from None
    except ValueError:  # more digits than Python turns into a number
        raise ArchiveError("holds a number of thousands of digits; an archive has none") from None


def _version(members: Any) -> int:
    held = members.get("format") if isinstance(members, dict) else None
    found = _FORMAT.fullmatch(held) if isinstance(held, str) else None
    if not found:
        raise ArchiveError(f"is JSON, but no archive of a report (its format is no {NAME}/1)")
    version = int(found[1])
    if version > VERSION:
        raise ArchiveError(
            f"is of version {version} of the format, and this program reads versions up to "
            f"{VERSION}; use a newer program"
        )
    return version
