"""The course's own figures, known again by content: what it gives is not a group's work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.doors.asked import note
from publisher.read.files.folder import FIGURES, Folder
from publisher.read.files.load import holds_question, markdown_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# It begins where an address can begin, so that a long word is looked at once.
_NAMED = re.compile(
    r"(?<![^\s()<>\"'`\[\]])[^\s()<>\"'`\[\]]{1,500}\.(?:png|jpe?g|gif|svg|webp)", re.IGNORECASE
)


def figures_of(template: Path, text: str, others: Iterable[Path] = ()) -> dict[str, str]:
    """Return the SHA-256 of each picture that the template at ``template`` gives, by its path.

    These are the pictures in ``figures/`` beside it, and those that its ``text`` names.  Where a
    report lies beside it, too, the folder may be that group's: then only those that are named.
    ``others``: further templates, which are no reports.
    """
    folder = Folder(template.parent)
    paths = {folder.locate(found.group()).path for found in _NAMED.finditer(text)} - {""}
    if not _has_report(template.parent, {template, *others}):
        paths |= {path for path, fault in folder.walk(FIGURES) if not fault}
    return _pictures(folder, paths)


def figures_at(place: Path) -> dict[str, str]:
    """Return the SHA-256 of the picture at ``place``, or of all in the folder ``place``, by path."""
    place = place.resolve()
    folder = Folder(place.parent)
    if place.is_file():
        return _pictures(folder, {folder.locate(place.name).path} - {""})
    return _pictures(folder, {path for path, fault in folder.walk(place.name) if not fault})


def _pictures(folder: Folder, paths: set[str]) -> dict[str, str]:
    pictures = {path: folder.picture(path) for path in sorted(paths)}
    return {path: found.sha256 for path, found in pictures.items() if found.media}


def _has_report(folder: Path, templates: set[Path]) -> bool:
    known = {path.resolve() for path in templates}
    try:
        beside = markdown_in(folder)
    except OSError:
        beside = []
    note([path.name for path in beside], "texts", str(folder))
    return any(
        path.is_file() and path.resolve() not in known and holds_question(path) for path in beside
    )
