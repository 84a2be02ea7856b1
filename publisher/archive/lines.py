"""``report.jsonl``: one line of JSON for each question, for pandas, DuckDB or jq."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def lines(members: dict[str, Any]) -> bytes:
    """Return the lines of an archive's questions, in the order of the text; ``members``: its own.

    Columns are flat and the same on every line (see README), so that the lines of many reports
    are one table.  No study number is among them, unless an answer's text holds it.
    """
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in _rows(members))


def _rows(members: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for index, question in enumerate(members["questions"]):
        words, images = (question["limits"][name] or (None, None) for name in ("words", "images"))
        yield {
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
            "figures": _figures(members, question["number"]),
            "prompt": question["prompt"]["text"],
            "answer": question["answer"]["text"],
        }


def _figures(members: dict[str, Any], number: int) -> list[str]:
    """Return the paths of the figures in the answers to question ``number``, sorted."""
    return [
        figure["path"]
        for figure in members["figures"]
        if any(use["question"] == number for use in figure["uses"])
    ]
