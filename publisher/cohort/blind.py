"""A course without names: what its outputs call a group, and what they do without.

Each group's outputs are made of a copy for publication (``privacy.copy``).  Here is what is told of it
beside that: its row, and the lines of its answers.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from publisher.privacy.people import pseudonym_of_group

if TYPE_CHECKING:
    from collections.abc import Collection

    from publisher.cohort.row import Row

_PSEUDONYM: Final = re.compile(r"g-[a-z]{10}")
UNREADABLE: Final = "it cannot be read, or asks no question"
NO_COPY: Final = (
    "no copy without names can be made; 'publisher archive --privacy names' of the report says why"
)


@dataclass(frozen=True, slots=True)
class Blind:
    """What hides groups; ``key``: the course's secret one."""

    key: bytes

    def name(self, group: str) -> str:
        """Return the pseudonym of the group with the key ``group``: the same for the same secret."""
        return pseudonym_of_group(group, self.key)

    def digest(self, text: str) -> str:
        """Return what tells ``text`` from others, and by which nobody without the key knows it again."""
        return hmac.digest(self.key, text.encode("utf-8", "surrogateescape"), hashlib.sha256).hex()

    def row(self, row: Row) -> Row:
        """Return the row of a group by its pseudonym, without what tells which group it is.

        A reason names files and addresses; it stays only where it says how a run for it ended.
        """
        return replace(
            row,
            group=self.name(row.group),
            doubt="",
            reason=row.reason.split(": ", 2)[0] if row.run in ("crashed", "timed_out") else "",
            report="",
            receipt="",
            deadline="",
            commit="",
            committed="",
        )


def is_pseudonym(name: str) -> bool:
    """Tell whether ``name`` may be a group's in a course without names."""
    return bool(_PSEUDONYM.fullmatch(name))


def blind_lines(lines: bytes, hidden: Collection[int]) -> bytes:
    """Return the lines of a report's answers without the questions ``hidden``, and without digests."""
    rows = [json.loads(line) for line in lines.splitlines()]
    return b"".join(
        json.dumps(row | {"receipt": "", "sha256": ""}, ensure_ascii=False).encode() + b"\n"
        for row in rows
        if row["question"] not in hidden
    )
