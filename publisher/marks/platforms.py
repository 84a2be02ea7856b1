"""Marks as learning platforms import them: a row a person, by the roster.

What each platform takes is its own: Brightspace's columns are in its help on importing grades
(community.d2l.com, article 3538), Canvas's in its gradebook importer (canvas-lms, lib/gradebook_importer.rb), those of
Moodle's grading worksheet in its assignment's importer (moodle, mod/assign/feedback/offline/importgradeslib.php, English).
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from publisher.marks.settle import pointed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from publisher.course.roster import Person
    from publisher.marks.settle import GroupMarks

_CANVAS_ITEM: Final = re.compile(r".*\([0-9]+\)")
_PARTICIPANT: Final = re.compile(r"(?:Participant\s+)?([0-9]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Graded:
    """One person's mark; ``points``: as people write them; ``comment``: all of it, a line a question."""

    person: Person
    points: str
    comment: str


@dataclass(frozen=True, slots=True)
class Platform:
    """How a learning platform imports marks.

    ``needs``: what a roster must say of a person, any of these members of ``Person``; ``table``: the rows of its file,
    the header first, for an item's name and marks.
    """

    title: str
    needs: tuple[str, ...]
    table: Callable[[str, Sequence[Graded]], Iterable[tuple[str, ...]]]


def graded(
    people: Iterable[Person], marks: Mapping[str, GroupMarks]
) -> tuple[list[Graded], list[Person]]:
    """Return the marks of each of ``people`` whose group has points, each once, and those without a mark.

    A person who stands twice in a roster, with the same group, has one row.
    """
    found: dict[tuple[str, ...], Graded] = {}
    without: list[Person] = []
    for person in people:
        got = marks.get(person.group)
        total = got.total if got else None
        if got is None or total is None:
            without.append(person)
            continue
        key = (person.lms_id, person.username, person.number, person.name, person.email)
        found.setdefault(key, Graded(person, pointed(total), comment(got)))
    return list(found.values()), without


def comment(marks: GroupMarks) -> str:
    """Return what was said of a report: of the whole, then of each question, a line each, without graders' names."""
    parts = [(f"Question {key}: ", settled) for key, settled in marks.questions.items()]
    whole = [("", marks.whole)] if marks.whole else []
    return "\n".join(
        f"{begin}{text}" for begin, settled in (*whole, *parts) for _, text in settled.comments
    )


def lacking(platform: Platform, people: Iterable[Person]) -> list[Person]:
    """Return those of ``people`` of whom the roster says nothing by which ``platform`` finds them."""
    return [p for p in people if not any(getattr(p, name) for name in platform.needs)]


def doubled(platform: Platform, marks: Iterable[Graded]) -> list[str]:
    """Return the ids on ``platform`` that more than one person would be found by."""
    seen: dict[tuple[str, str], int] = {}
    for mark in marks:
        for name in platform.needs:
            if value := getattr(mark.person, name):
                seen[name, value] = seen.get((name, value), 0) + 1
    return [value for (_, value), count in seen.items() if count > 1]


def as_file(platform: Platform, item: str, marks: Sequence[Graded]) -> bytes:
    """Return the file that ``platform`` imports: UTF-8, commas, a row a person."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(platform.table(item, marks))
    return text.getvalue().encode("utf-8", "replace")


def _brightspace(item: str, marks: Sequence[Graded]) -> Iterable[tuple[str, ...]]:
    """Points are a numeric item's, comments those of a text item, which Brightspace offers to make on import."""
    yield (
        "OrgDefinedId",
        "Username",
        f"{item} Points Grade",
        f"{item} Text Grade",
        "End-of-Line Indicator",
    )
    for mark in marks:
        org_id = mark.person.lms_id or mark.person.number
        said = "; ".join(mark.comment.split("\n"))
        yield (org_id, mark.person.username, mark.points, said, "#")


def _canvas(item: str, marks: Sequence[Graded]) -> Iterable[tuple[str, ...]]:
    yield ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", item)
    for mark in marks:
        yield (
            mark.person.name,
            # Canvas reads the digits that an id begins with, and takes them for a person's.
            mark.person.lms_id if mark.person.lms_id.isdecimal() else "",
            mark.person.number,
            mark.person.username,
            "",
            mark.points,
        )


def _moodle(_item: str, marks: Sequence[Graded]) -> Iterable[tuple[str, ...]]:
    yield (
        "Identifier",
        "Full name",
        "Email address",
        "Grade",
        "Last modified (grade)",
        "Feedback comments",
    )
    for mark in marks:
        number = _PARTICIPANT.fullmatch(mark.person.lms_id)
        yield (
            f"Participant {number[1]}" if number else mark.person.lms_id,
            mark.person.name,
            mark.person.email,
            mark.points,
            "-",
            mark.comment,
        )


PLATFORMS: Final = {
    "brightspace": Platform("Brightspace", ("lms_id", "number", "username"), _brightspace),
    "canvas": Platform("Canvas", ("lms_id", "number", "username"), _canvas),
    "moodle": Platform("Moodle", ("lms_id",), _moodle),
}


def item_fault(name: str, item: str) -> str:
    """Return what the name of an item on platform ``name`` was expected to be; empty: it can be one."""
    if not item.strip() or not item.isprintable() or len(item) > 128:  # noqa: PLR2004 - what Brightspace takes
        return "1 to 128 printable characters"
    if name == "canvas" and not _CANVAS_ITEM.fullmatch(item):
        return (
            "a name with the assignment's number behind it, as Canvas exports it: 'Project (1234)'"
        )
    return ""
