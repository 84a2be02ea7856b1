"""How rules speak of ranges, counts and what reading mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from publisher.diagnostics.model import Finding
from publisher.language.message import Message, plural
from publisher.read.files.address import path_of
from publisher.read.files.names import difference as of_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from publisher import nodes as ours
    from publisher.diagnostics.ranges import Range
    from publisher.read.limits.limit import Range as Limit
    from publisher.report.question import Question
    from publisher.report.view import Report

_LONGEST = 80

COUNTED: Final = {
    "word": plural("{count} word", "{count} words"),
    "image": plural("{count} image", "{count} images"),
    "question": plural("{count} question", "{count} questions"),
    "warning": plural("{count} warning", "{count} warnings"),
    "error": plural("{count} error", "{count} errors"),
    "note": plural("{count} note", "{count} notes"),
    "group": plural("{count} group", "{count} groups"),
    "report": plural("{count} report", "{count} reports"),
    "person": plural("{count} person", "{count} people"),
}
"""What is counted, in both numbers."""


def in_words(limit: Limit | None, dash: str = "-") -> str:
    """Return a range as a person writes it, with ``dash`` between its ends."""
    low, high = limit or (0, None)
    if high is None:
        return Message("at least {low}", low=low)
    if low == high:
        return str(low)
    return f"{low}{dash}{high}" if low else Message("at most {high}", high=high)


def asked(report: Report, question: Question, kind: Literal["words", "images"]) -> str:
    """Say who asks for what: the prompt, or the template where the prompt lost its limit."""
    limit = in_words(question.limit_words if kind == "words" else question.limit_images)
    if (question.number, kind) in report.lost_limits:
        return Message("the template asks for {limit}", limit=limit)
    return Message("the prompt asks for {limit}", limit=limit)


def questions(numbers: Sequence[int]) -> str:
    """Name questions: "question 3", "questions 1-3, 7". ``numbers``: of questions, rising."""
    return Message.plural(
        "question {numbers}",
        "questions {numbers}",
        count=len(numbers),
        numbers=", ".join(runs(numbers)),
    )


def runs(numbers: Sequence[int]) -> list[str]:
    """Return ``numbers`` with those that follow each other as one: "1-3", "7"."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return [f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in found]


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the one of ``names`` that ``name`` is probably meant for, in whatever case; empty: none is near."""
    import difflib  # late: only a mistake needs it

    by_folded = {known.casefold(): known for known in names}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1)
    return by_folded[close[0]] if close else ""


def counted(count: int, noun: str) -> Message:
    """Return ``count`` with what it counts: "1 word", "2 words"; ``noun``: one of COUNTED."""
    return Message.plural(*COUNTED[noun], count=count)


def advice(count: int, limit: Limit | None, noun: str) -> str:
    """Say how many to add or to take out; ``count``: how many there are."""
    low, high = limit or (0, None)
    if count < low:
        return Message("add at least {counted}", counted=counted(low - count, noun))
    more = count - (high if high is not None else count)
    return Message("take out at least {counted}", counted=counted(more, noun))


def other_count(report: Report, question: Question) -> tuple[int, str]:
    """Return the count that is not in force, and what it counts."""
    if report.count == "text":
        return question.words_source, Message("as pieces of Markdown")
    return question.words_text, Message("as words of visible text")


def shortened(uri: str) -> str:
    """Return ``uri``, cut in the middle where it is too long for a line."""
    return uri if len(uri) <= _LONGEST else f"{uri[:50]}...{uri[-25:]}"


def meant(uri: str, near: str) -> str:
    """Ask whether ``uri`` means the file ``near``, and say what differs."""
    told = of_names(path_of(uri), near)
    if told:
        return Message("did you mean {name}? ({difference})", name=near, difference=told)
    return Message("did you mean {name}?", name=near)


def differing_alike(report: Report, kind: str) -> list[list[ours.difference]]:
    """Return the differences that the rule ``kind`` reports, those with the same words together."""
    groups: dict[str, list[ours.difference]] = {}
    for difference in report.differences(kind):
        groups.setdefault(difference["found"], []).append(difference)
    return list(groups.values())


def told(
    report: Report,
    kind: str,
    advice: str,
    where: Callable[[ours.repair], Range] | None = None,
) -> Iterator[Finding]:
    """Yield one finding for each repair that the rule ``kind`` reports.

    ``where``: what of its line it is about, if not all of that.
    """
    for repair in report.repairs_of(kind):
        at = where(repair) if where else None
        yield Finding(repair.line or 1, _repaired(repair), advice, repair["number"] or None, at)


def told_alike(
    report: Report, kind: str, advice: str, where: Callable[[ours.repair], Range]
) -> Iterator[Finding]:
    """Yield one finding for what was found alike in several questions, where it is first; see ``told``."""
    groups: dict[str, list[ours.repair]] = {}
    for repair in report.repairs_of(kind):
        groups.setdefault(repair["found"], []).append(repair)
    for first, *others in groups.values():
        numbers = [repair["number"] for repair in (first, *others)]
        message = Message(
            "{questions}: {what}", questions=questions(numbers), what=_repaired(first)
        )
        number = None if others else numbers[0]
        yield Finding(first.line or 1, message, advice, number, where(first))


def _repaired(repair: ours.repair) -> Message:
    return Message("found {found}; read {taken}", found=repair["found"], taken=repair["taken"])
