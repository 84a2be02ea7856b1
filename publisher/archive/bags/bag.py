"""Writes a bag: files with manifests by which anybody can prove them (BagIt 1.0, RFC 8493)."""

from __future__ import annotations

import hashlib
import zipfile
from typing import IO, TYPE_CHECKING, Final

from publisher import __version__
from publisher.archive.provenance import WRITER

if TYPE_CHECKING:
    from collections.abc import Mapping

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD: Final = "data/"
SOURCE: Final = f"{PAYLOAD}source/"
"""Where the files of the report itself are."""
_ALGORITHMS: Final = ("sha256", "sha512")
_WHEN: Final = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold


def bag(payload: Mapping[str, bytes], title: str, retention: str = "") -> dict[str, bytes]:
    """Return all files of a bag, by their paths in it; ``payload``: by their paths in ``data/``.

    ``retention``: the day until which it is to be kept (ISO 8601), if that is known.

    Nothing in it is of the clock: the same payload gives the same bag.
    """
    held = {f"{PAYLOAD}{path}": data for path, data in payload.items()}
    size = sum(len(data) for data in held.values())
    info = {
        "Bag-Software-Agent": f"{WRITER} {__version__}",
        "External-Description": " ".join(title.split()) or "Report",
        "Payload-Oxum": f"{size}.{len(held)}",
    }
    if retention:  # a label of our own, as RFC 8493, 2.2.2, allows
        info["Retention-Date"] = retention
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in info.items()).encode(),
        **{f"manifest-{name}.txt": _manifest(held, name) for name in _ALGORITHMS},
    }
    tags |= {f"tagmanifest-{name}.txt": _manifest(tags, name) for name in _ALGORITHMS}
    return dict(sorted((tags | held).items()))


def write_zip(file: IO[bytes], files: Mapping[str, bytes], folder: str) -> None:
    """Write ``files`` below ``folder`` into ``file`` as one zip, the same bytes on every machine.

    Entries are sorted, their dates and permissions fixed; they are stored as they are, since
    the libraries that pack differ from machine to machine (and pictures are packed already).
    Beyond 2 GiB it is a zip of the larger form (ZIP64; APPNOTE.TXT, 4.3.14).
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{path}", _WHEN)
            entry.create_system = 3  # Unix, wherever it is written
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)


def encoded(path: str) -> str:
    """Return ``path`` as a manifest holds it: on one line (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    lines = (
        f"{hashlib.new(algorithm, data).hexdigest()}  {encoded(path)}\n"
        for path, data in sorted(files.items())
    )
    return "".join(lines).encode()
