"""Starts a report: a copy of the template with the figures that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.archive.belongings import belongings
from publisher.check import check
from publisher.doors.output import write_folder
from publisher.read.files.folder import FIGURES

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.course.settings import Course

NAME = "README.md"
_KEEP = f"{FIGURES}/.gitkeep"
"""Keeps the empty folder in Git."""


def start(course: Course, folder: Path) -> list[Path]:
    """Write a report that is all to be filled in into ``folder``; return the files, the report first.

    It begins as the newest template of ``course``, which has one.
    Raises OutputError if a file is there already, cannot be written, or would go through a link;
    then nothing is written.
    """
    template = course.templates[-1]
    files = {NAME: template.text.encode()}
    result = check(template.path, course) if template.path else None
    if result and result.report and result.folder:
        owned = belongings(result.report, result.folder)
        for name in (*owned.figures, *owned.files):
            files[name] = result.folder.read(name)
    if len(files) == 1:
        files[_KEEP] = b""
    # The report last: where it stands, all is there.
    write_folder(folder, dict(reversed(files.items())), advice="nothing was overwritten")
    return [folder / name for name in files]
