"""The hand-ins in a folder: those that were collected, or any folders that hold a report."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.cohort.handin import FILE, Handin, HandinError, read_handin
from publisher.cohort.sources import NAMES, FolderFiles, SourceError
from publisher.course.groups import FOLDER, key_fault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from publisher.course.groups import Group


class FindError(Exception):
    """A folder of hand-ins cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """One group's hand-in in the folder ``place``; ``path``: its report's file, None: there is none."""

    handin: Handin
    place: Path
    path: Path | None

    def digest(self) -> str:
        """Return the SHA-256 of all that the hand-in's folder holds: names and bytes."""
        total = hashlib.sha256()
        try:
            files = FolderFiles(self.place)
            for path in sorted(files.names):
                data = files.read([path])[path]
                head = f"{len(path)} {len(data)} {files.names[path].link} "
                total.update(head.encode() + path.encode("utf-8", "surrogateescape") + data)
        except SourceError as error:
            total.update(str(error).encode("utf-8", "surrogateescape"))
        return total.hexdigest()


def find(folder: Path, groups: Sequence[Group] = ()) -> list[Found]:
    """Return the hand-ins below ``folder``, sorted by key: one for each of ``groups``, else one a folder.

    A folder that nobody of ``groups`` is named after, and that holds a report, is one, too: no
    report is lost.  Raises FindError.
    """
    try:
        places = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    except OSError as error:
        raise FindError(f"{folder}: cannot be read: {error.strerror}") from None
    found = {place.name: seen for place in places if (seen := _in(place)) is not None}
    for group in groups:
        if group.key not in found:
            missing = Handin(group.key, reason="no hand-in: it was not collected")
            found[group.key] = Found(missing, folder / group.key, None)
    for key in found:
        if why := key_fault(key):
            raise FindError(
                f"{folder / key}: expected {why}, as the name of a group's folder; rename it"
            )
    folded: dict[str, str] = {}
    for key in found:
        if (other := folded.setdefault(key.casefold(), key)) != key:
            raise FindError(
                f"{folder}: {other!r} and {key!r} differ in letter case only; rename one"
            )
    if not found:
        raise FindError(f"{folder}: expected a folder a group, each with a report, found none")
    return [found[key] for key in sorted(found)]


def _in(place: Path) -> Found | None:
    if (place / FILE).is_file():
        try:
            handin = read_handin(place / FILE)
        except HandinError as error:
            return Found(Handin(place.name, reason=f"no hand-in: {error}"), place, None)
        handin = handin if handin.group == place.name else _renamed(handin, place.name)
        path = place / handin.report if handin.report else None
        return Found(handin, place, path if path and path.is_file() else None)
    for inside in (place, place / FOLDER, *_only(place)):
        for name in NAMES:
            for path in _named(inside, name):
                relative = path.relative_to(place).as_posix()
                return Found(Handin(place.name, report=relative), place, path)
    return None


def _renamed(handin: Handin, key: str) -> Handin:
    from dataclasses import replace

    told = f"collected for {handin.group!r}, and the folder is called {key!r}"
    return replace(handin, group=key, told=(*handin.told, told))


def _only(place: Path) -> list[Path]:
    """Return the one folder in ``place``, if there is one only: what a zip is unpacked to."""
    inside = [p for p in _listed(place) if not p.name.startswith(".")]
    return inside if len(inside) == 1 and inside[0].is_dir() else []


def _named(folder: Path, name: str) -> list[Path]:
    return [
        p for p in _listed(folder) if p.name.lower() == name and p.is_file() and not p.is_symlink()
    ]


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
