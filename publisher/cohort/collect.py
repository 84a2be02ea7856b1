"""Collecting hand-ins: the report's folder of each group as it was at the deadline.

``DIR/<group>/<the report's folder>/...`` holds the files, ``DIR/<group>/handin.json`` where they came
from.  The report's folder keeps its name, since links such as ``../reports/figures/`` depend on it.
A group is written whole or not at all, and what stands there from an earlier run stays until then.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from publisher.cohort.handin import (
    COLLECTED,
    FILE,
    Handin,
    HandinError,
    collected_groups,
    collected_json,
    read_handin,
    undated,
)
from publisher.cohort.history import Commit, standing
from publisher.cohort.hold import ROOM, held, sweep
from publisher.cohort.remote import Remote, RemoteError, address_fault, is_address
from publisher.cohort.sources import CommitFiles, FolderFiles, SourceError, ZipFiles, with_report
from publisher.course.deadline import utc
from publisher.doors.output import OutputError, write, write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.cohort.exports import Export, Submission
    from publisher.cohort.sources import Files, Taken
    from publisher.course.deadline import Deadline
    from publisher.course.groups import Group

UNFILTERED: Final = "the server sends whole repositories only"
"""Told of a group whose repository could not be fetched in part: mostly the same server has all."""
_OLD: Final = "old"
_HOST: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+/[^/]+/[^/]", re.IGNORECASE)
"""How a path begins that is an address without its scheme."""
_SHOWN: Final = 3
"""Files that are named of a hand-in without a report."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one group may take: seconds for each step, MiB of its repository."""

    seconds: float = 300
    max_mib: int = 4096


def collect(
    groups: Sequence[Group],
    target: Path,
    base: Path,
    limit: Deadline | None,
    *,
    export: Export | None = None,
    bounds: Bounds | None = None,
    jobs: int = 4,
) -> Iterator[Handin]:
    """Collect the hand-in of each group into ``target`` and yield them as they come.

    ``base``: the folder to which paths of repositories are relative; ``limit``: the course's deadline, None:
    what is there counts; ``export``: where to look for a group without a repository.  Each group is yielded
    once; what went wrong stands in its ``reason``.  Raises OutputError where ``target`` cannot be written.
    ``jobs``: groups at a time.
    """
    bounds = bounds or Bounds()
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = collected_groups(target)
        if foreign := next(
            (g.key for g in groups if g.key not in before and (target / g.key).exists()), ""
        ):
            raise OutputError(
                f"{target / foreign}: is there, and was not collected into {target}; move it, or name another folder"
            )
        write(target / COLLECTED, collected_json(before | {group.key for group in groups}))
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {error.strerror}") from None
    with held(target) as rooms:
        _restore(rooms, target)
        sweep(rooms)
        with ThreadPoolExecutor(jobs) as pool:
            running = [
                pool.submit(
                    _Collecting(group, base, group.deadline or limit, bounds, export).into, target
                )
                for group in groups
            ]
            try:
                for done in as_completed(running):
                    yield done.result()
            except OSError as error:
                raise OutputError(f"{target}: cannot be written: {error.strerror}") from None
            finally:
                for waiting in running:
                    waiting.cancel()


def _restore(rooms: list[Path], target: Path) -> None:
    """Put back what a run that was ended had moved out of its place, and replaced with nothing."""
    for room in rooms:
        with contextlib.suppress(HandinError, OSError):
            folder = target / read_handin(room / _OLD / FILE).group
            if folder.parent == target and not folder.exists():
                (room / _OLD).rename(folder)


class _Missing(Exception):  # noqa: N818 - no error of the program: a row says it
    """There is no hand-in; the message is the reason."""


