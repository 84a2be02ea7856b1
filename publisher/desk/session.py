"""A report that stays open: what the preview and the editor's server ask of it, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.check import Result, broken, check, judge
from publisher.course.settings import Course
from publisher.desk.faults import half_written
from publisher.doors.opened import FileSwappedError
from publisher.read.files.folder import Folder
from publisher.read.files.load import BrokenReport, admit

if TYPE_CHECKING:
    from pathlib import Path


class Session:
    """One report and its settings, kept between two readings.

    ``path``: the report's file; ``course``: None: the defaults; ``output``: a folder that is as if it were not there.
    For one thread at a time.
    """

    def __init__(
        self, path: Path, course: Course | None = None, output: Path | None = None
    ) -> None:
        """Open the report at ``path``; nothing is read yet."""
        self.path = path
        self.course = course or Course()
        self.output = output

    def check(self, text: str | None = None) -> Result:
        """Read and judge the report as it is now.

        ``text``: what an editor has and has not saved; None: the file's bytes.  A report that cannot be read is a
        result, too, with the outcome ``broken``.
        """
        try:
            if text is None:
                return check(self.path, self.course, self.output)
            source = admit(text.encode("utf-8", "replace"), self.course.max_report_mib)
            return judge(self.path, source, Folder(self.path.parent, self.output), self.course)
        except BrokenReport as error:
            return broken(self.path, str(error), self.course)
        except FileSwappedError as error:
            return half_written(error, self.path, self.course)
