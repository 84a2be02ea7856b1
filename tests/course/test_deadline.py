"""Deadlines: a moment, or an error that says what is missing."""

from __future__ import annotations

import pytest

from publisher.course.deadline import DeadlineError, deadline, zone_of


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2026-01-23T23:59:00+01:00", "", "2026-01-23T22:59:00Z"),
        ("2026-01-23T22:59:00Z", "", "2026-01-23T22:59:00Z"),
        ("2026-01-23T23:59:00+01:00", "Asia/Tokyo", "2026-01-23T22:59:00Z"),
        ("2026-01-23T23:59", "Europe/Copenhagen", "2026-01-23T22:59:00Z"),
        ("2026-07-23 23:59:00", "Europe/Copenhagen", "2026-07-23T21:59:00Z"),
        ("2026-10-25T02:30:00", "Europe/Copenhagen", "2026-10-25T01:30:00Z"),
    ],
)
def test_deadline_is_a_moment(text, zone, expected):
    assert deadline(text, zone).utc == expected


def test_hour_that_the_clocks_repeat_has_two_moments():
    repeated = deadline("2026-10-25T02:30:00", "Europe/Copenhagen")
    assert repeated.latest - repeated.earliest == 3600
    plain = deadline("2026-10-25T04:30:00", "Europe/Copenhagen")
    assert plain.latest == plain.earliest


@pytest.mark.parametrize(
    ("text", "zone", "said"),
    [
        ("2026-01-23T23:59:00", "", "or a time_zone beside it"),
        ("2026-01-23", "Europe/Copenhagen", "a date with a time"),
        ("Friday at noon", "Europe/Copenhagen", "a date with a time"),
        ("2026-03-29T02:30:00", "Europe/Copenhagen", "the clocks go forward over it"),
        ("2026-01-23T23:59:00", "Europe/Kobenhavn", "a time zone such as"),
        ("2026-01-23T23:59:00", "../../etc/passwd", "a time zone such as"),
    ],
)
def test_what_is_no_moment_is_said(text, zone, said):
    with pytest.raises(DeadlineError, match=said):
        deadline(text, zone)


@pytest.mark.parametrize("name", ["", "/etc/passwd", "Europe", "\0", "x" * 300, "Europe/"])
def test_what_is_no_zone_is_said(name):
    with pytest.raises(DeadlineError, match="Europe/Copenhagen"):
        zone_of(name)
