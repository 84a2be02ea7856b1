"""Hand-ins as a learning platform exports them: a folder, or a zip, with an entry a submission.

Brightspace names an entry ``397063-2557369 - Group 7 - Sep 24, 2024 926 PM``, with the date as its language has it, and
has one for each time that somebody handed in; Moodle ``Group 7_1234567_assignsubmission_file`` (with ``-First Last`` behind
the group where people hand in for it).  An entry is a folder or a zip; where the platform was asked for no folders, each
file has all that for the beginning of its name.  What nobody named so is a group by its own name.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from publisher.cohort.sources import FolderFiles, PartOfFiles, ZipFiles
from publisher.course.deadline import zone_of
from publisher.course.groups import Group, GroupsError, in_order, key_fault
from publisher.doors.output import HANDIN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from publisher.cohort.sources import Files
    from publisher.course.settings import Course

_MONTHS: Final = {
    month: number
    for number, names in enumerate(
        (
            "jan",
            "feb",
            "mar mär",
            "apr",
            "may maj mai",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct okt",
            "nov",
            "dec des dez",
        ),
        1,
    )
    for month in names.split()
}
"""Months by their first letters in English, the Scandinavian languages and German."""
_WORD: Final = r"[^\W\d_]{3,9}"
_WHEN: Final = (
    rf"(?:(?P<month>{_WORD})\.? (?P<day>\d{{1,2}})|(?P<day_behind>\d{{1,2}})\.? (?P<month_behind>{_WORD})\.?)"
    r",? (?P<year>\d{4}),? (?P<hour>\d{1,2})[:.]?(?P<minute>\d{2})(?: ?(?P<half>[AaPp][Mm]))?"
)
_BRIGHTSPACE: Final = re.compile(
    rf"(?P<entry>\d+-\d+ - (?P<name>.+?) - {_WHEN})(?:\.zip| ?- ?(?P<file>.+))?"
)
_UNDATED: Final = re.compile(r"(?P<entry>\d+-\d+ - (?P<name>.+) - [^-]+)")
_MOODLE: Final = re.compile(
    r"(?P<entry>(?P<name>.+?)_\d+)_assignsubmission_(?:file|onlinetext)(?:_?\.zip|_(?P<file>.*))?"
)
_ZIP: Final = ".zip"


@dataclass(frozen=True, slots=True)
class Submission:
    """One entry of an export: who handed in, and when (seconds since 1970, None: it does not say).

    ``until``: as ``when``, or later, where the clocks showed the time twice.  ``entry``: as the export has it.
    """

    name: str
    entry: str
    when: int | None = None
    until: int | None = None


class Export:
    """All submissions of an export."""

    def __init__(self, place: Path, zone: ZoneInfo | None) -> None:
        """Look at the folder or zip at ``place``; ``zone``: of its times.  Raises SourceError."""
        self._files: Files = FolderFiles(place) if place.is_dir() else ZipFiles(place, place.name)
        self._paths: dict[Submission, dict[str, str]] = {}
        whole = self._around()
        for path in self._files.shown():
            entry, _, inner = path.removeprefix(whole).partition("/")
            submission, name = _submission(entry, zone, is_folder=bool(inner))
            if submission:
                self._paths.setdefault(submission, {})[inner or name] = path
        self.submissions = sorted(self._paths, key=lambda s: (in_order(s.name), s.entry))

    def _around(self) -> str:
        """Return the folder, with its slash, that holds all: an export that was unpacked and packed again."""
        paths = [path.split("/") for path in self._files.shown()]
        tops = {steps[0] for steps in paths}
        named = any(_is_named(steps[1]) for steps in paths if len(steps) > 1)
        return f"{tops.pop()}/" if len(tops) == 1 and named else ""

    def of(self, group: str) -> list[Submission]:
        """Return what ``group`` handed in, the newest first; what says no time comes first."""
        wanted = folded(group)
        found = [s for s in self.submissions if _is_of(folded(s.name), wanted)]
        exact = [s for s in found if folded(s.name) == wanted]
        return sorted(exact or found, key=lambda s: (s.when is not None, -(s.when or 0), s.entry))

    def of_nobody(self, groups: Iterable[str]) -> list[str]:
        """Return the names of those who handed in, and are none of ``groups``, each once."""
        known = {submission for group in groups for submission in self.of(group)}
        return list(dict.fromkeys(s.name for s in self.submissions if s not in known))

    def files(self, submission: Submission) -> Files:
        """Return the files of a submission, as they were handed in."""
        return PartOfFiles(self._files, self._paths[submission])


def export_of(course: Course) -> Export | None:
    """Return the export that a course's settings name, None where they name none.  Raises SourceError."""
    zone = zone_of(course.time_zone) if course.time_zone else None
    return Export(course.handins, zone) if course.handins else None


def groups_of(export: Export | None) -> tuple[Group, ...]:
    """Return a group for each name in an export, where no list of groups is kept.  Raises GroupsError."""
    names = dict.fromkeys(s.name for s in export.submissions) if export else {}
    for name in names:
        if why := key_fault(name):
            raise GroupsError(
                f"the export has {name!r}: expected {why}; name the groups in a groups.csv"
            )
    return tuple(Group(name) for name in names)


def folded(name: str) -> str:
    """Return a group's name without what platforms change in it: case, blanks, signs."""
    return re.sub(r"[\W_]+", " ", name).strip().casefold()


def _is_of(name: str, group: str) -> bool:
    """Tell whether ``name`` is the group's, or that of somebody who handed in for it."""
    return name == group or name.startswith(f"{group} ")


def _named(entry: str) -> re.Match[str] | None:
    """Return what a platform says in an entry's name."""
    patterns = (_BRIGHTSPACE, _MOODLE, _UNDATED)
    return next((found for p in patterns if (found := p.fullmatch(entry))), None)


def _is_named(entry: str) -> bool:
    return _named(entry) is not None


def _submission(
    entry: str, zone: ZoneInfo | None, *, is_folder: bool
) -> tuple[Submission | None, str]:
    """Return whose ``entry`` is and, of a file, its name there; None: nobody's, as Brightspace's index.html."""
    if found := _named(entry):
        held = found.groupdict()
        submission = Submission(found["name"], found["entry"], *_moments(held, zone))
        return submission, held.get("file") or entry
    if is_folder:
        return Submission(entry, entry), entry
    stem = entry.removesuffix(_ZIP)
    if stem == entry:
        return None, entry
    return Submission(stem.removeprefix(HANDIN), entry), entry  # as `publisher handin` calls it


def _moments(held: dict[str, str | None], zone: ZoneInfo | None) -> tuple[int, int] | tuple[()]:
    """Return when it was by the clocks of ``zone``: twice, since they may have shown it twice; empty: nobody knows."""
    month = _MONTHS.get((held.get("month") or held.get("month_behind") or "").casefold()[:3])
    if zone is None or month is None:
        return ()
    year, day, hour, minute = (
        int(held[name] or held.get(f"{name}_behind") or 0)
        for name in ("year", "day", "hour", "minute")
    )
    if half := held["half"]:
        hour = hour % 12 + 12 * (half.casefold() == "pm")
    try:
        said = dt.datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError:
        return ()
    moments = [int(said.replace(fold=fold).timestamp()) for fold in (0, 1)]
    return min(moments), max(moments)
