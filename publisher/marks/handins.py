"""The hand-ins that marks are given for: a mark is bound to one by its receipt, and outlives a mended one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.cohort.build import EARLIER, GROUPS, rows_in
from publisher.marks.table import MarksError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from publisher.marks.table import Mark


@dataclass(frozen=True, slots=True)
class Handins:
    """The hand-ins that a course's outputs know of one group.

    ``receipt``: of the one that is built now; empty: there is none.  ``earlier``: archives of others, by receipt.
    """

    receipt: str
    earlier: Mapping[str, Path]


def receipts_in(outputs: Path) -> dict[str, Handins]:
    """Return the hand-ins that the course built in ``outputs`` knows, by the group's key.

    Raises MergeError: what is there is no course that was built.
    """
    return {
        row.group: Handins(
            row.receipt,
            {p.stem: p for p in (outputs / GROUPS / row.group / EARLIER).glob("*.json")},
        )
        for row in rows_in(outputs)
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
