"""What belongs to a report: its Markdown file and the files of the folders that it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

from publisher.doors.opened import FileSwappedError
from publisher.read.files.folder import FIGURES, is_hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.read.files.folder import Folder
    from publisher.report.view import Report

MAX_TOTAL = 512 * 1024 * 1024
"""Bytes of all files together; what goes beyond is left out, and listed."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """Paths relative to the report's folder, sorted.

    ``figures``: pictures by content; ``files``: others; ``left_out``: pairs of path and reason.
    """

    figures: tuple[str, ...]
    files: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


def belongings(report: Report, folder: Folder) -> Belongings:
    """Return what belongs to ``report`` besides its Markdown file.

    That is all regular files below the folders in which its local images and links
    lie, at least ``figures/``; no dot files, nothing that ``folder`` hides.
    """
    found, left = _found(report, folder)
    total = 0
    figures, files = [], []
    for path in sorted(found):
        try:
            if total + folder.size(path) > MAX_TOTAL:
                left[path] = "too large"
                continue
            total += len(folder.read(path))
        except FileSwappedError:
            raise  # it may be on the page by now
        except OSError:
            left[path] = "not read"
            continue
        if folder.picture(path).media:
            figures.append(path)
        else:
            files.append(path)
    return Belongings(tuple(figures), tuple(files), tuple(sorted(left.items())))


def _found(report: Report, folder: Folder) -> tuple[set[str], dict[str, str]]:
    """Return the paths of what lies where the report's images and links lead, and what is left out."""
    names = {FIGURES}
    found = set()
    left: dict[str, str] = {}
    for path in _named(report):
        if is_hidden(path):
            continue
        parent = path.rpartition("/")[0]
        if parent:
            names.add(parent)
        else:
            found.add(path)
    for name in sorted(names):
        for path, fault in folder.walk(name):
            if fault:
                left[path] = fault
            else:
                found.add(path)
    found.discard(report.path)
    return found, left


def _named(report: Report) -> Iterator[str]:
    """Yield the paths of the local files that images and links of the report lead to."""
    for image in report.images:
        if image.figure:
            yield image.figure
    for reference in report.document.findall(nodes.reference):
        if reference.get("local"):
            yield reference["local"]
