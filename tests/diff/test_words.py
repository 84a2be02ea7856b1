"""The comparison of words: right, shortest, and bounded."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from publisher.diff.words import WordDiff

TEXTS = st.lists(st.sampled_from("abcd"), max_size=14)


def pieces(old, new, **steps):
    """Return the pieces, after a look at what must be true of all."""
    found = WordDiff(**steps).pieces(old, new)
    assert [w for p in found if p.op != "in" for w in p.words] == list(old)
    assert [w for p in found if p.op != "out" for w in p.words] == list(new)
    assert all(p.words for p in found)
    return found


def longest_common(old, new):
    lengths = [0] * (len(new) + 1)
    for word in old:
        before = 0
        for at, other in enumerate(new, 1):
            before, lengths[at] = (
                lengths[at],
                before + 1 if word == other else max(lengths[at], lengths[at - 1]),
            )
    return lengths[-1]


@given(TEXTS, TEXTS)
def test_property_nothing_shorter_is_possible(old, new):
    same = sum(len(p.words) for p in pieces(old, new) if p.op == "same")
    assert same == longest_common(old, new)


@given(TEXTS, TEXTS, st.integers(0, 8))
def test_property_right_when_patience_ends(old, new, steps):
    pieces(old, new, steps=steps)


def test_large_texts_take_bounded_time():
    """Without a limit each of these would take hours."""
    chance = random.Random(5)  # noqa: S311 - no secret
    size = 60_000
    wild = [[str(chance.random()) for _ in range(size)] for _ in range(2)]
    for old, new, most in (
        (*wild, 2),
        (["a"] * size, ["b", "a"] * (size // 2), 3),
        ([chance.choice("ab") for _ in range(size)], [chance.choice("ab") for _ in range(size)], 9),
    ):
        differ = WordDiff()
        before = differ._steps
        assert len(differ.pieces(old, new)) <= most
        assert before - differ._steps < 2 * before


def test_cut_at_words_that_stand_once():
    """Too unlike for one search, but the words that stand once in both hold it together."""
    old = [word for n in range(2000) for word in (f"once{n}", "x")]
    new = [word for n in range(2000) for word in (f"once{n}", "y")]
    found = pieces(old, new)
    assert sum(len(p.words) for p in found if p.op == "same") == 2000
