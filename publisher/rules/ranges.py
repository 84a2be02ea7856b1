"""How rules speak of ranges and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.read.wording import Range
    from publisher.report import Question, Report

_LONGEST = 80


def in_words(limit: Range | None) -> str:
    """Return a range as a person writes it."""
    low, high = limit or (0, None)
    if high is None:
        return f"at least {low}"
    if low == high:
        return str(low)
    return f"{low}-{high}" if low else f"at most {high}"


def advice(count: int, limit: Range | None, noun: str) -> str:
    """Say how many to add or to take out."""
    low, high = limit or (0, None)
    if count < low:
        number = low - count
        return f"add at least {number} {noun}{'s' if number != 1 else ''}"
    number = count - (high if high is not None else count)
    return f"take out at least {number} {noun}{'s' if number != 1 else ''}"


def other_counts(report: Report, question: Question) -> list[tuple[int, str]]:
    """Return the counts that are not in force, each with the name of its way to count."""
    counts = {
        "source": (question.words_source, "as pieces of Markdown"),
        "text": (question.words_text, "as words of visible text"),
    }
    del counts[report.count]
    return [*counts.values(), (question.words_script, "by the course's former script")]


def shortened(uri: str) -> str:
    """Return ``uri``, cut in the middle where it is too long for a line."""
    return uri if len(uri) <= _LONGEST else f"{uri[:50]}...{uri[-25:]}"
