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
README: Final = "README.txt"
"""For who opens a bag and knows nothing of it."""
_README: Final = """\
{title}

This folder is a bag (BagIt 1.0, RFC 8493): one report, and what proves that it is whole.

To read it    open data/report.html in a browser, or data/report.pdf.
What it is    data/source has the files that were handed in. data/report.json holds the same files byte
              for byte with all that was read from them; its first member says how to get them out of it.
To prove it   any program for bags compares the files with the manifests beside this file. 'publisher
              verify' also reads the report again, and tells which file is proved by what.
To restore    copy data/source, or 'publisher restore data/report.json -o DIR'.
"""
_ALGORITHMS: Final = ("sha256", "sha512")
_WHEN: Final = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold


def bag(
    payload: Mapping[str, bytes],
    title: str,
    date: str = "",
    group: int | str | None = None,
    retention: str = "",
) -> dict[str, bytes]:
    """Return all files of a bag, by their paths in it; ``payload``: by their paths in ``data/``.

    ``date``: the report's (ISO 8601), ``group``: its number, if it has one; ``retention``: the day until which
    it is to be kept (ISO 8601), if that is known.

    Nothing in it is of the clock: the same payload gives the same bag.
    """
    held = {f"{PAYLOAD}{path}": data for path, data in payload.items()}
    size = sum(len(data) for data in held.values())
    named = " ".join(title.split()) or "Report"
    info = {
        "Bag-Software-Agent": f"{WRITER} {__version__}",
        "External-Description": named,
        "Payload-Oxum": f"{size}.{len(held)}",
    }
    if date:  # the report's: a bag of the same report is the same bag
        info["Bagging-Date"] = date[:10]
    if group is not None:
        info["External-Identifier"] = f"Group {group}"
    if retention:  # a label of our own, as RFC 8493, 2.2.2, allows
        info["Retention-Date"] = retention
    tags = {
        "bagit.txt": DECLARATION,
        README: _README.format(title=named).encode(),
        "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in info.items()).encode(),
        **{f"manifest-{name}.txt": _manifest(held, name) for name in _ALGORITHMS},
    }
    tags |= {f"tagmanifest-{name}.txt": _manifest(tags, name) for name in _ALGORITHMS}
    return dict(sorted((tags | held).items()))


def write_zip(file: IO[bytes], files: Mapping[str, bytes], folder: str, first: str = "") -> None:
    """Write ``files`` below ``folder`` (empty: at the top) into ``file`` as one zip, the same bytes on every machine.

    Entries are sorted, but for the ``first``, their dates and permissions fixed; they are stored as they are, since
    the libraries that pack differ from machine to machine (and pictures are packed already).
    Beyond 2 GiB it is a zip of the larger form (ZIP64; APPNOTE.TXT, 4.3.14).
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items(), key=lambda held: (held[0] != first, held[0])):
            entry = zipfile.ZipInfo(f"{folder}/{path}" if folder else path, _WHEN)
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
