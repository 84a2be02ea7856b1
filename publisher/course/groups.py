"""Who hands in: the groups of a course, from a CSV file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from publisher.archive.restorer import fault
from publisher.course.deadline import Deadline, DeadlineError, deadline
from publisher.course.table import TableError, read_table

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = "reports"
"""Where a report lies in a group's repository, unless its row says otherwise."""
COLUMNS: Final = ("group", "repository", "folder", "deadline")
_MOST: Final = 5_000
_LONGEST: Final = {"group": 80, "repository": 1_000, "folder": 400, "deadline": 80}
_EXPECTED: Final = f"a CSV file whose first line names the columns: {', '.join(COLUMNS)}"


class GroupsError(TableError):
    """The groups of a course cannot be read; the message says where and what was expected."""


@dataclass(frozen=True, slots=True)
class Group:
    """Somebody who hands in one report.

    ``key``: its name, unique in a course, also as the name of a folder.  ``repository``: an address
    that git understands, or a path (of a folder, a repository or a zip), relative to the file that names
    it; empty: not known.  ``folder``: the report's, in the repository.  ``deadline``: an extension; None: the
    course's.  ``line``: where the row stands, from 1.
    """

    key: str
    repository: str = ""
    folder: str = FOLDER
    deadline: Deadline | None = None
    line: int = 0


def read_groups(path: Path, time_zone: str = "") -> tuple[Group, ...]:
    """Read the groups of a course: CSV with commas, semicolons or tabs; UTF-8 or cp1252.

    ``time_zone``: of deadlines without an offset.  Columns of other names are not read, rows
    without anything are passed over.  Raises TableError: what is no table, GroupsError: what is no row.
    """
    found: dict[str, Group] = {}
    for line, row in read_table(path, COLUMNS, ("group",), _EXPECTED, own=True):
        group = _group(row, line, f"{path}:{line}", time_zone)
        other = found.setdefault(group.key.casefold(), group)
        if other is not group:
            what = (
                "stands"
                if other.key == group.key
                else f"and {other.key!r} are one folder, and it stands"
            )
            raise GroupsError(
                f"{path}:{line}: group: expected each group once; {group.key!r} {what} in line {other.line}, too"
            )
        if len(found) > _MOST:
            raise GroupsError(f"{path}: has more than {_MOST} groups")
    if not found:
        raise GroupsError(f"{path}: expected a row for each group, found none")
    return tuple(found.values())


def in_order(key: str) -> tuple[list[str | int], str]:
    """Return what groups are sorted by everywhere: numbers in a key count, so ``9`` stands before ``10``."""
    steps = re.split(r"(\d+)", key.casefold())
    return [int(step) if step.isdecimal() else step for step in steps], key


def key_fault(key: str) -> str:
    """Return why ``key`` cannot name a group everywhere: in folders, tables, addresses; empty: it can."""
    if not key or len(key) > _LONGEST["group"]:
        return f"1 to {_LONGEST['group']} characters"
    if not key.isprintable() or "/" in key or key[0] in ".-=+@" or fault(key, windows=True):
        return "a name that can be a folder's on any system, and begins with a letter or digit"
    return ""


def _group(row: dict[str, str], line: int, where: str, time_zone: str) -> Group:
    for column, value in row.items():
        if len(value) > _LONGEST[column] or not value.isprintable():
            raise GroupsError(
                f"{where}: {column}: expected at most {_LONGEST[column]} printable characters, "
                f"found {len(value)}: {value[:40]!a}"
            )
    if why := key_fault(row["group"]):
        raise GroupsError(f"{where}: group: expected {why}, found {row['group']!r}")
    folder = row.get("folder", "").strip("/") or FOLDER
    if folder != "." and fault(folder):
        raise GroupsError(f"{where}: folder: expected a path in the repository, found {folder!r}")
    try:
        extension = deadline(row["deadline"], time_zone) if row.get("deadline") else None
    except DeadlineError as error:
        raise GroupsError(f"{where}: deadline: {error}") from None
    return Group(row["group"], row.get("repository", ""), folder, extension, line)
