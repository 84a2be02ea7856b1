"""What a deposit holds, for machines that collect data: RO-Crate 1.1 (JSON-LD)."""

from __future__ import annotations

import json
import mimetypes
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from publisher.archive.provenance import WRITER

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE: Final = "ro-crate-metadata.json"
_PROFILE: Final = "https://w3id.org/ro/crate/1.1"
_TYPES: Final = {".md": "text/markdown", ".json": "application/json", ".jsonl": "application/jsonl"}


def crate(
    sizes: Mapping[str, int],
    media: Mapping[str, str],
    *,
    title: str,
    date: str,
    language: str,
    group: int | str | None,
) -> bytes:
    """Return ``ro-crate-metadata.json`` for files, by their paths beside it.

    ``sizes``: in bytes; ``media``: media types that are known by content; ``date``: ISO 8601.  Nobody is
    named: who wrote the report stands in it, if its authors want that. ``group``: its number or pseudonym,
    None: nobody asks for one.
    """
    written = f" by group {group}" if group is not None else ""
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": title or "Report",
        "description": f"A report{written}: its source and figures, as a web page, as a PDF, and "
        "as an archive from which all of it can be restored and proved.",
        "datePublished": date,
        "inLanguage": language,
        "license": {"@id": "#licence"},
        "hasPart": [{"@id": _address(path)} for path in sorted(sizes)],
    }
    graph: list[dict[str, Any]] = [
        {
            "@id": FILE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _PROFILE},
            "about": {"@id": "./"},
        },
        root,
        {
            "@id": "#licence",
            "@type": "CreativeWork",
            "name": "No licence",
            "description": "The report states no licence; ask its authors.",
        },
        {"@id": "#publisher", "@type": "SoftwareApplication", "name": WRITER},
        *(_file(path, size, media.get(path, "")) for path, size in sorted(sizes.items())),
    ]
    held = {"@context": f"{_PROFILE}/context", "@graph": graph}
    return (json.dumps(held, indent=2, ensure_ascii=False) + "\n").encode()


def crate_of(members: dict[str, Any], sizes: Mapping[str, int], source: str) -> bytes:
    """Return the crate of the files in ``sizes`` as the members of their archive give it.

    ``source``: the folder in which the report's own files are.
    """
    settings = members["settings"]
    return crate(
        sizes,
        {f"{source}{held['path']}": held["media_type"] for held in members["figures"]},
        title=settings["title"] or members["title"],
        date=members["date"] or "",
        language=settings["language"],
        group=members["group"]["number"],
    )


def _file(path: str, size: int, media: str) -> dict[str, Any]:
    ending = f".{path.rpartition('.')[2].lower()}"
    # Of the interpreter's own table: that of the machine may say otherwise.
    known = media or _TYPES.get(ending) or mimetypes.MimeTypes().guess_type(f"x{ending}")[0]
    return {
        "@id": _address(path),
        "@type": "File",
        "name": path.rpartition("/")[2],
        "contentSize": str(size),
        "encodingFormat": known or "application/octet-stream",
    }


def _address(path: str) -> str:
    return quote(path)
