"""``publisher.diff/1``: a difference as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publisher.diagnostics.visible import printed_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.diff.compare import Difference, FileChange, QuestionDiff
    from publisher.diff.words import Piece
    from publisher.report.question import Question

FORMAT = "publisher.diff/1"


def as_json(found: Difference, old: str, new: str) -> str:
    """Return the difference as JSON text, ending in a line end; ``old``, ``new``: names.

    Of words that are the same only the number is told.
    """
    held = {
        "format": FORMAT,
        "old": old.replace("\\", "/"),
        "new": new.replace("\\", "/"),
        "same": found.same,
        "questions": [_question(question) for question in found.questions],
        "text": _pieces(found.text),
        "checklist": [{"text": t.text, "old": t.old, "new": t.new} for t in found.ticks],
        "files": [_file(change) for change in found.files],
    }
    return printed_json(held)


def _question(question: QuestionDiff) -> dict[str, Any]:
    return {
        "number": question.number,
        "again": question.again,
        "where": question.where,
        "changed": question.changed,
        "old": _state(question.old),
        "new": _state(question.new),
        "prompt": _pieces(question.prompt),
        "answer": _pieces(question.answer),
        "only_spacing": question.spacing,
        "images": [_file(change) for change in question.images],
    }


def _state(question: Question | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {
        "line": question.line,
        "status": question.status,
        "verdict": question.verdict,
        "words": {"source": question.words_source, "text": question.words_text},
        "images": question.images,
    }


def _pieces(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    return [
        {piece.op: len(piece.words) if piece.op == "same" else " ".join(piece.words)}
        for piece in pieces
    ]


def _file(change: FileChange) -> dict[str, Any]:
    return {
        "old": change.old or None,
        "new": change.new or None,
        "same_content": change.same_content,
    }
