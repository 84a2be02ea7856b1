"""What the outputs of a course say: read by commands that make none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publisher.cohort.marking import handins_in
from publisher.cohort.results import JSON, read_results

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.cohort.marking import Handins
    from publisher.cohort.results import Head
    from publisher.cohort.row import Row

GROUPS: Final = "groups"
"""The folder with a folder a group."""


class MergeError(Exception):
    """What is named is no course that was built, or not of one; the message says why."""


def built(out: Path) -> tuple[Head, list[Row]]:
    """Return what the outputs of a course in ``out`` say.  Raises MergeError."""
    try:
        return read_results(out / JSON)
    except FileNotFoundError:
        raise MergeError(f"{out}: holds no outputs of a course: there is no {JSON}") from None
    except (OSError, ValueError) as error:
        raise MergeError(f"{out / JSON}: {getattr(error, 'strerror', None) or error}") from None


def handins_of(out: Path) -> dict[str, Handins]:
    """Return the hand-ins of the course that was built in ``out``, by the group's key.  Raises MergeError."""
    return handins_in(out / GROUPS, built(out)[1])
