"""What is said where a report cannot be judged as it is now, and one goes on with what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publisher.check import Result, broken
from publisher.diagnostics.visible import visible
from publisher.language.message import Message

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.course.settings import Course
    from publisher.doors.opened import FileSwappedError

_LONGEST: Final = 300


def fault_of_ours(error: BaseException) -> Message:
    """Say that the program failed, as the command line does."""
    told = visible(" ".join(str(error).split()))[:_LONGEST]
    return Message(
        "a fault of ours ({error}: {told}); please report it", error=type(error).__name__, told=told
    )


def half_written(error: FileSwappedError, path: Path, course: Course) -> Result:
    """Return the result for a report beside which a figure is being written: the end of that is a change."""
    why = Message("{path} {why}", path=error.filename, why=error.strerror)
    return broken(path, why, course)
