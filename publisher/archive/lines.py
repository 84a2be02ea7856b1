"""``report.jsonl``: one line of JSON for each question, for pandas, DuckDB or jq."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from publisher.archive.receipt import receipt_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def lines(members: dict[str, Any], identity: str = "") -> bytes:
    """Return the lines of an archive's questions, in the order of the text; ``members``: its own.

    ``identity``: what tells this report from others in a table, by default its receipt.
    Columns are flat and the same on every line (see README), so that the lines of many reports
    are one table.  No study number is among them, unless an answer's text holds it.
    """
    return b"".join(
        json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in _rows(members, identity)
    )


def _rows(members: dict[str, Any], identity: str) -> Iterator[dict[str, Any]]:
    receipt = receipt_of(members)
    figures = _figures(members)
    for index, question in enumerate(members["questions"]):
        words, images = (question["limits"][name] or (None, None) for name in ("words", "images"))
        yield {
            "id": identity or receipt,
            "receipt": receipt,
            "report": members["source"]["path"],
            "sha256": members["source"]["sha256"],
            "course": members["settings"]["title"],
            "title": members["title"],
            "group": members["group"]["number"],
            "position": index + 1,
            "question": question["number"],
            "line": question["line"],
            "status": question["status"],
            "verdict": question["verdict"],
            "words_source": question["words"]["source"],
            "words_text": question["words"]["text"],
            "words_min": words[0],
            "words_max": words[1],
            "images": question["images"],
            "images_min": images[0],
            "images_max": images[1],
            "figures": figures.get(question["number"], []),
            "prompt": question["prompt"]["text"],
            "answer": question["answer"]["text"],
        }


def _figures(members: dict[str, Any]) -> dict[int, list[str]]:
    """Return the paths of the figures in the answers, sorted, by the number of the question."""
    found: dict[int, dict[str, None]] = {}
    for figure in members["figures"]:
        for use in figure["uses"]:
            found.setdefault(use["question"], {})[figure["path"]] = None
    return {number: list(paths) for number, paths in found.items()}
