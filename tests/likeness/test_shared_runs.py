"""Runs that answers share: seeded copies are found, what everybody was given is not, and time stays linear."""

from __future__ import annotations

import time
from random import Random

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from publisher.likeness.runs import LENGTH, most_common, shared
from publisher.likeness.words import Vocabulary

WORDS = [f"word{number}" for number in range(3000)]


def seeded(number):
    return Random(number)  # noqa: S311 - the same words each time


def said(chance, count):
    return " ".join(chance.choices(WORDS, k=count))


def changed(chance, text):
    """Return ``text`` with one word in ten another one."""
    return " ".join(
        chance.choice(WORDS) if chance.random() < 0.1 else word for word in text.split()
    )


def runs_of(found, at=0):
    """Return the words of the runs that a pair shares."""
    pair = found.pairs[at]
    words = found.words[pair.first]
    return [
        words.text[words.starts[run.first] : words.ends[run.first + run.length - 1]]
        for run in pair.runs
    ]


@pytest.mark.parametrize(("length", "least"), [(30, 0.95), (50, 0.98), (150, 0.99)])
def test_copies_with_one_word_in_ten_changed_are_found(length, least):
    chance = seeded(length)
    originals = [said(chance, length) for _ in range(400)]
    copies = [changed(chance, text) for text in originals]
    found = shared([*originals, *copies], [said(chance, 80)])
    pairs = {(pair.first, pair.second) for pair in found.pairs}
    right = {(number, number + 400) for number in range(400)}
    assert len(pairs & right) / len(right) > least
    assert not pairs - right


def test_pairs_that_share_the_prompt_only_are_none():
    chance = seeded(1)
    prompt, template = said(chance, 60), said(chance, 500)
    begins = prompt.split()[10:40], template.split()[100:140]
    texts = [f"{' '.join(begins[n % 2])} {said(chance, 90)}" for n in range(4)]
    assert [len(shared(texts, [given]).pairs) for given in ("", prompt)] == [2, 1]
    assert not shared(texts, [prompt, template]).pairs


def test_what_very_many_share_is_told_and_is_in_no_pair():
    chance = seeded(2)
    phrase, copied = said(chance, 12), said(chance, 20)
    texts = [f"{said(chance, 20)} {phrase} {said(chance, 20)}" for _ in range(8)]
    texts[2] += f" {copied}"
    texts[5] += f" {copied} more"
    found = shared(texts, [])
    (run,) = found.common
    assert (run.length, run.count, run.texts) == (12, 8, tuple(range(8)))
    assert [(pair.first, pair.second) for pair in found.pairs] == [(2, 5)]
    assert runs_of(found) == [copied]
    few = shared(texts[: most_common(8)], [])
    assert (few.common, len(few.pairs)) == ([], 10)


@pytest.mark.parametrize(
    ("texts", "most"), [(2, 5), (100, 5), (120, 6), (500, 25), (1000, 50), (100_000, 50)]
)
def test_how_many_are_very_many(texts, most):
    assert most_common(texts) == most


def test_past_answers_are_compared_with_this_years_only():
    text = said(seeded(3), 40)
    found = shared([text, text, text], [], earlier=2)
    assert {(pair.first, pair.second) for pair in found.pairs} == {(0, 2), (1, 2)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The NODE sleeps; then it wakes, and reads nine sensors", "the node sleeps then it wakes and reads nine sensors"),
        ("we don’t know why the café’s ﬁlter over there was grün", "we don't know why the cafe\u0301's filter over there was GRÜN"),
        ("solar-powered nodes of our own design were built and shipped", "solar powered nodes of our own design were built/and (shipped)"),
        ("mål\u200bt på fjerde sal i bygning ni om natten", "målt på fjerde sal i bygning ni om natten"),
        ("हिन्दी में लिखा हुआ एक लंबा वाक्य यहाँ है", "हिन्दी, में लिखा हुआ एक लंबा वाक्य यहाँ है"),
    ],
)  # fmt: skip
def test_what_a_reader_takes_for_the_same_words_is_one_run(one, other):
    found = shared([one, other], [])
    assert len(found.pairs) == 1
    assert runs_of(found) == [one]


