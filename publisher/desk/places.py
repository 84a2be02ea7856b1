"""What a report depends on: the files that are followed while it is written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes

from publisher.desk.watch import Places
from publisher.read.files.address import has_scheme, path_of, steps_of
from publisher.read.files.folder import FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.check import Result

_MOST: Final = 2000
"""Files of a course's folders that are followed."""


def report_places(path: Path) -> Places:
    """Return what is followed of the report at ``path`` before it was read."""
    root = path.parent
    return Places(frozenset({path}), frozenset({root, root / FIGURES}))


def result_places(result: Result) -> Places:
    """Return what the report of a result depends on: the files that it shows or links, and their folders."""
    root = result.path.parent
    files = {root / path for path in _linked(result)}
    folders = frozenset(file.parent for file in files)
    return report_places(result.path) | Places(frozenset(files), folders)


def course_places(course: Path | None) -> Places:
    """Return what the settings depend on that the course's file holds."""
    from publisher.course.file import named_in

    files: set[Path] = set()
    folders: set[Path] = set()
    for place in named_in(course) if course else ():
        files.add(place)
        for folder, _, names in os.walk(place):  # nothing of what is no folder
            folders.add(Path(folder))
            files.update(Path(folder, name) for name in names)
            if len(files) > _MOST:
                break
    return Places(frozenset(files), frozenset(folders))


def _linked(result: Result) -> Iterator[str]:
    """Yield the paths of what the report shows and links within its folder, there or not."""
    if result.report is None:
        return
    for image in result.report.images:
        yield image.figure or _inside(image.uri, result)
    for link in result.report.document.findall(nodes.reference):
        if "local" in link:
            yield link["local"] or _inside(link["refuri"], result)


def _inside(uri: str, result: Result) -> str:
    """Return the path that ``uri`` names in the report's folder; empty: it leads elsewhere."""
    if has_scheme(uri):
        return ""
    name = result.path.resolve().parent.name
    return "/".join(steps_of(path_of(uri).lstrip("/"), name) or ())
