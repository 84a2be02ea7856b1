"""From a report to its archive, ``publisher.archive/1``."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any

from publisher import __version__
from publisher.archive.belongings import Belongings, belongings
from publisher.archive.tree import encode_document, plain_text
from publisher.read.answer import clean
from publisher.read.source import split
from publisher.reporters.json import question as numbers_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.course import Course
    from publisher.diagnostics import Diagnostic
    from publisher.read.folder import Folder
    from publisher.read.load import Source
    from publisher.read.source import Split
    from publisher.report import Image, Report

FORMAT = "publisher.archive/1"
_READERS = ("docutils", "markdown-it-py", "mdit-py-plugins", "myst-parser")


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the format, as it ships with the package."""
    text = resources.files("publisher.archive").joinpath("archive-1.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def encode(
    report: Report,
    source: Source,
    folder: Folder,
    course: Course,
    diagnostics: Iterable[Diagnostic],
    *,
    date: str = "",
) -> dict[str, Any]:
    """Return the archive's members, without a clock, a path or the machine in them.

    ``diagnostics``: those of reading and of the rules.
    """
    parts = split(source.text)
    owned = belongings(report, folder)
    members: dict[str, Any] = {
        "format": FORMAT,
        "generator": {
            "name": "report-publisher",
            "version": __version__,
            "reader": {name: metadata.version(name) for name in _READERS},
        },
        "source": _source(report.path, source),
        "segments": _segments(parts, source),
        "title": report.title,
        "group": {"number": report.group, "study_numbers": list(report.study_numbers)},
        "date": date or None,
        "settings": course.as_json(),
        "questions": _questions(report, parts),
        "checklist": _checklist(report),
        "document": encode_document(report.document),
        "figures": _figures(report, folder, owned),
        "files": [_file(folder, path) for path in owned.files],
        "left_out": [{"path": path, "reason": reason} for path, reason in owned.left_out],
        "diagnostics": [d.as_json() for d in diagnostics],
    }
    members["fixity"] = fixity(members)
    return members


def canonical(value: Any) -> bytes:
    """Return ``value`` as canonical JSON (RFC 8785): one byte form, so it can be hashed."""
    import rfc8785

    return rfc8785.dumps(value)


def fixity(members: dict[str, Any]) -> dict[str, Any]:
    """Return the digest of every member but the fixity block, over its canonical bytes."""
    return {
        "algorithm": "sha256",
        "canonicalization": "RFC 8785",
        "members": {
            name: hashlib.sha256(canonical(value)).hexdigest()
            for name, value in sorted(members.items())
            if name != "fixity"
        },
    }


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _source(name: str, source: Source) -> dict[str, Any]:
    return {
        "path": name,
        "encoding": source.encoding,
        "byte_order_mark": source.bom,
        "line_ends": source.line_ends,
        "size": len(source.data),
        "sha256": hashlib.sha256(source.data).hexdigest(),
        "bytes": _base64(source.data),
    }


def _segments(parts: Split, source: Source) -> list[dict[str, Any]]:
    """Return the segments with lines and byte offsets: joined they are the file but its BOM."""
    found = []
    offset = 3 if source.bom else 0
    for segment in parts.segments:
        text = parts.text[segment.start : segment.end]
        size = len(text.encode(source.encoding))
        last = parts.lines.line_at(max(segment.start, segment.end - 1))
        found.append(
            {
                "kind": segment.kind,
                "start": offset,
                "end": offset + size,
                "first_line": segment.line,
                "last_line": last,
            }
        )
        offset += size
    return found


def _questions(report: Report, parts: Split) -> list[dict[str, Any]]:
    found = []
    for question, span in zip(report.questions, parts.questions, strict=True):
        prompt = span.prompt
        found.append(
            {
                **numbers_of(question),
                "id": question.node["ids"][0],
                "marker": question.node["marker"],
                "prompt": {
                    "markdown": parts.text[prompt.start : prompt.end] if prompt else "",
                    "text": plain_text(question.prompt) if question.prompt else "",
                },
                "answer": {
                    "markdown": clean(parts.text, span).markdown.strip("\n"),
                    "text": plain_text(question.answer),
                },
            }
        )
    return found


def _checklist(report: Report) -> dict[str, Any]:
    items = report.checklist
    return {
        "items": sum(not item.broken for item in items),
        "ticked": sum(item.ticked for item in items),
        "broken": sum(bool(item.broken) for item in items),
        "list": [
            {
                "text": item.text,
                "module": item.module or None,
                "ticked": item.ticked,
                "broken": item.broken or None,
                "line": item.line,
            }
            for item in items
        ],
    }


def _file(folder: Folder, path: str) -> dict[str, Any]:
    data = folder.read(path)
    return {
        "path": path,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": _base64(data),
    }


def _figures(report: Report, folder: Folder, owned: Belongings) -> list[dict[str, Any]]:
    uses: dict[str, list[Image]] = {}
    for image in report.images:
        uses.setdefault(image.figure, []).append(image)
    found = []
    for path in owned.figures:
        picture = folder.picture(path)
        found.append(
            {
                **_file(folder, path),
                "media_type": picture.media,
                "width": picture.width,
                "height": picture.height,
                "uses": [
                    {"question": u.question, "line": u.line, "alt": u.alt}
                    for u in uses.get(path, [])
                ],
            }
        )
    return found
