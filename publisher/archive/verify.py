"""Proving that an archive is what was sealed, and that it is what its source says."""

from __future__ import annotations

import binascii
import hashlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from publisher.archive import claims
from publisher.archive.bag import PAYLOAD, SOURCE
from publisher.archive.canonical import digest, with_tokens
from publisher.archive.decode import MAX_ARCHIVE, decode, read_archive
from publisher.archive.error import ArchiveError
from publisher.archive.reread import differences
from publisher.archive.restorer import fault
from publisher.archive.schema import violations
from publisher.diagnostics import Diagnostic, Severity, outcome_of
from publisher.output import FORMATS
from publisher.read.folder import is_hidden
from publisher.read.load import MAX_REPORT_MIB

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from publisher.archive.bag_proof import Bag
    from publisher.archive.decode import Archive
    from publisher.diagnostics import Outcome

_SHOWN = 10
_ARCHIVE = f"{PAYLOAD}{FORMATS['archive']}"
_COPY = "fetch the archive again from where it was whole"


@dataclass(frozen=True, slots=True)
class Verified:
    """What is said of one file.

    ``broken``: it could not be read as an archive at all; ``attached``: it is a PDF, of which
    the archive inside was proved and nothing else.
    """

    path: Path
    diagnostics: list[Diagnostic]
    broken: bool = False
    attached: bool = False

    @property
    def outcome(self) -> Outcome:
        """``ok``, ``warnings``, ``errors`` or ``broken``."""
        return "broken" if self.broken else outcome_of(self.diagnostics)


def verify(path: Path, max_mib: int = MAX_REPORT_MIB) -> Verified:
    """Prove the archive or the bag at ``path``; what is none is a result too.

    ``max_mib``: of the report in it, as of one that is read from a folder.
    """
    from publisher.archive.bag_proof import is_bag

    if is_bag(path):
        return _verify_bag(path, max_mib)
    try:
        archive = read_archive(path)
    except ArchiveError as error:
        broken = _said("archive_broken", str(error), "name an archive that publisher wrote")
        return Verified(path, [_in(broken, path)], broken=True)
    told = [_in(diagnostic, path) for diagnostic in _proved(archive, max_mib)]
    return Verified(path, told, attached=archive.attached)


def _proved(archive: Archive, max_mib: int) -> list[Diagnostic]:
    """Return what is wrong with an archive; only one that is as it was sealed is read again."""
    found = list(flaws(archive))
    if outcome_of(found) == "errors":
        return found
    return [*found, *differences(archive, max_mib)]


def _verify_bag(path: Path, max_mib: int) -> Verified:
    """Prove a bag: its files by its manifests, then the archive in it, and its source beside it."""
    from publisher.archive.bag_proof import Bag
    from publisher.archive.bag_proof import flaws as flaws_of_bag

    found: list[Diagnostic] = []
    try:
        bag = Bag(path)
        found += (_said("bag", message, _COPY) for message in flaws_of_bag(bag))
        if not found and _ARCHIVE in bag.names:
            archive = decode(bag.read(_ARCHIVE, MAX_ARCHIVE))
            found += _proved(archive, max_mib)
            found += (_said("bag", message, _COPY) for message in _beside(bag, archive.members))
    except ArchiveError as error:
        told = _said("archive_broken", str(error), "name a bag that publisher wrote")
        return Verified(path, [_in(told, path)], broken=True)
    return Verified(path, [_in(diagnostic, path) for diagnostic in found])


def _beside(bag: Bag, members: dict[str, Any]) -> Iterator[str]:
    """Yield the files of a report in a bag that are not those of its archive."""
    for held in (members["source"], *members["figures"], *members["files"]):
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
        more = f" (and {len(found) - 1} more, see publisher verify)" if len(found) > 1 else ""
        raise ArchiveError(f"is not as it was sealed: {found[0].message}{more}")
    return archive


def flaws(archive: Archive) -> Iterator[Diagnostic]:
    """Yield where an archive is not as it was sealed: form, digests, schema, files."""
    members = archive.original
    try:
        canonical = with_tokens(members)[0] == archive.text
    except (ValueError, RecursionError):
        canonical = False
    if not canonical:
        yield _said("archive_form", "the file is not its own canonical form (RFC 8785)", _COPY)
        return
    broken = False
    for message in _broken_seals(members):
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
    for message in _damaged_files(members):
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


def _broken_seals(members: dict[str, Any]) -> Iterator[str]:
    held = members.get("fixity")
    held = held.get("members") if isinstance(held, dict) else None
    if not isinstance(held, dict):
        yield "there is no fixity block"
        return
    for name in sorted(set(held) ^ (set(members) - {"fixity"})):
        yield f"/{name}: there is {'a digest and no member' if name in held else 'no digest of it'}"
    for name in sorted(set(held) & set(members)):
        if digest(members[name]) != held[name]:
            yield f"/{name}: its bytes have another digest than the one in the fixity block"


def _damaged_files(members: dict[str, Any]) -> Iterator[str]:
    seen = set()
    for held in (members["source"], *members["figures"], *members["files"]):
        path = held["path"]
        if path in seen:
            yield f"{path!r} stands twice in it"
        seen.add(path)
        if fault(path, windows=False):
            yield f"{path!r} {fault(path, windows=False)}"
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
    seen.update(held["path"] for held in members["left_out"])
    for held in members["lookups"]:
        if held["path"] and held["path"] not in seen and not is_hidden(held["path"]):
            yield f"{held['path']!r}: the report names it, and it is not in the archive"


def _said(code: str, message: str, advice: str, severity: Severity = "error") -> Diagnostic:
    return Diagnostic(code, severity, "", 1, 1, None, message, advice)


def _in(diagnostic: Diagnostic, path: Path) -> Diagnostic:
    from dataclasses import replace

    return replace(diagnostic, path=path.name)
