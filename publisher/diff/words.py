"""What was taken out of a text and put into it, word by word, in bounded time.

The shortest way from one text to the other is found with the greedy algorithm of E. W. Myers
("An O(ND) Difference Algorithm and Its Variations", 1986).  Its time grows with the square of the
differences, so it has a limit: where two texts are too unlike, they are cut at the words that
stand once in each (patience), and what is still too unlike between two cuts is told as a whole.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_EDITS: Final = 1000
"""Words in and out that one search may find: it keeps as many squared numbers at most."""
MAX_STEPS: Final = 8_000_000
"""Words that all searches of one comparison may look at, in sum: some seconds."""

Op = Literal["same", "out", "in"]
Match = tuple[int, int, int]
"""Where a common run begins in the old text and in the new one, and its length, in words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that follow each other; ``op``: in both texts, ``out`` of the old, ``in`` the new."""

    op: Op
    words: tuple[str, ...]


class WordDiff:
    """Compares texts; all comparisons of one object share ``MAX_STEPS``."""

    def __init__(self, steps: int = MAX_STEPS) -> None:
        """Look at ``steps`` words at most, before texts are told as a whole."""
        self._steps = steps

    def pieces(self, old: Sequence[str], new: Sequence[str]) -> tuple[Piece, ...]:
        """Return how ``new`` comes from ``old``: joined, all but ``out`` is ``new``."""
        found: list[Piece] = []
        at_old = at_new = 0
        for start, other, length in (*self._runs(old, new), (len(old), len(new), 0)):
            for op, words in (
                ("out", old[at_old:start]),
                ("in", new[at_new:other]),
                ("same", old[start : start + length]),
            ):
                if words:
                    found.append(Piece(op, tuple(words)))  # type: ignore[arg-type]  # a literal
            at_old, at_new = start + length, other + length
        return tuple(found)

    def _runs(self, old: Sequence[str], new: Sequence[str]) -> Iterator[Match]:
        """Yield the common runs, in order: what the texts begin with, the middle, the end."""
        shorter = min(len(old), len(new))
        head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
        rest = shorter - head
        tail = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
        end_old, end_new = len(old) - tail, len(new) - tail
        if head:
            yield 0, 0, head
        yield from self._middle(old, new, (head, end_old), (head, end_new))
        if tail:
            yield end_old, end_new, tail

    def _middle(
        self,
        old: Sequence[str],
        new: Sequence[str],
        span_old: tuple[int, int],
        span_new: tuple[int, int],
    ) -> Iterator[Match]:
        whole = self._shortest(old[slice(*span_old)], new[slice(*span_new)])
        if whole is not None:
            yield from _moved(whole, span_old[0], span_new[0])
            return
        at_old, at_new = span_old[0], span_new[0]
        for anchor_old, anchor_new in (
            *_anchors(old, new, span_old, span_new),
            (span_old[1], span_new[1]),
        ):
            between = self._shortest(old[at_old:anchor_old], new[at_new:anchor_new])
            yield from _moved(between or (), at_old, at_new)
            if anchor_old < span_old[1]:
                yield anchor_old, anchor_new, 1
            at_old, at_new = anchor_old + 1, anchor_new + 1

    def _shortest(self, old: Sequence[str], new: Sequence[str]) -> list[Match] | None:
        """Return the common runs of the shortest way; None where it is too long to be found."""
        if not old or not new:
            return []
        most = min(MAX_EDITS, len(old) + len(new))
        # For each diagonal (old minus new), how far in ``old`` the ways found so far have come.
        reach = [0] * (2 * most + 3)
        middle = most + 1
        trace: list[array[int]] = []
        for edits in range(most + 1):
            trace.append(array("q", reach[middle - edits - 1 : middle + edits + 2]))
            for diagonal in range(-edits, edits + 1, 2):
                at = middle + diagonal
                down = diagonal == -edits or (diagonal != edits and reach[at - 1] < reach[at + 1])
                x = reach[at + 1] if down else reach[at - 1] + 1
                y = x - diagonal
                start = x
                while x < len(old) and y < len(new) and old[x] == new[y]:
                    x += 1
                    y += 1
                reach[at] = x
                self._steps -= x - start + 1
                if x >= len(old) and y >= len(new):
                    return _way_back(trace, len(old), len(new))
            if self._steps < 0:
                return None
        return None


def _way_back(trace: list[array[int]], x: int, y: int) -> list[Match]:
    """Return the common runs of the way that led to the ends ``x`` and ``y``, in order."""
    found: list[Match] = []
    for edits in range(len(trace) - 1, -1, -1):
        reach, middle = trace[edits], edits + 1
        diagonal = x - y
        at = middle + diagonal
        down = diagonal == -edits or (diagonal != edits and reach[at - 1] < reach[at + 1])
        before = diagonal + 1 if down else diagonal - 1
        old = reach[middle + before] if edits else 0
        new = old - before if edits else 0
        start = old if down or not edits else old + 1
        if x > start:
            found.append((start, start - diagonal, x - start))
        x, y = old, new
    return found[::-1]


def _anchors(
    old: Sequence[str], new: Sequence[str], span_old: tuple[int, int], span_new: tuple[int, int]
) -> list[tuple[int, int]]:
    """Return places of words that stand once in each text, the most that are in one order."""
    single = Counter(old[slice(*span_old)])
    places = {
        word: place
        for place, word in enumerate(old[slice(*span_old)], span_old[0])
        if single[word] == 1
    }
    again = Counter(new[slice(*span_new)])
    # The longest rising sequence of places, by patience sorting.
    tops: list[int] = []
    piles: list[tuple[int, int]] = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for place, word in enumerate(new[slice(*span_new)], span_new[0]):
        if again[word] != 1 or word not in places:
            continue
        pair = (places[word], place)
        pile = bisect_left(tops, pair[0])
        before[pair] = piles[pile - 1] if pile else None
        tops[pile : pile + 1] = [pair[0]]
        piles[pile : pile + 1] = [pair]
    found = []
    last = piles[-1] if piles else None
    while last is not None:
        found.append(last)
        last = before[last]
    return found[::-1]


def _moved(runs: Sequence[Match], by_old: int, by_new: int) -> Iterator[Match]:
    return ((old + by_old, new + by_new, length) for old, new, length in runs)
