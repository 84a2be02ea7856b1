"""What the rows of a course say together: of each question, and of each item of the checklist."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from publisher.report.question import within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.cohort.row import Row
    from publisher.read.limits.limit import Range

_ROUND = 10
_FEWEST = 5
"""Answers from which on limits that would fit are worked out."""


@dataclass(frozen=True, slots=True)
class QuestionStatistics:
    """One question over all groups that were judged.

    ``asked``: groups whose report has it; ``answered``; ``words``: of each answered one, sorted, by the
    counting rule in force; ``limit``: of words, as most reports have it, None without; ``below``, ``above``:
    answered ones outside it; ``failed``: verdicts ``fail``; ``rule``: verdicts that the other counting rule
    would turn; ``fits``: the limit that four of five answers keep, in tens, None where there are few.
    """

    number: int
    asked: int
    answered: int
    words: tuple[int, ...]
    limit: Range | None
    below: int
    above: int
    failed: int
    rule: int
    fits: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One item of the checklist: how many reports have it, and how many tick it."""

    text: str
    module: str
    there: int
    ticked: int


def question_statistics(rows: Sequence[Row], count: str) -> list[QuestionStatistics]:
    """Return the questions of all ``rows`` by number; ``count``: the counting rule in force."""
    by_number: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        for question in row.questions:
            by_number.setdefault(question["number"], []).append(question)
    return [_question(number, by_number[number], count) for number in sorted(by_number)]


def _question(number: int, found: list[dict[str, Any]], count: str) -> QuestionStatistics:
    other = "text" if count == "source" else "source"
    answered = [q for q in found if q["status"] == "answered"]
    words = tuple(sorted(q["words"][count] for q in answered))
    asked_of = [(q, _limit(q)) for q in answered]
    limit_words = Counter(map(_limit, found)).most_common(1)[0][0]
    return QuestionStatistics(
        number,
        len(found),
        len(answered),
        words,
        limit_words,
        sum(w < limit_words[0] for w in words) if limit_words else 0,
        sum(w > limit_words[1] for w in words) if limit_words and limit_words[1] is not None else 0,
        sum(q["verdict"] == "fail" for q in found),
        sum(
            within(q["words"][count], asked) != within(q["words"][other], asked)
            for q, asked in asked_of
        ),
        _fitting(words),
    )


def _limit(question: dict[str, Any]) -> Range | None:
    held = question["limits"]["words"]
    return (held[0] or 0, held[1]) if held else None


def _fitting(words: Sequence[int]) -> tuple[int, int] | None:
    if len(words) < _FEWEST:
        return None
    tenths = quantiles(words, n=10, method="inclusive")
    low, high = int(tenths[0]), int(tenths[-1])
    return low // _ROUND * _ROUND, -(-high // _ROUND) * _ROUND


def item_statistics(rows: Sequence[Row]) -> list[ItemStatistics]:
    """Return the items of all checklists, in the order in which they first stand."""
    there: Counter[tuple[str, str]] = Counter()
    ticked: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for item in row.checklist:
            key = (" ".join(item["text"].split()), item["module"] or "")
            there[key] += 1
            ticked[key] += bool(item["ticked"])
    return [ItemStatistics(*key, there[key], ticked[key]) for key in there]
