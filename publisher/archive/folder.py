"""A report's folder as an archive holds it: no file of this machine is looked at."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publisher.archive.error import ArchiveError
from publisher.check import judge
from publisher.doors.opened import FileError
from publisher.read.files.folder import Folder, Located
from publisher.read.files.load import BrokenReport, admit
from publisher.read.files.repository import Web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.check import Result
    from publisher.course.settings import Course


class ArchivedFolder(Folder):
    """The files beside a report, from its archive.

    An address leads where it led when the report was read, even if that was to a file that
    does not belong to the report; only an address that nobody asked for then is looked up.
    """

    def __init__(self, members: dict[str, Any]) -> None:
        """``members``: an archive's."""
        super().__init__(Path())
        self._files = {h["path"]: h["bytes"] for h in (*members["figures"], *members["files"])}
        self._left = {held["path"]: held["reason"] for held in members["left_out"]}
        self._located = {
            held["uri"]: Located(held["path"], held["problem"], held["near"])
            for held in members["lookups"]
        }
        self._web = {held["uri"]: Web(held["web"], held["dead"]) for held in members["lookups"]}

    @property
    def _name(self) -> str:
        """None: an address that went out and came in again is among those that were looked up."""
        return ""

    def web(self, uri: str, report: str, address: str) -> Web:
        """Return what the web showed for ``uri`` when the report was read."""
        del report, address
        return self._web.get(uri, Web())

    def unread(self) -> str:
        """Return nothing: no git is asked."""
        return ""

    def read(self, path: str) -> bytes:
        """Return the bytes of the file at ``path``; raises FileNotFoundError. Raises FileError."""
        if self._left.get(path) == "not read":
            raise FileError("refused", "was not read", path)
        if path not in self._files:
            raise FileNotFoundError(path)
        data: bytes = self._files[path].data
        return data

    def size(self, path: str) -> int:
        """Return the size in bytes of the file at ``path``: too many of one that was left out."""
        known = path in self._files or self._left.get(path) == "not read"
        return len(self.read(path)) if known else 2**53

    def walk(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the files below the folder ``name``, and those that were left out there."""
        if name in self._left:
            yield name, self._left[name]
        first = bisect_left(self._sorted, (f"{name}/",))
        for path, reason in islice(self._sorted, first, None):
            if not path.startswith(f"{name}/"):
                return
            yield path, reason

    def _fault(self, path: str) -> str:
        if path in self._files:
            return ""
        return {"outside": "outside", "too large": "too large"}.get(
            self._left.get(path, ""), "folder"
        )

    def _listing(self, folder: str) -> frozenset[str]:
        return frozenset(self._names_in.get(folder, ()))

    @cached_property
    def _names_in(self) -> dict[str, set[str]]:
        """The names in each folder: found in one pass, however many folders there are."""
        found: dict[str, set[str]] = {}
        for path in (*self._files, *self._left):
            while path:
                path, _, name = path.rpartition("/")  # noqa: PLW2901 - one step up
                found.setdefault(path, set()).add(name)
        return found

    @cached_property
    def _sorted(self) -> list[tuple[str, str]]:
        return sorted((dict.fromkeys(self._files, "") | self._left).items())

    @property
    def _figures(self) -> tuple[str, ...]:
        return tuple(self._files)


def judge_archived(members: dict[str, Any], course: Course, max_mib: int | None = None) -> Result:
    """Read and check the report that an archive holds, as if it lay in a folder.

    ``max_mib``: of its source, by default the course's.  Raises ArchiveError if its source
    cannot be read.
    """
    held = members["source"]
    try:
        source = admit(held["bytes"].data, max_mib or course.max_report_mib)
    except BrokenReport as error:
        raise ArchiveError(f"holds a source that cannot be read: {error}") from None
    return judge(Path(held["path"]), source, ArchivedFolder(members), course)
