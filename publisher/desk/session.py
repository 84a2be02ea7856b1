"""A report that stays open: what the preview and the editor's server ask of it, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.check import Result, broken, judge
from publisher.course.settings import Course
from publisher.desk.faults import half_written
from publisher.doors.opened import FileSwappedError
from publisher.read.blocks.memory import Memory
from publisher.read.files.folder import Folder
from publisher.read.files.load import BrokenReport, admit, load

if TYPE_CHECKING:
    from pathlib import Path


class Session:
    """One report and its settings, kept between two readings.

    A question is read again only where its text, the references and footnotes that the text shares, or its number
    changed; a figure only where the system says that its file did.

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
        self._memory = Memory()

    def check(self, text: str | None = None) -> Result:
        """Read and judge the report as it is now.

        ``text``: what an editor has and has not saved; None: the file's bytes.  A report that cannot be read is a
        result, too, with the outcome ``broken``.
        """
        most = self.course.max_report_mib
        try:
            source = (
                load(self.path, most)
                if text is None
                else admit(text.encode("utf-8", "replace"), most)
            )
            self._memory.turn()
            folder = Folder(self.path.parent, self.output, self._memory)
            return judge(self.path, source, folder, self.course, memory=self._memory)
        except BrokenReport as error:
            return broken(self.path, str(error), self.course)
        except FileSwappedError as error:
            return half_written(error, self.path, self.course)
