"""Hand-ins as a learning platform exports them: a folder, or a zip, with an entry a submission.

Brightspace names an entry ``397063-2557369 - Group 7 - Sep 24, 2024 926 PM``, and has one for each time that
somebody handed in; Moodle ``Group 7_1234567_assignsubmission_file`` (with ``-First Last`` behind the group where
people hand in for it).  An entry is a folder or a zip, or a folder with one zip in it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Final

from publisher.cohort.sources import FolderFiles, PartOfFiles, SourceError, ZipFiles, unwrapped
from publisher.course.deadline import zone_of
from publisher.course.groups import Group, GroupsError, key_fault
from publisher.doors.output import HANDIN

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from publisher.cohort.sources import Files
    from publisher.course.settings import Course

_BRIGHTSPACE: Final = re.compile(r"\d+-\d+ - (?P<name>.+) - (?P<when>[^-]+)")
_MOODLE: Final = re.compile(r"(?P<name>.+?)_\d+_assignsubmission_(?:file|onlinetext)_?.*")
_WHEN: Final = re.compile(r"(?P<day>\w{3} \d{1,2}, \d{4}) (?P<time>\d{3,4}) (?P<half>[AP]M)")
_ZIP: Final = ".zip"


@dataclass(frozen=True, slots=True)
class Submission:
    """One entry of an export: who handed in, and when (seconds since 1970, None: it does not say)."""

    name: str
    when: int | None
    entry: str


class Export:
    """All submissions of an export."""

    def __init__(self, place: Path, zone: ZoneInfo | None) -> None:
        """Look at the folder or zip at ``place``; ``zone``: of its times.  Raises SourceError."""
        self._files: Files = FolderFiles(place) if place.is_dir() else ZipFiles(place, place.name)
        entries = dict.fromkeys(path.split("/")[0] for path in self._files.names)
        self.submissions = [
            _submission(entry, zone) for entry in sorted(entries) if not self._is_stray(entry)
        ]

    def of(self, group: str) -> list[Submission]:
        """Return what ``group`` handed in, the newest first; what says no time comes first."""
        wanted = folded(group)
        found = [s for s in self.submissions if _is_of(folded(s.name), wanted)]
        exact = [s for s in found if folded(s.name) == wanted]
        return sorted(exact or found, key=lambda s: (s.when is not None, -(s.when or 0), s.entry))

    def _is_stray(self, entry: str) -> bool:
        """Tell whether ``entry`` is nobody's: a file beside the hand-ins, as Brightspace's index.html."""
        named = _BRIGHTSPACE.fullmatch(entry) or _MOODLE.fullmatch(entry)
        return entry in self._files.names and not named and not entry.lower().endswith(_ZIP)

    def files(self, submission: Submission) -> Files:
        """Return the files of a submission.  Raises SourceError."""
        entry = submission.entry
        if entry in self._files.names:  # it is a file itself
            return self._unzipped(self._files, entry)
        files: Files = PartOfFiles(self._files, entry)
        inside = [path for path in files.names if not path.startswith(".")]
        if len(inside) == 1 and inside[0].lower().endswith(_ZIP):
            return self._unzipped(files, inside[0])
        tops = {path.split("/")[0] for path in inside}
        if (
            len(tops) == 1 and inside and "/" in inside[0]
        ):  # what a zip was made of, in a folder of its own
            inner = PartOfFiles(files, next(iter(tops)))
            return inner if not files.report_in(next(iter(tops))) else files
        return files

    def digest(self, submission: Submission) -> str:
        """Return the SHA-256 of a submission's names and bytes, empty where it cannot be read."""
        total = sha256()
        try:
            files = self.files(submission)
            for path, data in sorted(files.read(files.names).items()):
                total.update(
                    f"{len(path)} {len(data)} {path}".encode("utf-8", "surrogateescape") + data
                )
        except SourceError:
            return ""
        return total.hexdigest()

    def _unzipped(self, files: Files, path: str) -> Files:
        if not path.lower().endswith(_ZIP):
            raise SourceError(f"{path} is no zip and no folder")
        return unwrapped(ZipFiles(BytesIO(files.read([path])[path]), path))


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


def _submission(entry: str, zone: ZoneInfo | None) -> Submission:
    stem = entry.removesuffix(_ZIP)
    if stem != entry:  # as `publisher handin` calls it
        stem = stem.removeprefix(HANDIN)
    if found := _BRIGHTSPACE.fullmatch(stem):
        return Submission(found["name"], _moment(found["when"], zone), entry)
    if found := _MOODLE.fullmatch(stem):
        return Submission(found["name"], None, entry)
    return Submission(stem, None, entry)


def _moment(text: str, zone: ZoneInfo | None) -> int | None:
    found = _WHEN.fullmatch(text.strip())
    if not found or zone is None:
        return None
    try:
        said = dt.datetime.strptime(  # noqa: DTZ007 - the zone is the course's
            f"{found['day']} {found['time']:0>4} {found['half']}", "%b %d, %Y %I%M %p"
        )
    except ValueError:
        return None
    return int(said.replace(tzinfo=zone).timestamp())
