"""Reading a report whenever something on which it depends has changed."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from publisher.desk.faults import half_written
from publisher.desk.places import report_places, result_places
from publisher.desk.settings import Settings
from publisher.desk.watch import Watch
from publisher.doors.opened import FileSwappedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from publisher.check import Result
    from publisher.course.settings import Course

PATIENCE: Final = 0.3
"""Seconds for which a file may be unreadable before it is told: an editor may empty it, and then write."""
_MOMENT: Final = 1.0
_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as it was read.

    ``trouble``: why the course's settings cannot be used, empty: they can; those before stay in force.
    """

    result: Result
    trouble: str = ""


class Follower:
    """One report that is followed, with its settings.

    ``path``: the report's file; ``course``: the course's file, None: the defaults; ``settings``: what it
    holds; ``read``: reads and judges the report under the settings that it is given.
    """

    def __init__(
        self,
        path: Path,
        course: Path | None,
        settings: Course,
        read: Callable[[Course], Result],
    ) -> None:
        """Follow the report from now on; nothing is read yet."""
        self._path = path
        self._settings = Settings(course, settings)
        self._read = read
        self._uncollected = 0
        self._of_report = report_places(path)
        self._watch = Watch(self._of_report | self._settings.places)

    def stop(self) -> None:
        """End ``readings``; any thread may call it."""
        self._watch.stop()

    def readings(self) -> Iterator[Reading]:
        """Yield the report as it is, and again when something has changed; ends at ``stop``.

        What changes while one works on a reading is one change, and the next reading has all of it.
        """
        while True:
            result = self._result()
            if result.report is None and self._watch.wait(PATIENCE):
                continue
            if result.report is not None:
                self._of_report = result_places(result)
            self._watch.follow(self._of_report | self._settings.places)
            yield Reading(result, self._settings.fault)
            del result
            if not self._rest():
                return

    def _rest(self) -> bool:
        """Wait until something has changed; return whether it did, and ``stop`` was not called.

        A tree is a circle of nodes, which only a collection frees: there is one as soon as nothing is saved for a
        moment, since it would hold up who asks for what was just read, and after so many readings at the latest.
        """
        self._uncollected += 1
        if self._uncollected < _MOST and self._watch.wait(_MOMENT):
            return True
        gc.collect()
        self._uncollected = 0
        return self._watch.wait()

    def _result(self) -> Result:
        course = self._settings.course()
        assert course  # noqa: S101 - told to mypy: they were known from the beginning
        try:
            return self._read(course)
        except FileSwappedError as error:
            return half_written(error, self._path, course)
