"""From a report to its archive, ``publisher.archive/2`` (docs/archive-format.md)."""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Any

from docutils import nodes

from publisher import nodes as ours
from publisher.archive.belongings import Belongings, belongings
from publisher.archive.canonical import Blob, digest
from publisher.archive.provenance import provenance
from publisher.archive.schema import FORMAT, about, schema
from publisher.archive.tree import encode_document, plain_text, pointer
from publisher.diagnostics.model import outcome_of
from publisher.read.cut.answer import clean
from publisher.read.yardstick.recognise import split_by_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publisher.course.settings import Course
    from publisher.diagnostics.model import Diagnostic
    from publisher.read.cut.segments import Split
    from publisher.read.files.folder import Folder
    from publisher.read.files.load import Source
    from publisher.report.question import Question
    from publisher.report.view import Image, Report


# What these find lies beyond the report, and no archive could prove it.
_OUTSIDE = frozenset({"evidence_missing", "repository_unread"})


def contents(
    report: Report,
    source: Source,
    folder: Folder,
    course: Course,
    diagnostics: Sequence[Diagnostic],
    *,
    date: str = "",
    restorer: bool = False,
    changes: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return the archive's members but ``fixity``, without a clock, a path or the machine in them.

    The bytes of files are ``Blob``.  ``diagnostics``: those of reading and of the rules;
    ``restorer``: put the program in that restores the report; ``changes``: see
    ``provenance``.
    """
    diagnostics = [d for d in diagnostics if d.code not in _OUTSIDE]
    parts, _ = split_by_template(source.text, course.templates)
    owned = belongings(report, folder)
    members: dict[str, Any] = {
        "$about": about(),
        "format": FORMAT,
        "schema": schema(),
        "provenance": provenance(
            len(owned.figures) + len(owned.files),
            outcome_of(diagnostics),
            date,
            course.retention,
            changes,
        ),
        "migrations": [],
        "source": _source(report.path, source),
        "segments": _segments(parts, source),
        "title": report.title,
        "group": {"number": report.group, "study_numbers": list(report.study_numbers)},
        "date": date or None,
        "settings": course.as_json(),
        "sections": list(_sections(report.document, 1)),
        "questions": _questions(report, parts),
        "checklist": _checklist(report),
        "document": encode_document(report.document),
        "lookups": _lookups(report),
        "figures": _figures(report, folder, owned),
        "files": [_file(path, folder.read(path)) for path in owned.files],
        "left_out": [{"path": path, "reason": reason} for path, reason in owned.left_out],
        "diagnostics": [d.as_json() for d in diagnostics],
    }
    if restorer:
        members["restorer"] = _restorer()
    return members


def fixity(members: dict[str, Any]) -> dict[str, Any]:
    """Return the digest of every member but the fixity block, over its canonical bytes."""
    return seals({name: digest(value) for name, value in members.items() if name != "fixity"})


def seals(digests: Mapping[str, str]) -> dict[str, Any]:
    """Return the fixity block for the digest of every other member."""
    return {
        "algorithm": "sha256",
        "canonicalization": "RFC 8785",
        "members": dict(sorted(digests.items())),
    }


def _restorer() -> dict[str, str]:
    text = resources.files("publisher.archive").joinpath("restorer.py").read_text("utf-8")
    return {
        "path": "restore.py",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "text": text,
    }


def _file(path: str, data: bytes) -> dict[str, Any]:
    return {
        "path": path,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "sha512": hashlib.sha512(data).hexdigest(),
        "bytes": Blob(data),
    }


def _source(name: str, source: Source) -> dict[str, Any]:
    return {
        **_file(name, source.data),
        "encoding": source.encoding,
        "byte_order_mark": source.bom,
        "line_ends": source.line_ends,
    }


def _segments(parts: Split, source: Source) -> list[dict[str, Any]]:
    """Return the segments with lines and byte offsets: joined they are the file but its BOM."""
    found = []
    offset = 3 if source.bom else 0
    # A stray byte that was read as cp1252 is one byte here, whatever its letter takes in UTF-8.
    exact = source.data[offset:].decode(source.encoding, "surrogateescape")
    for segment in parts.segments:
        text = exact[segment.start : segment.end]
        size = len(text.encode(source.encoding, "surrogateescape"))
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


def _sections(parent: nodes.Element, level: int) -> Iterator[dict[str, Any]]:
    """Yield the headings that group questions, in the order of the text."""
    for node in parent.children:
        if not isinstance(node, nodes.section) or isinstance(node, ours.question):
            continue
        yield {
            "title": next(iter(node.findall(nodes.title))).astext(),
            "id": node["ids"][0],
            "line": node.line or 0,
            "level": level,
            "tree": pointer(node),
            "questions": [q["ids"][0] for q in node.children if isinstance(q, ours.question)],
        }
        yield from _sections(node, level + 1)


def _questions(report: Report, parts: Split) -> list[dict[str, Any]]:
    found = []
    for question, span in zip(report.questions, parts.questions, strict=True):
        prompt = span.prompt
        found.append(
            {
                **_numbers(question),
                "id": question.node["ids"][0],
                "marker": question.node["marker"],
                "prompt": {
                    "markdown": parts.text[prompt.start : prompt.end] if prompt else "",
                    "text": plain_text(question.prompt) if question.prompt else "",
                    "tree": pointer(question.prompt) if question.prompt else None,
                },
                "answer": {
                    "markdown": clean(parts.text, span).markdown.strip("\n"),
                    "text": plain_text(question.answer),
                    "tree": pointer(question.answer),
                },
            }
        )
    return found


def _numbers(question: Question) -> dict[str, Any]:
    """Return what a question is judged by; a limit is its least and its most (None: no end)."""
    return {
        "number": question.number,
        "line": question.line,
        "status": question.status,
        "words": {"source": question.words_source, "text": question.words_text},
        "images": question.images,
        "limits": {
            "words": list(question.limit_words) if question.limit_words else None,
            "images": list(question.limit_images) if question.limit_images else None,
        },
        "verdict": question.verdict,
    }


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


def _lookups(report: Report) -> list[dict[str, Any]]:
    """Return what each local address led to: all that reading asked of the report's folder."""
    found = {}
    web = {}
    for image in report.images:
        problem = "" if image.figure else image.problem
        if problem != "remote":  # its address may be a whole picture (data:)
            found[image.uri] = (image.figure, problem, image.near)
    for link in report.document.findall(nodes.reference):
        if "local" in link:
            found[link["refuri"]] = (link["local"], link["problem"], link["near"])
            web[link["refuri"]] = (link["web"], link["dead"])
    nowhere = ("", False)
    return [
        {
            "uri": uri,
            "path": path,
            "problem": problem,
            "near": near,
            "web": web.get(uri, nowhere)[0],
            "dead": web.get(uri, nowhere)[1],
        }
        for uri, (path, problem, near) in sorted(found.items())
    ]


def _figures(report: Report, folder: Folder, owned: Belongings) -> list[dict[str, Any]]:
    uses: dict[str, list[Image]] = {}
    for image in report.images:
        uses.setdefault(image.figure, []).append(image)
    found = []
    for path in owned.figures:
        picture = folder.picture(path)
        found.append(
            {
                **_file(path, folder.read(path)),
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
