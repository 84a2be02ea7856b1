"""What fixes change in a text, as a unified diff and as edits, in about linear time."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from os.path import commonprefix
from typing import TYPE_CHECKING, Literal

from publisher.fixes.edit import Edit
from publisher.read.blocks.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Opcode = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]
"""A change as ``SequenceMatcher`` tells it: its kind, its lines before and after."""

_CONTEXT = 3
_SIGNS = {"delete": "-", "insert": "+", "replace": "-+", "equal": " "}


class _Anchored(SequenceMatcher[str]):
    """Compares only what lies between lines that stand once in both texts.

    Fixes change lines and move none, so those lines keep their order; a plain comparison
    would look through the whole text again for each change.
    """

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        """Take the lines of two texts."""
        super().__init__(None, before, after)
        self._before, self._after = before, after

    def get_opcodes(self) -> list[Opcode]:
        """Return the changes as ``SequenceMatcher`` does."""
        found: list[Opcode] = []
        i, j = 0, 0
        for at, other in [
            *_anchors(self._before, self._after),
            (len(self._before), len(self._after)),
        ]:
            between = SequenceMatcher(None, self._before[i:at], self._after[j:other])
            for kind, a, b, c, d in between.get_opcodes():
                found.append((kind, a + i, b + i, c + j, d + j))
            if at < len(self._before):
                found.append(("equal", at, at + 1, other, other + 1))
            i, j = at + 1, other + 1
        return _joined(found)


def _anchors(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where lines that stand once in both stand, in the order of both."""
    alone = {x for x, n in Counter(one).items() if n == 1}
    alone &= {x for x, n in Counter(other).items() if n == 1}
    places = {x: n for n, x in enumerate(other) if x in alone}
    last = -1
    for index, line in enumerate(one):
        at = places.get(line, -1)
        if at > last:
            yield index, at
            last = at


def _joined(found: Sequence[Opcode]) -> list[Opcode]:
    """Return the changes with those of one kind that touch as one."""
    joined: list[Opcode] = []
    for kind, first, end, other, other_end in found:
        start, start_other = first, other
        if joined and joined[-1][0] == kind:
            _, start, _, start_other, _ = joined.pop()
        joined.append((kind, start, end, start_other, other_end))
    return joined


def unified(before: str, after: str, name: str) -> str:
    """Return what became of the file ``name`` as a unified diff; empty: it is the same."""
    if before == after:
        return ""
    old, new = Lines.of(before).items, Lines.of(after).items
    shown = [f"--- {name}\n", f"+++ {name}\n"]
    for group in _Anchored(old, new).get_grouped_opcodes(_CONTEXT):
        (_, a, _, c, _), (_, _, b, _, d) = group[0], group[-1]
        shown.append(f"@@ -{_range(a, b)} +{_range(c, d)} @@\n")
        for kind, first, end, first_new, end_new in group:
            for sign in _SIGNS[kind]:
                lines = new[first_new:end_new] if sign == "+" else old[first:end]
                shown += [_line(sign, line) for line in lines]
    return "".join(shown)


def edits_between(before: str, after: str) -> Iterator[Edit]:
    """Yield the edits that make ``after`` of ``before``, each no longer than it has to be."""
    old, new = Lines.of(before), Lines.of(after)
    for kind, first, end, first_new, end_new in _Anchored(old.items, new.items).get_opcodes():
        if kind != "equal":
            start = old.offset(first)
            gone, come = before[start : old.offset(end)], "".join(new.items[first_new:end_new])
            same = len(commonprefix([gone, come]))  # noqa: RUF071 - characters are meant
            gone, come = gone[same:], come[same:]
            behind = len(commonprefix([gone[::-1], come[::-1]]))  # noqa: RUF071
            text = come[: len(come) - behind]
            yield Edit(start + same, start + same + len(gone) - behind, text)


def _range(first: int, end: int) -> str:
    """Return lines ``first`` to ``end`` (from 0, exclusive) as a hunk's head names them."""
    size = end - first
    start = first + bool(size)
    return str(start) if size == 1 else f"{start},{size}"


def _line(sign: str, line: str) -> str:
    ended = line.endswith(("\n", "\r"))
    return sign + line if ended else f"{sign}{line}\n\\ No newline at end of file\n"
