"""Proving that an archive is what was sealed, and that it is what its source says."""

from __future__ import annotations

import binascii
import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from publisher.archive import claims
from publisher.archive.bags.bag import PAYLOAD, SOURCE
from publisher.archive.bags.crate import FILE as CRATE
from publisher.archive.bags.crate import crate_of
from publisher.archive.bags.proof import Bag, is_bag
from publisher.archive.bags.proof import flaws as flaws_of_bag
from publisher.archive.canonical import with_seals
from publisher.archive.decode import MAX_ARCHIVE, decode, read_archive
from publisher.archive.error import ArchiveError
from publisher.archive.reread import differences
from publisher.archive.restorer import fault
from publisher.archive.schema import violations
from publisher.diagnostics.model import Diagnostic, Severity, outcome_of
from publisher.doors.output import FORMATS
from publisher.read.files.folder import is_hidden
from publisher.read.files.load import MAX_REPORT_MIB

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from publisher.archive.decode import Archive
    from publisher.diagnostics.model import Outcome

PAGES: Final = "pages_differ"
"""The code of what ``verify --pages`` finds (see ``remade``)."""
_SHOWN = 10
ARCHIVE = f"{PAYLOAD}{FORMATS['archive']}"
_COPY = "fetch the archive again from where it was whole"
_OTHER = "none needed if another version made it; else read it as what somebody wrote by hand"


@dataclass(frozen=True, slots=True)
class Verified:
    """What is said of one file.

    ``broken``: it could not be read as an archive at all; ``attached``: it is a PDF, of which
    the archive inside was proved and nothing else; of a bag, ``proved`` are the files that the
    archive in it proves, and ``listed`` those that are what its manifests say and no more;
    ``compared``: page and PDF are those that the archive gives.
    """

    path: Path
    diagnostics: list[Diagnostic]
    broken: bool = False
    attached: bool = False
    proved: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    compared: bool = False

    @property
    def outcome(self) -> Outcome:
        """``ok``, ``warnings``, ``errors`` or ``broken``."""
        return "broken" if self.broken else outcome_of(self.diagnostics)


def verify(path: Path, max_mib: int = MAX_REPORT_MIB) -> Verified:
    """Prove the archive or the bag at ``path``; what is none is a result too.

    ``max_mib``: of the report in it, as of one that is read from a folder.
    """
    kind = "bag" if is_bag(path) else "archive"
    try:
        if kind == "bag":
            result = _verified_bag(path, max_mib)
        else:
            archive = read_archive(path)
            result = Verified(path, _proved(archive, max_mib), attached=archive.attached)
    except ArchiveError as error:
        told = _said(
            "archive_broken",
            str(error),
            f"name {'a' if kind == 'bag' else 'an'} {kind} that publisher wrote",
        )
        result = Verified(path, [told], broken=True)
    return replace(result, diagnostics=[replace(d, path=path.name) for d in result.diagnostics])


def proved(path: Path, max_mib: int = MAX_REPORT_MIB) -> Archive:
    """Return the archive in the file or bag at ``path``, if ``verify`` finds no error in it.

    Raises ArchiveError. ``max_mib``: as of ``verify``.
    """
    found = verify(path, max_mib)
    errors = [d for d in found.diagnostics if d.severity == "error"]
    if errors and found.broken:
        raise ArchiveError(errors[0].message)
    if errors:
        raise ArchiveError(_not_sealed(errors))
    return found_at(path)


def found_at(path: Path) -> Archive:
    """Return the archive in the file or bag at ``path``, of which nothing is proved.

    Raises ArchiveError.
    """
    return _in_bag(Bag(path)) if is_bag(path) else read_archive(path)


def _in_bag(bag: Bag) -> Archive:
    if ARCHIVE not in bag.names:
        raise ArchiveError(f"is a bag without an archive (it has no {ARCHIVE})")
    return decode(bag.read(ARCHIVE, MAX_ARCHIVE))


def _proved(archive: Archive, max_mib: int) -> list[Diagnostic]:
    """Return what is wrong with an archive; only one that is as it was sealed is read again."""
    found = list(flaws(archive))
    if outcome_of(found) == "errors":
        return found
    return [*found, *differences(archive, max_mib)]


def _verified_bag(path: Path, max_mib: int) -> Verified:
    """Prove a bag: its files by its manifests, then the archive in it, and its source beside it.

    Raises ArchiveError.
    """
    bag = Bag(path)
    found = [_said("bag", message, _COPY) for message in flaws_of_bag(bag)]
    strays = [*_strays(bag)]
    held: set[str] = set()
    if not found and ARCHIVE in bag.names:
        archive = _in_bag(bag)
        found += _proved(archive, max_mib)
        found += (_said("bag", message, _COPY) for message in _beside(bag, archive.members))
        held = {ARCHIVE, *(f"{SOURCE}{file['path']}" for file in _files(archive.members))}
        same, other = _derived(bag, archive)
        held |= same
        found += (
            _said("bag", f"{name!r} is another than publisher makes of the archive", _OTHER, "note")
            for name in other
        )
    payload = {name for name in bag.names if name.startswith(PAYLOAD)} - set(bag.strays)
    return Verified(
        path,
        [*strays, *found],
        proved=tuple(sorted(payload & held)),
        listed=tuple(sorted(payload - held)),
    )