def test_quote_or_code_between_two_paragraphs_ends_a_run():
    halves = "one two three four five six", "seven eight nine ten eleven twelve"
    assert shared(["\n\n".join(halves), " ".join(halves)], []).pairs
    broken = "\n\n\ufdd0\n\n".join(halves)
    assert not shared([broken, broken], []).pairs
    assert shared([" \ufffc ".join(halves), " ".join(halves)], []).pairs


def test_time_stays_linear_in_repetitions():
    hostile = [
        "a " * 20_000,
        "a b " * 10_000,
        f"{'a ' * 9_999}b " * 2,
        "a b c " * 6_000,
        "b a " * 10_000,
    ]
    begun = time.process_time()
    found = shared(hostile, [])
    assert (
        time.process_time() - begun < 10
    )  # a tenth of that, where it is linear; an hour, where not
    assert found.pairs[0].runs[0].length > 6_000


TEXTS = st.lists(st.sampled_from("abc"), max_size=60).map(" ".join)


def shingles(text):
    words = text.split()
    return {tuple(words[at : at + LENGTH]) for at in range(len(words) - LENGTH + 1)}


@given(st.lists(TEXTS, min_size=2, max_size=5), TEXTS)
@example(["a b c a b c a b a c a b c a b c a b b", "c a b c a b c a b b"], "")
def test_property_pairs_are_those_with_words_in_common_and_runs_are_those_words(texts, prompt):
    found = shared(texts, [prompt])
    assert not found.common  # so few are never very many
    ids = [held.text.split() for held in found.words]
    pairs = {(pair.first, pair.second): pair for pair in found.pairs}
    if not shingles(prompt):
        alike = {
            (one, other)
            for other in range(len(texts))
            for one in range(other)
            if shingles(texts[one]) & shingles(texts[other])
        }
        assert set(pairs) == alike
    for (one, other), pair in pairs.items():
        taken, taken_second = set(), set()
        assert pair.runs
        assert [run.length for run in pair.runs] == sorted(
            (run.length for run in pair.runs), reverse=True
        )
        for run in pair.runs:
            assert run.length >= LENGTH
            here = range(run.first, run.first + run.length)
            there = range(run.second, run.second + run.length)
            assert [ids[one][at] for at in here] == [ids[other][at] for at in there]
            assert not taken.intersection(here)
            assert not taken_second.intersection(there)
            taken.update(here)
            taken_second.update(there)
            words = tuple(ids[one][at] for at in here)
            assert not any(words[at : at + LENGTH] in shingles(prompt) for at in range(run.length))


@given(
    st.lists(st.integers(0, 400), max_size=40, unique=True),
    st.lists(st.integers(0, 400), max_size=40, unique=True),
    st.lists(st.integers(500, 900), min_size=LENGTH, max_size=30, unique=True),
)
def test_property_the_longest_run_is_found_whole(before, behind, run):
    texts = [" ".join(map(str, (*before, *run, *behind))), " ".join(map(str, run))]
    found = shared(texts, [])
    (pair,) = found.pairs
    assert (pair.runs[0].length, len(pair.runs)) == (len(run), 1)


@given(st.text(max_size=80))
def test_property_words_stand_where_they_are_said_to(text):
    words = Vocabulary().words(text)
    ends = [0, *words.ends]
    for at, (start, end) in enumerate(zip(words.starts, words.ends, strict=True)):
        assert ends[at] <= start < end <= len(text)
    # Nothing is a letter between two words.
    gaps = [text[a:b] for a, b in zip(ends, [*words.starts, len(text)], strict=True)]
    assert not any(sign.isalnum() for gap in gaps for sign in gap)


@given(st.text(max_size=60))
def test_property_case_and_blanks_make_no_other_words(text):
    assume("\ufdd0" not in text)
    vocabulary = Vocabulary()
    words = vocabulary.words(text).ids
    assert vocabulary.words("  \n".join(text.split())).ids == words
    if text.isascii():
        assert vocabulary.words(text.swapcase()).ids == words
