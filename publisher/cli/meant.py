"""What a person may have meant where no report is at the place that they named."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from publisher.course.groups import FOLDER
from publisher.language.message import Message
from publisher.read.files.load import MARKDOWN, report_in
from publisher.report.phrases import counted, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ARCHIVES: Final = (".json", ".pdf")
_BAG: Final = Message("'publisher verify' proves it, 'publisher restore' gives the report back")
_MOST: Final = 200
"""Files and folders that are looked at."""
_MOST_NAMED: Final = 5


def in_folder(folder: Path) -> Message:
    """Return what to do where ``folder`` holds no report: what is in it, or below it."""
    if (folder / "bagit.txt").is_file():
        return Message("it is a bag: {advice}", advice=_BAG)
    files = [path.name for path in _reports_beside(folder)]
    if files:
        return Message("did you mean {name}?", name=_named(files))
    below = [path.name for path in _reports_below(folder)]
    if below:
        told = {"counted": counted(len(below), "report"), "names": _named(below)}
        if len(below) == 1:
            return Message("{counted} below: {names}; name it", **told)
        every = f"'publisher course build {folder}'"
        return Message(
            "{counted} below: {names}; name one of them, or {every} for all", **told, every=every
        )
    if not any(folder.iterdir()):
        return Message("it is empty: 'publisher new DIR --course course.yaml' starts a report")
    return Message("name the report, or go to its folder")


def file_that_is_none(path: Path) -> Message:
    """Return what to do with ``path``, which is no Markdown file."""
    if path.suffix.lower() in _ARCHIVES:
        return Message(
            "if it is an archive or carries one, {advice}, 'publisher build' makes its outputs",
            advice=_BAG,
        )
    if path.suffix.lower() == ".zip":
        return Message("if it is a bag, {advice}", advice=_BAG)
    return Message("expected a name that ends in .md")


def near(given: Path) -> list[Message]:
    """Return a question for the file or folder of a name like that of ``given``, which is not there; or nothing."""
    try:
        names = [
            path.name
            for path in given.parent.iterdir()
            if path.suffix.lower() in MARKDOWN or path.is_dir()
        ]
    except OSError:
        return []
    close = nearest(given.name, names)
    return [Message("did you mean {name}?", name=close)] if close else []


def _reports_beside(folder: Path) -> Iterator[Path]:
    from publisher.read.files.load import holds_question

    for path in islice(sorted(folder.iterdir()), _MOST):
        if path.suffix.lower() in MARKDOWN and path.is_file() and holds_question(path):
            yield path


def _reports_below(folder: Path) -> Iterator[Path]:
    from publisher.read.files.load import holds_question

    for path in islice(sorted(folder.iterdir()), _MOST):
        try:
            folders = (path, path / FOLDER) if path.is_dir() and not path.is_symlink() else ()
            found = next(filter(None, (report_in(p) for p in folders if p.is_dir())), None)
        except OSError:  # a folder that may not be entered
            continue
        if found and holds_question(found):
            yield path


def _named(names: list[str]) -> Message:
    named, more = Message.joined(names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    return Message("{named} and {count} more", named=named, count=more) if more > 0 else named
