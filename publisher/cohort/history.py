"""What a group had handed in by its deadline, as far as the history of its repository tells.

git keeps when a commit was made, by the clock of whoever made it, and not when it was pushed.  So
the dates are taken as they are, along first parents (what was merged late was not there before the
merge), and where they contradict each other it is said that nobody can know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from publisher.course.deadline import utc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publisher.course.deadline import Deadline

Late = Literal["no", "identical", "changed", "unknown"]


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit on the default branch; both dates in seconds since 1970 (UTC)."""

    id: str
    committed: int
    authored: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Which commit counts as the hand-in, and what came after it.

    ``commit``: None where nothing was there by the deadline.  ``late``: ``no``, nothing came after
    it; ``identical``, commits came and the report's folder is the same; ``changed``, it is not;
    ``unknown``, for ``reason``.
    """

    commit: Commit | None
    late: Late
    reason: str = ""


def standing(
    commits: Sequence[Commit], limit: Deadline | None, tree: Callable[[Commit], str]
) -> Standing:
    """Return what counts of ``commits``, those along first parents with the newest first.

    ``tree`` gives the id of the report's folder in a commit, empty where it has none.  Without a
    ``limit`` the newest counts.  Where dates run backwards, the newest commit counts below which
    nothing is dated after the deadline.
    """
    if not commits:
        return Standing(None, "no", "the repository has no commits")
    first = _first_by(limit.latest, commits) if limit else 0
    after = commits[:first]
    if limit is None or first == len(commits):
        return _none_by(limit, commits) if limit else Standing(commits[0], "no")
    taken = commits[first]
    if tree(taken) == tree(commits[0]) and after:
        return Standing(taken, "identical")
    reason = _doubt(limit, after) if after else _twice(limit, commits, tree)
    return Standing(taken, "unknown" if reason else "changed" if after else "no", reason)


def _first_by(moment: int, commits: Sequence[Commit]) -> int:
    """Return the index of the newest commit such that it, and all before it, was made by ``moment``."""
    first = len(commits)
    while first and commits[first - 1].committed <= moment:
        first -= 1
    return first


def _none_by(limit: Deadline, commits: Sequence[Commit]) -> Standing:
    if reason := _doubt(limit, commits):
        return Standing(commits[0], "unknown", reason)
    return Standing(None, "no", f"the first is of {utc(commits[-1].committed)}")


def _doubt(limit: Deadline, after: Sequence[Commit]) -> str:
    """Return why nobody can say of ``after``, what came after the deadline, that it did."""
    if backwards := next((c for c in after if c.committed <= limit.latest), None):
        return (
            f"dates run backwards: {backwards.id[:12]} is dated {utc(backwards.committed)}, by the "
            f"deadline, and stands on {after[-1].id[:12]}, dated {utc(after[-1].committed)}"
        )
    again = [c for c in after if c.authored <= limit.latest]
    if not again:
        return ""
    return (
        f"history was written anew after the deadline: {again[0].id[:12]} was written on "
        f"{utc(again[0].authored)} and committed on {utc(again[0].committed)}"
        + (f", and {len(again) - 1} more" if len(again) > 1 else "")
    )


def _twice(limit: Deadline, commits: Sequence[Commit], tree: Callable[[Commit], str]) -> str:
    """Return which change was made between the two moments of a deadline that has two."""
    between = [c for c in commits if limit.earliest < c.committed <= limit.latest]
    before = next((c for c in commits if c.committed <= limit.earliest), None)
    if not between or (before and tree(before) == tree(commits[0])):
        return ""
    return (
        f"the clocks show {limit.text} twice that night, and {between[-1].id[:12]} was made in between, "
        f"on {utc(between[-1].committed)}; say which is meant with an offset"
    )
