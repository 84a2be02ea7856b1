"""``publisher.check/2``: the result of a check as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publisher.diagnostics.visible import printed_json

if TYPE_CHECKING:
    from publisher.check import Result
    from publisher.report.question import Question

FORMAT = "publisher.check/2"


def report(result: Result) -> str:
    """Return the result as JSON text, ending in a line end."""
    return printed_json(as_json(result))


def as_json(result: Result) -> dict[str, Any]:
    """Return the result's members in the order of the contract."""
    checklist = result.report.checklist if result.report else ()
    return {
        "format": FORMAT,
        "report": result.path.name,
        "outcome": result.outcome,
        "count": result.count,
        "questions": [question(q) for q in result.report.questions] if result.report else [],
        "checklist": {
            "items": sum(not item.broken for item in checklist),
            "ticked": sum(item.ticked for item in checklist),
            "broken": sum(bool(item.broken) for item in checklist),
        },
        "diagnostics": [d.as_json() for d in result.diagnostics],
    }


def question(found: Question) -> dict[str, Any]:
    """Return how one question is called, and its numbers."""
    return {
        "key": found.key,
        "label": found.label,
        "number": found.number,
        "line": found.line,
        "status": found.status,
        "words": {"source": found.words_source, "text": found.words_text},
        "images": found.images,
        "limits": {
            "words": list(found.limit_words) if found.limit_words else None,
            "images": list(found.limit_images) if found.limit_images else None,
        },
        "verdict": found.verdict,
    }
