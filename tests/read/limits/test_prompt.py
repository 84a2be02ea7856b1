"""Limits are what the prompt's own words say, in any wording, in linear time."""

from __future__ import annotations

import time

import pytest
from case_files import CASES
from hypothesis import given
from hypothesis import strategies as st

from publisher.read.limits.limit import Limits
from publisher.read.limits.prompt import limits_of, wordings


def cases():
    """Return the cases of the text file: the prompt's lines and the limits as text."""
    found, lines = [], []
    for line in (CASES / "limits.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("=> "):
            found.append(pytest.param(lines, line[3:], id=" ".join(lines)[:60]))
            lines = []
        elif line and not line.startswith("# "):
            lines.append(line)
    assert not lines, "a case without its limits"
    return found


def written(limits: Limits) -> str:
    """Return limits as the text file writes them."""
    said = []
    for kind in ("words", "images"):
        low, high = getattr(limits, kind) or (None, None)
        if low is not None:
            said.append(f"{low}-{'' if high is None else high} {kind}")
    return ", ".join(said) or "-"


@pytest.mark.parametrize(("lines", "expected"), cases())
def test_wording(lines, expected):
    assert written(limits_of(lines)) == expected


@pytest.mark.parametrize(("lines", "expected"), cases())
def test_wording_wrapped_at_every_blank(lines, expected):
    if not any(line.lstrip("> *").startswith(("Example", "#")) for line in lines):
        wrapped = [f"> {word}" for line in lines for word in line.lstrip("> ").split()]
        assert written(limits_of(wrapped)) == expected


def test_wordings_say_where():
    lines = [
        "> **Use at most",
        "> 300 words.**",
        ">",
        "> Answer length: 200-100 words",
        "> + a plot",
    ]
    assert [(w.kind, w.limit, w.text, w.line, w.reversed) for w in wordings(lines)] == [
        ("words", (100, 200), "200-100 words", 3, True),
        ("words", (0, 300), "at most 300 words", 0, False),
        ("images", (1, 1), "a plot", 4, False),
    ]


PIECES = (
    "insert ", "insert a ", "1-", "1 to ", "at least ", "at most 1 and ", "a ", "(", "length: ",
    "1 image ", "](", "Example", "no ", " not include a", "you can ", "include a a b ",
    "between 1 and ", "include a, ", " " * 40 + "a", "<!--", "insert 1 a-b c-d ", "* _",
    "Answer length: 1 word. ",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_linear_time(piece):
    def taken(size):
        text = piece * (size // len(piece))
        start = time.process_time()
        limits_of([text])
        return time.process_time() - start

    small, large = min(taken(20_000) for _ in range(2)), taken(160_000)
    assert large < max(0.2, 30 * small), "8 times the text took more than 30 times as long"


def test_linear_in_different_limits():
    start = time.process_time()
    limits_of([" ".join(f"{n} words" for n in range(20_000))])
    assert time.process_time() - start < 5


@given(st.lists(st.text("> *-1250,.+()words imagetofyule:AnRL\u2013", max_size=60), max_size=6))
def test_any_prompt(lines):
    limits = limits_of(lines)
    for limit in (limits.words, limits.images):
        if limit:
            low, high = limit
            assert low >= 0
            assert high is None or low <= high


@given(st.integers(0, 999), st.integers(0, 999), st.integers(0, 9), st.integers(0, 9))
def test_any_numbers(low, high, least, most):
    said = f"Recommended answer length: {low}-{high} words + {least} to {most} screenshots."
    assert limits_of([said]) == Limits(
        (min(low, high), max(low, high)), (min(least, most), max(least, most))
    )


def test_a_number_of_thousands_of_digits_is_no_limit():
    assert limits_of([f"> Answer length: 1{',000' * 2_000} words"]).words is None
