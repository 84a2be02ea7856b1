"""Headings of questions in a row: which level is usual, and whose number fits between its neighbours."""

from __future__ import annotations

from bisect import bisect, insort
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


class Heading(NamedTuple):
    """A question's heading: lines ``first`` to ``after`` (from 0, exclusive), level, number.

    ``title``: its text; ``plain``: no words behind the number; ``held``: it stands in a
    quote or a list; ``column`` where it is glued to a line of text.
    """

    first: int
    after: int
    level: int
    number: int
    title: str
    plain: bool = True
    held: bool = False
    column: int = 0

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands, for sorting."""
        return self.first, self.column


class Row:
    """Accepted headings in the order of the text: ``items``, and their ``numbers``."""

    def __init__(self, headings: Iterable[Heading]) -> None:
        """Put ``headings`` into order."""
        self.items = sorted(headings, key=lambda h: h.place)
        self.numbers = {h.number for h in self.items}

    def fits(self, heading: Heading) -> bool:
        """Tell whether the heading's number is missing and lies between its neighbours'."""
        at = bisect(self.items, heading.place, key=lambda h: h.place)
        return (
            heading.number not in self.numbers
            and (at == 0 or self.items[at - 1].number < heading.number)
            and (at == len(self.items) or heading.number < self.items[at].number)
        )

    def fits_closely(self, heading: Heading) -> bool:
        """Tell whether it fits, and is one more or one less than a neighbour's number."""
        at = bisect(self.items, heading.place, key=lambda h: h.place)
        before = self.items[at - 1].number if at else 0
        after = self.items[at].number if at < len(self.items) else 0
        return self.fits(heading) and heading.number in (before + 1, after - 1)

    def add(self, heading: Heading) -> None:
        """Accept ``heading``."""
        insort(self.items, heading, key=lambda h: h.place)
        self.numbers.add(heading.number)


def usual_level(found: Sequence[Heading]) -> int:
    """Return the level most question headings have (0: there are none)."""
    levels = Counter(h.level for h in found if h.plain) or Counter(h.level for h in found)
    return levels.most_common(1)[0][0] if levels else 0


def accepted(found: Collection[Heading], level: int) -> Row:
    """Keep the headings of the usual level, and others only where their number is missing.

    A heading with words behind its number ("Question 5 revisited") is taken for the
    question only if no plain one has that number.
    """
    plain = {h.number for h in found if h.level == level and h.plain}
    row = Row(h for h in found if h.level == level and (h.plain or h.number not in plain))
    for heading in found:
        if heading.level != level and row.fits(heading):
            row.add(heading)
    return row
