"""What is said where a report cannot be judged as it is now, and one goes on with what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publisher.check import Result, broken
from publisher.diagnostics.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.course.settings import Course
    from publisher.doors.opened import FileSwappedError

_LONGEST: Final = 300


def fault_of_ours(error: BaseException) -> str:
    """Say that the program failed, as the command line does."""
    told = visible(" ".join(str(error).split()))[:_LONGEST]
    return f"a fault of ours ({type(error).__name__}: {told}); please report it"


def half_written(error: FileSwappedError, path: Path, course: Course) -> Result:
    """Return the result for a report beside which a figure is being written: the end of that is a change."""
    return broken(path, f"{error.filename} {error.strerror}", course)
