"""Many graders' marks become one for each answer: joined, never overwritten."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from publisher.marks.table import AGREED, TOTAL, MarksError, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from publisher.marks.table import Mark

_NAMED: Final = 20
"""Conflicts that are told one by one."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What holds of one answer, or of a whole report.

    ``points``: None: only comments were made.  ``comments``: pairs of grader (may be empty) and comment, in the order
    of the tables, each once.  ``receipt``: of the hand-in that was marked; empty: nobody said.
    """

    points: Decimal | None
    comments: tuple[tuple[str, str], ...]
    receipt: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Marks of one answer of which nobody knows which holds."""

    marks: tuple[Mark, ...]

    def told(self, *, where: bool = False) -> str:
        """Return who gave what, in a sentence; ``where``: with files and lines."""
        receipts = {mark.receipt for mark in self.marks if mark.receipt}
        gave = []
        for mark in self.marks:
            what = pointed(mark.points) if mark.points is not None else "a comment"
            bound = f" for {mark.receipt}" if len(receipts) > 1 and mark.receipt else ""
            place = f" ({mark.where})" if where else ""
            gave.append(f"{what} by {mark.grader or 'nobody named'}{bound}{place}")
        hand_ins = f" for {len(receipts)} hand-ins" if len(receipts) > 1 else ""
        return f"{told(self.marks[0])}{hand_ins}: {', '.join(gave)}"


@dataclass(frozen=True, slots=True)
class GroupMarks:
    """What one group gets.

    ``questions``: by the question's key, in the order of numbers; ``whole``: what was given for the report as a whole.
    """

    questions: dict[str, Settled]
    whole: Settled | None

    @property
    def total(self) -> Decimal | None:
        """The points of the whole report if such were given, else the sum of its questions'; None: no points."""
        if self.whole and self.whole.points is not None:
            return self.whole.points
        given = [s.points for s in self.questions.values() if s.points is not None]
        return sum(given, Decimal(0)) if given else None

    @property
    def receipts(self) -> tuple[str, ...]:
        """The receipts of the hand-ins that marks in force were given for, each once."""
        held = (*self.questions.values(), *filter(None, (self.whole,)))
        return tuple(dict.fromkeys(s.receipt for s in held if s.receipt))


def settle(marks: Iterable[Mark]) -> dict[str, GroupMarks]:
    """Return what holds, by the group's key.  Raises MarksError where graders differ."""
    found, conflicts = joined(marks)
    hold_agreed(conflicts)
    return found


def hold_agreed(conflicts: Sequence[Conflict]) -> None:
    """Raise MarksError, which names the ``conflicts`` with their rows, if there are any."""
    if conflicts:
        more = len(conflicts) - _NAMED
        lines = [conflict.told(where=True) for conflict in conflicts[:_NAMED]]
        lines += [f"and {more} more"] if more > 0 else []
        lines += [f"expected the same points, or a row with the grader {AGREED!r} that settles it"]
        raise MarksError("\n".join(lines))


def joined(marks: Iterable[Mark]) -> tuple[dict[str, GroupMarks], list[Conflict]]:
    """Return what holds, by the group's key, and the answers of which nothing does, since graders differ.

    Graders who give the same agree.  Who differ are settled by a row whose grader is ``agreed``.
    """
    given: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        given[mark.group, mark.question].append(mark)
    found: dict[str, dict[str, Settled]] = defaultdict(dict)
    conflicts = []
    for (group, question), rows in given.items():
        if _differ(rows):
            conflicts.append(Conflict(tuple(rows)))
        else:
            found[group][question] = _settled(rows)
    return {group: _of_group(held) for group, held in found.items()}, conflicts


def _of_group(held: dict[str, Settled]) -> GroupMarks:
    keys = sorted((key for key in held if key != TOTAL), key=int)
    return GroupMarks({key: held[key] for key in keys}, held.get(TOTAL))


def pointed(points: Decimal) -> str:
    """Return ``points`` as people write them: no zeros behind."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _differ(rows: Sequence[Mark]) -> bool:
    """Tell whether one of ``rows``, all of one answer, contradicts another, and no row settles it."""
    receipts = {row.receipt for row in rows if row.receipt}
    points = {row.points for row in rows if row.points is not None}
    return _agreed(rows) is None and (len(receipts) > 1 or len(points) > 1)


def _agreed(rows: Sequence[Mark]) -> Mark | None:
    """Return the row that settles, if there is one with points."""
    agreed = (row for row in rows if row.grader.casefold() == AGREED and row.points is not None)
    return next(agreed, None)


def _settled(rows: list[Mark]) -> Settled:
    first = [agreed, *rows] if (agreed := _agreed(rows)) else rows
    return Settled(
        next((row.points for row in first if row.points is not None), None),
        tuple(dict.fromkeys((row.grader, row.comment) for row in rows if row.comment)),
        next((row.receipt for row in first if row.receipt), ""),
    )


def by_grader(marks: Iterable[Mark]) -> Mapping[tuple[str, str], list[Decimal]]:
    """Return the points that were given, sorted, by question's key and grader: what a course shows of its graders."""
    found: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for mark in marks:
        if mark.points is not None:
            found[mark.question, mark.grader].append(mark.points)
    return {key: sorted(points) for key, points in found.items()}
