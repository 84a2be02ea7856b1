"""Many graders' marks become one for each answer: joined, never overwritten."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from publisher.marks.table import AGREED, TOTAL, MarksError, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
        """The receipts of the hand-ins that were marked, each once."""
        held = (*self.questions.values(), *filter(None, (self.whole,)))
        return tuple(dict.fromkeys(s.receipt for s in held if s.receipt))


def settle(marks: Iterable[Mark]) -> dict[str, GroupMarks]:
    """Return what holds, by the group's key.

    Graders who give the same agree.  Who differ are settled by a row whose grader is ``agreed``; else
    MarksError names every conflict with its rows.
    """
    given: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        given[mark.group, mark.question].append(mark)
    conflicts = [text for rows in given.values() if (text := _conflict(rows))]
    if conflicts:
        more = len(conflicts) - _NAMED
        lines = [*conflicts[:_NAMED], *([f"and {more} more"] if more > 0 else [])]
        raise MarksError(
            "\n".join(
                (
                    *lines,
                    f"expected the same points, or a row with the grader {AGREED!r} that settles it",
                )
            )
        )
    found: dict[str, dict[str, Settled]] = defaultdict(dict)
    for (group, question), rows in given.items():
        found[group][question] = _settled(rows)
    return {
        group: GroupMarks(
            {key: held[key] for key in sorted((k for k in held if k != TOTAL), key=int)},
            held.get(TOTAL),
        )
        for group, held in found.items()
    }


def pointed(points: Decimal) -> str:
    """Return ``points`` as people write them: no zeros behind."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _conflict(rows: list[Mark]) -> str:
    """Return what of ``rows``, all of one answer, contradicts another; empty: nothing does."""
    if _agreed(rows):
        return ""
    if len(receipts := {row.receipt for row in rows if row.receipt}) > 1:
        where = ", ".join(f"{row.receipt} ({row.where})" for row in rows if row.receipt)
        return f"{told(rows[0])}: marked for {len(receipts)} hand-ins: {where}"
    pointing = [row for row in rows if row.points is not None]
    if len({row.points for row in pointing}) < 2:  # noqa: PLR2004 - one is no conflict
        return ""
    gave = ", ".join(
        f"{pointed(row.points)} by {row.grader or 'nobody named'} ({row.where})"
        for row in pointing
        if row.points is not None
    )
    return f"{told(rows[0])}: {gave}"


def _agreed(rows: Iterable[Mark]) -> Mark | None:
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
