"""Marks of a course that is built: bound to hand-ins by receipts, and what the course's pages tell of them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from publisher.marks.settle import by_grader, joined, pointed
from publisher.marks.table import TOTAL, MarksError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from publisher.cohort.row import Row
    from publisher.marks.settle import Conflict, GroupMarks
    from publisher.marks.table import Mark

EARLIER: Final = "earlier"
"""The folder, in a group's, with the archives of its earlier hand-ins, each by its receipt."""
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Handins:
    """The hand-ins that a course's outputs know of one group.

    ``receipt``: of the one that is built now; empty: there is none.  ``earlier``: archives of others, by receipt.
    """

    receipt: str
    earlier: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class GraderPoints:
    """What one grader gave for one question over all groups, in points as people write them.

    ``question``: its key, empty the whole report; ``count``: answers that got points.
    """

    question: str
    grader: str
    count: int
    low: str
    mean: str
    high: str


@dataclass(frozen=True, slots=True)
class Marking:
    """The marks of a course, as its pages show them.

    ``groups``: what holds, by the group's key; ``conflicts``: what does not, since graders differ; ``graders``: by
    question and grader; ``mended``: of groups that handed in again, the receipts of the earlier hand-ins
    that marks in force were given for, in the order of the tables, and their archives;
    ``digest``: SHA-256 of all marks, empty without any.
    """

    groups: Mapping[str, GroupMarks] = field(default_factory=dict)
    conflicts: Sequence[Conflict] = ()
    graders: Sequence[GraderPoints] = ()
    mended: Mapping[str, Mapping[str, Path]] = field(default_factory=dict)
    digest: str = ""

    def points(self, group: str, question: str = TOTAL) -> str:
        """Return the points of an answer, or of a whole report, as people write them; empty: none hold."""
        held = self.groups.get(group)
        if held is None:
            return ""
        found = held.questions.get(question)
        points = held.total if question == TOTAL else found.points if found else None
        return "" if points is None else pointed(points)


def handins_in(folders: Path, rows: Iterable[Row]) -> dict[str, Handins]:
    """Return the hand-ins of each group whose outputs stand in ``folders``, by the group's key."""
    return {
        row.group: Handins(
            row.receipt, {p.stem: p for p in sorted((folders / row.group / EARLIER).glob("*.json"))}
        )
        for row in rows
    }


def hold_receipts(marks: Iterable[Mark], known: Mapping[str, Handins]) -> None:
    """Raise MarksError where a mark was given for a hand-in that its group never had, or for no hand-in at all."""
    for mark in marks:
        handins = known.get(mark.group)
        if handins is None:
            raise MarksError(
                f"{mark.where}: group: expected one of the course that was built, found {mark.group!r}"
            )
        if mark.receipt and mark.receipt != handins.receipt and mark.receipt not in handins.earlier:
            now = f"it has {handins.receipt}" if handins.receipt else "it has none"
            raise MarksError(
                f"{mark.where}: receipt: expected that of a hand-in of group {mark.group!r} ({now}), "
                f"found {mark.receipt}"
            )


def marking_of(marks: Sequence[Mark], known: Mapping[str, Handins]) -> Marking:
    """Return what pages show of ``marks``; ``known``: the hand-ins of their groups.  Raises MarksError."""
    hold_receipts(marks, known)
    groups, conflicts = joined(marks)
    differing = [mark for conflict in conflicts for mark in conflict.marks]
    in_force = {(mark.group, mark.receipt) for mark in differing}  # each of them may be
    in_force |= {(key, receipt) for key, held in groups.items() for receipt in held.receipts}
    mended: dict[str, dict[str, Path]] = defaultdict(dict)
    for mark in marks:
        earlier = known[mark.group].earlier
        if mark.receipt in earlier and (mark.group, mark.receipt) in in_force:
            mended[mark.group][mark.receipt] = earlier[mark.receipt]
    graders = [
        GraderPoints(question, grader, len(all_), *map(pointed, (all_[0], _mean(all_), all_[-1])))
        for (question, grader), all_ in sorted(
            by_grader(marks).items(), key=lambda held: (int(held[0][0] or 10**9), held[0][1])
        )
    ]
    told = "\n".join(
        repr((m.group, m.question, str(m.points), m.comment, m.grader, m.receipt)) for m in marks
    )
    digest = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest() if marks else ""
    return Marking(groups, conflicts, graders, mended, digest)


def changes(earlier: Path, receipt: str, archive: Path, now: str) -> bytes:
    """Return the page that says what changed from the hand-in in one archive to that in another.

    ``receipt``, ``now``: those of the two, by which the page calls them.  Raises ArchiveError.
    """
    from publisher.diff.compare import compare, read_side
    from publisher.diff.page import page

    found = compare(read_side(earlier, None), read_side(archive, None))
    return page(found, receipt, now).encode()


def _mean(points: Sequence[Decimal]) -> Decimal:
    return (sum(points, Decimal(0)) / len(points)).quantize(_CENT)
