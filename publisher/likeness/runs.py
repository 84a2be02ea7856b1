"""Runs of words that answers to one question share.

All runs of eight words (shingles) of all answers go into one index, in a time that grows as the answers do.  Where two
answers meet in it, the run is followed to both sides as far as they agree.  Words that were given to everybody (of a prompt, an
example, a template) and runs that very many answers have are taken out first, so they cost nothing and begin nothing; each answer
then meets at most ``most_common`` others in any of its words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from publisher.likeness.words import Vocabulary, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LENGTH: Final = 8
"""Words of the shortest run."""
_FEW, _SHARE, _MANY = 5, 20, 50
_BACK: Final = 50
"""Words by which a run may begin before the end of another one of the same two answers."""
_FREE: Final = re.compile(rb"\x01{%d,}" % LENGTH)

Shingle = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` words that are the same in two answers, from word ``first`` of the one, ``second`` of the other."""

    first: int
    second: int
    length: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers, by their places in the list, and what they share: the longest run first, no word twice."""

    first: int
    second: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Common:
    """A run that very many answers have: ``length`` words from word ``start`` of answer ``text``, and of ``texts``, too.

    ``count``: answers that have all of it, maybe within a longer one.
    """

    text: int
    start: int
    length: int
    texts: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Shared:
    """What the answers to one question share; ``words``: those of each answer; longest first, both."""

    words: list[Words]
    pairs: list[Pair]
    common: list[Common]


def most_common(texts: int) -> int:
    """Return how many of so many answers (``texts``) may share a run that is looked at in pairs.

    Few answers: five; many: one in twenty, and no more than fifty.
    """
    return max(_FEW, min(_MANY, texts // _SHARE))


def shared(texts: Sequence[str], given: Iterable[str], earlier: int = 0) -> Shared:
    """Return what ``texts``, the answers to one question, share.

    ``given``: what everybody had: prompts, examples, templates.  ``earlier``: so many of ``texts``, the first, are of
    past years, and compared with the others only.
    """
    vocabulary = Vocabulary()
    words = [vocabulary.words(text) for text in texts]
    asked = {shingle for text in given for shingle in _shingles(vocabulary.words(text).ids)}
    left = [_without(held.ids, asked, vocabulary)[0] for held in words]
    seen: Counter[Shingle] = Counter()
    for ids in left:
        seen.update(set(_shingles(ids)))
    many = {shingle for shingle, count in seen.items() if count > most_common(len(texts))}
    where: dict[Shingle, list[tuple[int, int]]] = defaultdict(list)
    if many:
        for number, ids in enumerate(left):
            left[number], stretches = _without(ids, many, vocabulary)
            for start, end in stretches:
                where[tuple(ids[start:end])].append((number, start))
    met = {shingle for shingle, count in seen.items() if count > 1} - many
    pairs = [
        Pair(*key, tuple(_apart(runs, len(left[key[0]]), len(left[key[1]]))))
        for key, runs in _meetings(left, met, earlier).items()
    ]
    return Shared(
        words,
        sorted(pairs, key=lambda pair: (-pair.runs[0].length, pair.first, pair.second)),
        sorted(_commons(where, seen), key=lambda run: (-run.length, run.text, run.start)),
    )


def _shingles(ids: Sequence[int]) -> Iterator[Shingle]:
    return zip(*(ids[start:] for start in range(LENGTH)), strict=False)


def _without(
    ids: list[int], out: set[Shingle], vocabulary: Vocabulary
) -> tuple[list[int], list[tuple[int, int]]]:
    """Return ``ids`` with words that equal no other in place of all runs in ``out``, and where those stood."""
    stretches: list[tuple[int, int]] = []
    for start, shingle in enumerate(_shingles(ids)):
        if shingle in out:
            end = start + LENGTH
            if stretches and start <= stretches[-1][1]:
                stretches[-1] = stretches[-1][0], end
            else:
                stretches.append((start, end))
    if not stretches:
        return ids, stretches
    kept = list(ids)
    for start, end in stretches:
        kept[start:end] = [vocabulary.alone() for _ in range(end - start)]
    return kept, stretches


def _meetings(
    texts: Sequence[list[int]], met: set[Shingle], earlier: int
) -> dict[tuple[int, int], list[Run]]:
    """Return the runs of each two of ``texts`` that share one of ``met``, by their numbers."""
    first_in: dict[Shingle, list[tuple[int, int]]] = defaultdict(list)
    found: dict[tuple[int, int], list[Run]] = defaultdict(list)
    for number, ids in enumerate(texts):
        own: dict[Shingle, int] = {}
        known: dict[int, int] = {}
        """Up to where runs with each other text are known, which keeps the time linear in repetitions, too."""
        for at, shingle in enumerate(_shingles(ids)):
            if shingle not in met:
                continue
            own.setdefault(shingle, at)
            for other, place in first_in.get(shingle, ()) if number >= earlier else ():
                end = known.get(other, 0)
                if at + LENGTH > end:
                    run = _grown(texts[other], ids, place, at, lowest=end - _BACK)
                    known[other] = run.second + run.length
                    found[other, number].append(run)
        for shingle, at in own.items():
            first_in[shingle].append((number, at))
    return found


def _grown(one: list[int], other: list[int], first: int, second: int, lowest: int) -> Run:
    """Return the longest run of two texts around these two places, in the second from ``lowest`` on."""
    end, end_second = first + LENGTH, second + LENGTH
    while first and second > max(lowest, 0) and one[first - 1] == other[second - 1]:
        first, second = first - 1, second - 1
    while end < len(one) and end_second < len(other) and one[end] == other[end_second]:
        end, end_second = end + 1, end_second + 1
    return Run(first, second, end - first)


def _apart(runs: list[Run], length: int, length_second: int) -> list[Run]:
    """Return ``runs``, the longest first, each without words that stand in one before it."""
    if len(runs) == 1:
        return runs
    taken, taken_second = bytearray(length), bytearray(length_second)
    kept: list[Run] = []
    for run in sorted(runs, key=lambda run: (-run.length, run.first, run.second)):
        both = zip(
            taken[run.first : run.first + run.length],
            taken_second[run.second : run.second + run.length],
            strict=True,
        )
        is_free = bytes(not (one or other) for one, other in both)
        for free in _FREE.finditer(is_free):
            size = free.end() - free.start()
            run_left = Run(run.first + free.start(), run.second + free.start(), size)
            kept.append(run_left)
            taken[run_left.first : run_left.first + size] = b"\1" * size
            taken_second[run_left.second : run_left.second + size] = b"\1" * size
    return sorted(kept, key=lambda run: (-run.length, run.first))


def _commons(
    where: dict[Shingle, list[tuple[int, int]]], seen: Counter[Shingle]
) -> Iterator[Common]:
    for words, places in where.items():
        text, start = places[0]
        texts = tuple(dict.fromkeys(number for number, _ in places))
        yield Common(text, start, len(words), texts, min(seen[s] for s in _shingles(words)))
