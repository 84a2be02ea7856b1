"""The hand-ins in a folder: those that were collected, or any folders that hold a report."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publisher.cohort.handin import (
    FILE,
    Handin,
    HandinError,
    collected_groups,
    read_handin,
    undated,
)
from publisher.cohort.sources import NAMES, STRAY, FolderFiles, SourceError, with_report
from publisher.course.groups import FOLDER, in_order, key_fault
from publisher.read.files.folder import MAX_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from publisher.cohort.sources import Files
    from publisher.course.deadline import Deadline
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
        """Return the SHA-256 of what is known of the hand-in, and of all names and bytes in its folder."""
        total = hashlib.sha256(self.handin.as_json())
        try:
            files = FolderFiles(self.place)
            for path, name in sorted(files.names.items()):
                # What is too large for a figure is in no output.
                small = (name.size or 0) <= MAX_FILE
                data = files.read([path])[path] if small else b""
                head = f"{len(path)} {name.size} {len(data)} {name.link} "
                total.update(head.encode() + path.encode("utf-8", "surrogateescape") + data)
        except SourceError as error:
            total.update(str(error).encode("utf-8", "surrogateescape"))
        return total.hexdigest()


def find(folder: Path, groups: Sequence[Group] = (), limit: Deadline | None = None) -> list[Found]:
    """Return the hand-ins below ``folder``, in the order of groups: one for each of ``groups``, else one a folder.

    ``limit``: the course's deadline, of which a folder that was not collected tells nothing.
    A folder that nobody of ``groups`` is named after, and that holds a report, is one, too: no
    report is lost.  Raises FindError.
    """
    try:
        places = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    except OSError as error:
        raise FindError(f"{folder}: {_unread(error)}") from None
    ours = collected_groups(folder)
    found: dict[str, Found] = {}
    extended = {group.key: group.deadline for group in groups}
    for place in places:
        if place.name in ours:
            found[place.name] = _collected(place)
        elif (seen := _in(place)) is not None:
            due = extended.get(place.name) or limit
            handin = undated(seen.handin, due) if due and seen.path else seen.handin
            found[place.name] = replace(seen, handin=handin)
    for group in groups:
        if group.key not in found:
            missing = Handin(group.key, reason="no hand-in: it was not collected")
            found[group.key] = Found(missing, folder / group.key, None)
    _hold_keys(folder, found)
    if not found:
        raise FindError(f"{folder}: expected a folder a group, each with a report, found none")
    return [found[key] for key in sorted(found, key=in_order)]


def without_report(folder: Path, groups: Iterable[str]) -> dict[str, bool]:
    """Return the folders below ``folder`` that are none of ``groups``, and whether each holds a zip.

    Where nobody keeps a list of groups, one may be somebody's hand-in all the same.
    """
    known = set(groups)
    names = [p for p in _listed(folder) if p.is_dir() and p.name not in known | {STRAY}]
    return {
        p.name: any(q.suffix.lower() == ".zip" for q in _listed(p))
        for p in names
        if not p.name.startswith(".")
    }


def _hold_keys(folder: Path, found: Iterable[str]) -> None:
    """Raise FindError where a folder's name cannot be a group's everywhere, or two are one on some system."""
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


def _collected(place: Path) -> Found:
    try:
        handin = read_handin(place / FILE)
    except HandinError as error:
        return Found(Handin(place.name, reason=f"no hand-in: {error}"), place, None)
    path = place / handin.report if handin.report else None
    try:
        there = path is not None and path.is_file() and not path.is_symlink()
    except OSError as error:  # its folder may not be entered
        handin = replace(handin, reason=f"no hand-in: it cannot be read: {error.strerror}")
        there = False
    return Found(replace(handin, group=place.name), place, path if there else None)


def _unread(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such folder; 'publisher course collect' writes one"
    return f"cannot be read: {error.strerror}"


def _in(place: Path) -> Found | None:
    try:
        next(place.iterdir(), None)
        return _found_in(place)
    except OSError as error:  # a folder that may not be looked at, or not be entered
        why = f"no hand-in: it cannot be read: {error.strerror}"
        return Found(Handin(place.name, reason=why), place, None)


def _found_in(place: Path) -> Found | None:
    for inside in (place, place / FOLDER, *_only(place)):
        for name in NAMES:
            for path in _named(inside, name):
                relative = path.relative_to(place).as_posix()
                return Found(Handin(place.name, report=relative, late="no"), place, path)
    return _deep_in(place)


def _deep_in(place: Path) -> Found | None:
    """Return the hand-in whose report lies deeper, in a folder of the usual name or alone in asking questions."""
    try:
        files: Files = FolderFiles(place)
        held, inside = with_report(files, FOLDER)
    except SourceError:
        return None
    report = files.report_in(inside) if held is files else ""
    return (
        Found(Handin(place.name, report=report, late="no"), place, place / report)
        if report
        else None
    )


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