def _derived(bag: Bag, archive: Archive) -> tuple[set[str], list[str]]:
    """Return which of the files that an archive alone gives are so, and which are others."""
    names = {
        "schema": f"{PAYLOAD}archive-{archive.version}.schema.json",
        "crate": f"{PAYLOAD}{CRATE}",
    }
    sizes = {
        name.removeprefix(PAYLOAD): bag.size(name)
        for name in bag.names
        if name.startswith(PAYLOAD) and name not in {names["crate"], *bag.strays}
    }
    there = [name for name in names if names[name] in bag.names]
    same: set[str] = set()
    for name in there:
        # Of what is no archive of ours, or not to be read, nothing can be made.
        with suppress(ArchiveError, KeyError, TypeError, ValueError, RecursionError):
            held = bag.read(names[name])
            if name == "schema":
                fits = json.loads(held) == archive.original["schema"]
            else:
                fits = held == crate_of(archive.members, sizes, SOURCE.removeprefix(PAYLOAD))
            if fits:
                same.add(names[name])
    return same, [names[name] for name in there if names[name] not in same]


def _strays(bag: Bag) -> Iterator[Diagnostic]:
    """Yield what a system's own program left in a bag: beside the payload that does no harm."""
    for name in bag.strays:
        inside = name.startswith(PAYLOAD)
        yield _said(
            "bag",
            f"{name!r} was put there by the system's file manager, and is in no manifest",
            f"delete {name!r}" + ("" if inside else ", if you like; the bag is whole without it"),
            "error" if inside else "note",
        )


def _beside(bag: Bag, members: dict[str, Any]) -> Iterator[str]:
    """Yield the files of a report in a bag that are not those of its archive."""
    for held in _files(members):
        name = f"{SOURCE}{held['path']}"
        if name not in bag.names:
            yield f"{name!r} is missing, and the archive beside it has it"
        elif hashlib.sha256(b"".join(bag.pieces(name))).hexdigest() != held["sha256"]:
            yield f"{name!r} is not the file that the archive beside it has"


def sealed(path: Path) -> Archive:
    """Return the archive in the file at ``path``, proved but for the reading of its source.

    Raises ArchiveError.
    """
    archive = read_archive(path)
    found = [flaw for flaw in flaws(archive) if flaw.severity == "error"]
    if found:
        raise ArchiveError(_not_sealed(found))
    return archive


def _not_sealed(found: list[Diagnostic]) -> str:
    more = f" (and {len(found) - 1} more, see publisher verify)" if len(found) > 1 else ""
    return f"is not as it was sealed: {found[0].message}{more}"


def flaws(archive: Archive) -> Iterator[Diagnostic]:
    """Yield where an archive is not as it was sealed: form, digests, schema, files."""
    members = archive.original
    try:
        text, seals = with_seals(members)
    except (ValueError, RecursionError):
        text, seals = b"", {}
    if text != archive.text:
        yield _said("archive_form", "the file is not its own canonical form (RFC 8785)", _COPY)
        return
    broken = False
    for message in _broken_seals(members, seals):
        broken = True
        yield _said("archive_fixity", message, _COPY)
    try:
        for pointer, message in islice(violations(members, archive.version), _SHOWN):
            broken = True
            yield _said("archive_schema", f"{pointer or '/'}: {message}", _COPY)
    except RecursionError:
        broken = True
        yield _said("archive_schema", "/document: nests too deeply", _COPY)
    if broken:
        return
    for message in islice(chain(_bad_paths(members), _damaged_files(members)), _SHOWN):
        yield _said("archive_file", message, _COPY)
    for message in claims.faults(members):
        yield _said("archive_claim", message, _COPY)
    if not claims.is_ours(members["schema"], archive.version):
        yield _said(
            "archive_schema",
            "it carries another schema than this program has for its version",
            "compare the two, if you do not trust where it comes from",
            "note",
        )


def _broken_seals(members: dict[str, Any], seals: dict[str, str]) -> Iterator[str]:
    held = members.get("fixity")
    held = held.get("members") if isinstance(held, dict) else None
    if not isinstance(held, dict):
        yield "there is no fixity block"
        return
    for name in sorted(set(held) ^ (set(members) - {"fixity"})):
        yield f"/{name}: there is {'a digest and no member' if name in held else 'no digest of it'}"
    for name in sorted(set(held) & set(members)):
        if seals[name] != held[name]:
            yield f"/{name}: its bytes have another digest than the one in the fixity block"


def _bad_paths(members: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the paths of an archive's files, in a time that grows as they do."""
    seen = set()
    for held in _files(members):
        path = held["path"]
        if path in seen:
            yield f"{path!r} stands twice in it"
        seen.add(path)
        if why := fault(path, windows=False, source=held is members["source"]):
            yield f"{path!r} {why}"
    for path in sorted(seen):
        if above := next((name for name in _above(path) if name in seen), ""):
            yield f"{path!r}: {above!r} is a file, and cannot be a folder as well"
    seen.update(held["path"] for held in members["left_out"])
    for held in members["lookups"]:
        if held["path"] and held["path"] not in seen and not is_hidden(held["path"]):
            yield f"{held['path']!r}: the report names it, and it is not in the archive"


def _damaged_files(members: dict[str, Any]) -> Iterator[str]:
    for held in _files(members):
        path = held["path"]
        try:
            data = held["bytes"].data
        except ValueError:
            yield f"{path!r}: its bytes are no base64"
            continue
        if binascii.b2a_base64(data, newline=False) != b"".join(held["bytes"].base64()):
            yield f"{path!r}: its bytes are not in the one form that base64 has for them"
        told = {
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "sha512": hashlib.sha512(data).hexdigest(),
        }
        for name, value in told.items():
            if value != held[name]:
                yield f"{path!r}: its {name} is {value}, and the archive says {held[name]}"


def _files(members: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return chain([members["source"]], members["figures"], members["files"])


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _said(code: str, message: str, advice: str, severity: Severity = "error") -> Diagnostic:
    return Diagnostic(code, severity, "", 1, 1, None, message, advice)
