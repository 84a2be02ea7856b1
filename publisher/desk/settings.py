"""The course's settings, as they are in their files now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.course.settings import Course, CourseError
from publisher.desk.places import course_places
from publisher.desk.watch import Look, Places, look

if TYPE_CHECKING:
    from pathlib import Path


class Settings:
    """The settings of a course's file, read again where something that they depend on has changed.

    Where they cannot be used the last ones that could hold on, and ``fault`` says why.
    """

    def __init__(self, path: Path | None, known: Course | None = None) -> None:
        """Take the course's file, None for the defaults; it is read when it is asked for.

        ``known``: what the file holds, where it was read already.
        """
        self.path = path
        self.fault = ""
        self._course = known or (None if path else Course())
        self.places = course_places(path) if known else Places(frozenset())
        self._seen = self._looks() if known else None

    def course(self) -> Course | None:
        """Return the settings; None: they could never be used.  Those that are equal are the same object."""
        if self.path is not None and (self._seen is None or self._looks() != self._seen):
            self._read(self.path)
        return self._course

    def _read(self, path: Path) -> None:
        from publisher.course.file import read_course
        from publisher.rules import CODES

        self.places = course_places(path)
        self._seen = self._looks()
        try:
            found = read_course(path, tuple(CODES))
        except CourseError as error:
            self.fault = str(error)
        else:
            self.fault = ""
            self._course = self._course if found == self._course else found

    def _looks(self) -> dict[Path, Look]:
        return {place: look(place) for place in self.places.files | self.places.folders}
