"""One group's row: what became of its hand-in, and how each question stands."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from publisher.cohort.handin import Handin
    from publisher.cohort.history import Late
    from publisher.diagnostics.model import Outcome

Run = Literal["done", "missing", "timed_out", "crashed"]


@dataclass(frozen=True, slots=True)
class Row:
    """What is told of one group: one row in, one row out, always.

    ``run``: what became of the run for it; ``outcome``: the report's (empty where it was not
    judged); ``late``, ``doubt``, ``commit``, ``committed``, ``deadline``: see ``Handin``; ``reason``: why it
    is not ``done``.  ``report``: the report's file in the group's folder of hand-ins.
    ``receipt``: of the hand-in.  ``files``: the names of its outputs, in its folder.
    ``diagnostics``: how many of each severity.  ``faults``: how many of them are faults of ours.
    ``questions``: in the order of the text, each as in ``publisher.check``, with ``page``, the first in the PDF
    (None: no PDF).  ``checklist``: text, module and tick of each item that is a box.
    """

    group: str
    run: Run
    outcome: Outcome | Literal[""] = ""
    late: Late | Literal[""] = ""
    doubt: str = ""
    reason: str = ""
    title: str = ""
    report: str = ""
    receipt: str = ""
    deadline: str = ""
    commit: str = ""
    committed: str = ""
    faults: int = 0
    diagnostics: dict[str, int] = field(default_factory=dict)
    questions: tuple[dict[str, Any], ...] = ()
    checklist: tuple[dict[str, Any], ...] = ()
    files: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the group's hand-in was judged, and is ok or has warnings."""
        return self.run == "done" and self.outcome in ("ok", "warnings")

    def as_json(self) -> dict[str, Any]:
        """Return the members, in the order above."""
        held = {name: getattr(self, name) for name in self.__slots__}
        return held | {name: list(held[name]) for name in ("questions", "checklist", "files")}

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> Row:
        """Return the row that ``as_json`` gave.  Raises TypeError, KeyError if it is none."""
        return cls(
            **held | {name: tuple(held[name]) for name in ("questions", "checklist", "files")}
        )


def blank(handin: Handin, run: Run, reason: str = "") -> Row:
    """Return the row of a hand-in that is not judged."""
    return Row(
        handin.group,
        run,
        late=handin.late,
        doubt=handin.doubt,
        reason=reason or handin.reason,
        report=handin.report,
        deadline=handin.deadline,
        commit=handin.commit,
        committed=handin.committed,
    )


def packed(held: dict[str, Any]) -> bytes:
    """Return JSON on one line, the same for the same members."""
    return json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def unpacked(line: bytes) -> dict[str, Any]:
    """Return the members of JSON that ``packed`` gave.  Raises ValueError."""
    return cast("dict[str, Any]", json.loads(line))