@dataclass(slots=True)
class _Collecting:
    """The collecting of one group's hand-in; what is known of it so far is in ``known``."""

    group: Group
    base: Path
    limit: Deadline | None
    bounds: Bounds
    export: Export | None
    known: Handin = field(init=False)

    def __post_init__(self) -> None:
        address = self.group.repository
        shown = is_address(address) and not address_fault(address)  # a path is this machine's
        self.known = Handin(
            self.group.key,
            deadline=self.limit.utc if self.limit else "",
            address=address if shown else "",
        )

    def into(self, target: Path) -> Handin:
        """Write the group's folder below ``target``, and return what is known.  Raises OutputError."""
        folder = target / self.group.key
        with tempfile.TemporaryDirectory(prefix=ROOM, dir=target) as name:
            room = Path(name)
            taken: Taken | None = None
            try:
                taken = self.fetched(room / "clone")
            except (_Missing, RemoteError, SourceError) as error:
                why = str(error) if isinstance(error, _Missing) else f"no repository: {error}"
                if self.known.commit and self.known.doubt:
                    why += f"; {self.known.doubt}"
                self.known = replace(self.known, reason=why, late="", doubt="")
            if taken is None and (before := _before(folder)):
                now = f"kept from an earlier run; now: {self.known.reason}"
                return replace(before, told=(*before.told, now))
            inside = PurePosixPath(self.known.report).parent.as_posix()
            files = {f"{inside}/{p}": data for p, data in taken.files.items()} if taken else {}
            write_folder(room / "made", {FILE: self.known.as_json(), **files})
            (room / "made").chmod(0o700)
            _put_in_place(room / "made", folder, room / _OLD)
        return self.known

    def fetched(self, room: Path) -> Taken:
        """Return the report's files.  Raises _Missing, RemoteError, SourceError."""
        address = self.group.repository
        if not address and self.export:
            return self.of_export(self.export)
        if not address:
            raise _Missing("no repository: none is named")
        if expected := address_fault(address):
            raise _Missing(f"no repository: expected {expected}")
        if is_address(address):
            return self.of_repository(address, room)
        place = self.base / address
        if not place.exists():
            meant = f"; did you mean https://{address}?" if _HOST.match(address) else ""
            raise _Missing(f"no repository: there is no such file or folder{meant}")
        if (place / ".git").exists() or (place / "objects").is_dir():
            return self.of_repository(place.resolve().as_uri(), room)
        if self.limit:
            self.known = undated(self.known, self.limit)
        return self.of_packed(FolderFiles(place) if place.is_dir() else ZipFiles(place, place.name))

    def of_repository(self, address: str, room: Path) -> Taken:
        seconds, max_mib = self.bounds.seconds, self.bounds.max_mib
        remote = Remote.clone(address, room, seconds=seconds, max_mib=max_mib)
        if not remote.filtered:
            self._tell(UNFILTERED)
        commits = remote.commits()
        stands = standing(commits, self.limit, lambda c: remote.tree(c, self.group.folder))
        if stands.commit is None:
            raise _Missing(f"no report by the deadline: {stands.reason}")
        self.known = replace(
            self.known,
            branch=remote.branch(),
            late=stands.late,
            doubt=stands.reason,
            commit=stands.commit.id,
            committed=utc(stands.commit.committed),
            tree=remote.tree(stands.commit, self.group.folder),
        )
        files = CommitFiles(remote, stands.commit, seconds=seconds, max_mib=max_mib)
        try:
            return self.of(files, self.group.folder)
        except _Missing as missing:
            newest = CommitFiles(remote, commits[0], seconds=seconds, max_mib=max_mib)
            if newest.report_in(self.group.folder):
                raise _Missing(f"{missing}; it came after the deadline") from None
            raise

    def of_export(self, export: Export) -> Taken:
        found = export.of(self.group.key)
        if not found:
            raise _Missing("no hand-in: the export has none of this group")
        if len(found) > 1 and found[0].when is None:
            self._tell(
                f"the export has {len(found)} hand-ins of this group: {found[0].entry} is taken"
            )
        timed = {str(at): s for at, s in enumerate(found) if s.when is not None}
        chosen = found[0]
        if self.limit and len(timed) < len(found):
            doubt = "the export does not say when it was handed in"
            self.known = replace(self.known, late="unknown", doubt=doubt)
        elif timed:
            commits = [Commit(at, s.when or 0, s.when or 0) for at, s in timed.items()]
            stands = standing(
                commits, self.limit, lambda c: self._digest(export.files(timed[c.id]))
            )
            if stands.commit is None:
                raise _Missing(f"no hand-in by the deadline: {stands.reason}")
            chosen, moment = timed[stands.commit.id], utc(stands.commit.committed)
            self.known = replace(
                self.known, late=stands.late, doubt=stands.reason, committed=moment
            )
            if self.limit and any(_straddles(s, self.limit) for s in timed.values()):
                doubt = "the clocks showed the time of a hand-in twice that night, by the deadline and after it"
                self.known = replace(self.known, late="unknown", doubt=doubt)
        return self.of_packed(export.files(chosen))

    def of_packed(self, files: Files) -> Taken:
        """Take the report's folder out of what somebody packed, where nobody knows where it is."""
        files, place = with_report(files, self.group.folder)
        if place not in (".", self.group.folder) and not place.endswith(f"/{self.group.folder}"):
            self._tell(f"there is no {self.group.folder}/README.md: the report in {place} is taken")
        return self.of(files, place)

    def of(self, files: Files, folder: str) -> Taken:
        """Take the report's ``folder`` out of ``files``."""
        report = files.report_in(folder)
        if not report:
            raise _Missing(f"no report: there is no {folder}/README.md{_what_is_there(files)}")
        taken = files.take(folder)
        place = PurePosixPath(report)
        for path, what in taken.told.items():
            self._tell(f"{path}: {what}")
        self.known = replace(
            self.known,
            report=f"{place.parent.name or 'report'}/{place.name}",
            late=self.known.late or "no",
            left_out=taken.left_out,
        )
        return taken

    def _digest(self, files: Files) -> str:
        """Return the SHA-256 of a hand-in's report, empty where it cannot be read."""
        try:
            held, folder = with_report(files, self.group.folder)
            return held.take(folder).digest()
        except SourceError:
            return ""

    def _tell(self, what: str) -> None:
        self.known = replace(self.known, told=(*self.known.told, what))


def _straddles(submission: Submission, limit: Deadline) -> bool:
    """Tell whether a time that the clocks showed twice was once by the deadline, and once after it."""
    return submission.when is not None and submission.when <= limit.latest < (submission.until or 0)


def _what_is_there(files: Files) -> str:
    """Return what is said of a hand-in without a report: the file that may be it, or what there is."""
    if near := files.nearest():
        return f"; {near} asks questions"
    shown = files.shown()
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return f"; there is {', '.join(shown[:_SHOWN])}{more}" if shown else "; there is no file"


def _before(folder: Path) -> Handin | None:
    with contextlib.suppress(HandinError):
        held = read_handin(folder / FILE)
        if held.report and (folder / held.report).is_file():
            return held
    return None


def _put_in_place(made: Path, folder: Path, old: Path) -> None:
    """Let ``made`` stand at ``folder``; what stood there goes to ``old``.  Raises OutputError."""
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise OutputError(f"{folder}: is no folder; move it")
        if folder.exists():
            folder.rename(old)
        made.rename(folder)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from None
    finally:
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
