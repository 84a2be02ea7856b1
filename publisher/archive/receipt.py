"""A report's receipt (docs/receipt.md): the same on every machine, under every version."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from publisher.doors.opened import FileError, opened
from publisher.read.files.load import MAX_REPORT_MIB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from publisher.read.files.folder import Folder
    from publisher.report.view import Report

_BYTES = 20  # 160 bits of SHA-256: eight groups of four letters
NAMESPACE = "publisher.receipt/1"
"""What a signature is for, so that none can be taken for another (PROTOCOL.sshsig, 2)."""
_LONGEST = 64 * 1024
_RECEIPT = re.compile(r"[A-Z2-7]{32}")
_BETWEEN = re.compile(r"[\s\-\u00ad\u2010-\u2015]+")


def receipt(path: Path, max_mib: int = MAX_REPORT_MIB) -> str:
    """Return the receipt of the report at ``path``, a Markdown file of at most ``max_mib`` MiB.

    Raises BrokenReport if it cannot be read, OSError if a figure cannot.
    """
    from publisher.read.files.folder import Folder
    from publisher.read.files.load import load
    from publisher.read.parser import read
    from publisher.report.view import Report

    source = load(path, max_mib)
    folder = Folder(path.parent)
    return receipt_of_read(Report(read(path, source, folder), path.name), source.data, folder)


def receipt_of_read(report: Report, source: bytes, folder: Folder) -> str:
    """Return the receipt of a report that was read, under whatever settings, from ``source`` and ``folder``.

    Raises OSError if a figure cannot be read. Raises FileError.
    """
    from publisher.archive.belongings import belongings
    from publisher.read.files.picture import SUFFIXES

    owned = belongings(report, folder)
    # What is no picture by its name is taken for none; a folder has no ending.
    endings = ("", *(ending for held in SUFFIXES.values() for ending in held))
    for name, why in owned.left_out:
        if why == "not read" and PurePosixPath(name).suffix.lower() in endings:
            raise FileError("refused", "the receipt would be that of another report", name)
    return _digest(source, ((name, folder.read(name)) for name in _ordered(owned.figures)))


def receipt_of_archive(path: Path) -> str:
    """Return the receipt of the report in an archive, or in a PDF that carries one.

    Raises ArchiveError if it is none, or not as it was sealed.
    """
    from publisher.archive.verify import sealed

    return receipt_of(sealed(path).members)


def receipt_of(members: dict[str, Any]) -> str:
    """Return the receipt of the report in an archive, from its ``members``."""
    figures = {held["path"]: held["bytes"] for held in members["figures"]}
    pairs = ((name, figures[name].data) for name in _ordered(figures))
    return _digest(members["source"]["bytes"].data, pairs)


def as_typed(text: str) -> str:
    """Return the receipt that a person typed or pasted, in the form in which it is printed.

    Case, blanks, line ends and dashes do not count.  Raises ValueError if it is none.
    """
    letters = _BETWEEN.sub("", text).upper()
    if not _RECEIPT.fullmatch(letters):
        raise ValueError("expected 32 letters A-Z and digits 2-7, in groups of four")
    return "-".join(letters[start : start + 4] for start in range(0, 32, 4))


def signed(text: str, key: Path) -> str:
    """Return the receipt ``text`` on a line, and below it its signature by the SSH key ``key``.

    Raises SshMissingError and SshError.
    """
    from publisher.doors.ssh import sign

    return f"{text}\n{sign(key, NAMESPACE, _line(text))}"


def given_receipt(given: str) -> tuple[str, str]:
    """Return the receipt that was typed, or that the file ``given`` holds, and its signature.

    The signature is empty where there is none.  Raises ValueError if there is no receipt.
    """
    from publisher.doors.ssh import is_signature

    try:
        return as_typed(given), ""
    except ValueError:
        held = _held(given)
        if not held:
            raise
    first, _, rest = held.lstrip().partition("\n")
    if rest.strip() and not is_signature(rest):
        raise ValueError("expected a receipt on the first line, and its signature below")
    return as_typed(first), rest


def signer_of(text: str, signature: str, signers: Path) -> str:
    """Return who signed the receipt ``text``, by the file of allowed signers.

    Raises SshMissingError, and SshError where the signature does not hold.
    """
    from publisher.doors.ssh import signer

    return signer(signature, NAMESPACE, _line(text), signers)


def _held(name: str) -> str:
    """Return the beginning of the text file ``name``; empty: there is none."""
    from pathlib import Path

    try:
        with opened(Path(name)) as file:
            return file.read(_LONGEST).decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return ""


def _line(text: str) -> bytes:
    return f"{text}\n".encode()


def _ordered(names: Iterable[str]) -> list[str]:
    return sorted(names, key=_composed)


def _composed(name: str) -> str:
    """Return ``name`` in composed letters (NFC): file systems differ in how they keep an ``ä``."""
    return unicodedata.normalize("NFC", name)


def _digest(source: bytes, figures: Iterable[tuple[str, bytes]]) -> str:
    made = hashlib.sha256()
    for field in _fields(source, figures):
        made.update(len(field).to_bytes(8, "big"))
        made.update(field)
    return as_typed(base64.b32encode(made.digest()[:_BYTES]).decode())


def _fields(source: bytes, figures: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    yield source
    for name, data in figures:
        yield _composed(name).encode()
        yield data
