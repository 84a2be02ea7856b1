"""Which commit counts: by dates along first parents, and unknown where they contradict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.cohort.history import Commit, standing
from publisher.course.deadline import Deadline, deadline

LIMIT = deadline("2026-01-23T23:59:00+01:00")
HOUR = 3600


def commits(*told):
    """Return commits, the newest first: (hours from the deadline, tree, hours it was authored)."""
    made, trees = [], {}
    for index, (hours, tree, *authored) in enumerate(told):
        when = LIMIT.latest + int(hours * HOUR)
        made.append(
            Commit(
                f"{index:040x}", when, LIMIT.latest + int(authored[0] * HOUR) if authored else when
            )
        )
        trees[made[-1].id] = tree
    return made, lambda commit: trees[commit.id]


@pytest.mark.parametrize(
    ("told", "taken", "late", "reason"),
    [
        ([(-1, "b"), (-9, "a")], 0, "no", ""),
        ([(0, "a")], 0, "no", ""),  # in the very second
        ([(2, "b"), (-1, "b"), (-9, "a")], 1, "identical", ""),
        ([(2, "c"), (1, "b"), (-9, "a")], 2, "changed", ""),
        ([(2, "a"), (1, "b"), (-9, "a")], 2, "identical", ""),  # changed and changed back
        ([(2, "a")], None, "no", "the first is of 2026-01-24T00:59:00Z"),
        ([], None, "no", "no commits"),
        # Rebased after the deadline: written before, committed after.
        ([(2, "b", -1), (2, "a", -9)], 0, "unknown", "written anew"),
        ([(2, "b", -1), (-9, "a")], 1, "unknown", "written anew"),
        # A clock set back after the deadline, or one that ran ahead before it.
        ([(-1, "c"), (3, "b"), (-9, "a")], 2, "unknown", "dates run backwards"),
        ([(-1, "a"), (3, "b"), (-9, "a")], 2, "identical", ""),
    ],
)
def test_standing(told, taken, late, reason):
    made, tree = commits(*told)
    found = standing(made, LIMIT, tree)
    assert found.commit == (None if taken is None else made[taken])
    assert found.late == late
    assert (reason in found.reason) if reason else found.reason == ""


def test_without_a_deadline_the_newest_counts():
    made, tree = commits((5, "b"), (-1, "a"))
    assert standing(made, None, tree).commit == made[0]


@pytest.mark.parametrize(("tree", "late"), [("b", "unknown"), ("a", "no")])
def test_commit_in_the_hour_that_the_clocks_repeat_is_unknown(tree, late):
    repeated = deadline("2026-10-25T02:30:00", "Europe/Copenhagen")
    made = [
        Commit("2" * 40, repeated.earliest + 60, repeated.earliest + 60),
        Commit("1" * 40, repeated.earliest - 60, repeated.earliest - 60),
    ]
    found = standing(made, repeated, lambda c: tree if c == made[0] else "a")
    assert (found.commit, found.late) == (made[0], late)
    assert ("twice" in found.reason) == (late == "unknown")


dates = st.lists(
    st.tuples(st.integers(-3, 3), st.sampled_from("abc"), st.integers(-3, 3)), max_size=6
)


@given(dates)
def test_nothing_that_is_dated_after_the_deadline_counts_unless_it_is_said(told):
    made, tree = commits(*told)
    found = standing(made, LIMIT, tree)
    if found.commit and found.late != "unknown":
        position = made.index(found.commit)
        assert all(c.committed <= LIMIT.latest for c in made[position:])
        assert position == 0 or made[position - 1].committed > LIMIT.latest
    if found.late == "unknown":
        assert found.reason


@given(dates)
def test_later_deadline_never_takes_an_older_commit(told):
    made, tree = commits(*told)
    taken = []
    for hours in (-2, 0, 2):
        moment = LIMIT.latest + hours * HOUR
        found = standing(made, Deadline("", moment, moment), tree)
        if found.commit and found.late != "unknown":
            taken.append(made.index(found.commit))
    assert taken == sorted(taken, reverse=True)
