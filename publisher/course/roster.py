"""Who takes a course: names and study numbers, from a course's settings or a CSV file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from publisher.course.table import TableError, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_LONGEST: Final = 100
_MOST: Final = 20_000
_NAMES: Final = ("name", "full name")
_FIRST: Final = ("first name", "first names", "given name")
_LAST: Final = ("last name", "surname", "family name")
_NUMBERS: Final = ("study number", "student number", "student id", "number", "id")
_MORE: Final = {
    "group": ("group",),
    "username": ("username", "user name"),
    "email": ("email", "e mail", "email address"),
    "lms_id": ("lms id", "orgdefinedid"),
}
_KNOWN: Final = (*_NAMES, *_FIRST, *_LAST, *_NUMBERS)
_COLUMNS: Final = frozenset((*_KNOWN, *(name for names in _MORE.values() for name in names)))
_EXPECTED: Final = "a CSV file whose first line names the columns: name, study number"


class RosterError(TableError):
    """A roster cannot be used; the message says what was expected and where."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a course; what is not known is empty.

    ``group``: the key of the group; ``username``: of the repository's or the university's account;
    ``lms_id``: on the learning platform; ``line``: where the row stands in a CSV file, from 1.
    """

    name: str
    number: str
    group: str = ""
    username: str = ""
    email: str = ""
    lms_id: str = ""
    line: int = 0

    @property
    def known(self) -> bool:
        """Whether there is anything by which to find this person."""
        return bool(self.name or self.number or self.username or self.email or self.lms_id)


def person(entry: object) -> Person:
    """Return the person of one entry in a course's settings: a name, or name and study number.

    Raises RosterError.
    """
    held: Any = {"name": entry} if isinstance(entry, str) else entry
    if (
        not isinstance(held, dict)
        or set(held) - {"name", "study_number", *_MORE}
        or not all(isinstance(v, str) or type(v) is int for v in held.values())
    ):
        raise RosterError("expected a name, or name and study_number")
    more: dict[str, Any] = {name: str(held.get(name, "")) for name in _MORE}
    found = _checked(Person(str(held.get("name", "")), str(held.get("study_number", "")), **more))
    if not found.known:
        raise RosterError("expected a name or a study number, found neither")
    return found


def read_roster(path: Path) -> tuple[Person, ...]:
    """Read a roster: CSV with commas, semicolons or tabs, by the names of its columns.

    Columns of other names are not read.  Raises TableError: what is no table, RosterError: what is no row.
    """
    found = []
    for line, row in read_table(path, _COLUMNS, _KNOWN, _EXPECTED):
        name = _held(row, _NAMES) or f"{_held(row, _FIRST)} {_held(row, _LAST)}".strip()
        more: dict[str, Any] = {told: _held(row, names) for told, names in _MORE.items()}
        try:
            found.append(_checked(Person(name, _held(row, _NUMBERS), **more, line=line)))
        except RosterError as error:
            raise RosterError(f"{path}:{line}: {error}") from None
        if len(found) > _MOST:
            raise RosterError(f"{path}: has more than {_MOST} people")
    return tuple(p for p in found if p.known)


def _held(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((row[n] for n in names if n in row), "")


def hold_groups(people: Iterable[Person], groups: Iterable[str], where: str) -> None:
    """Raise RosterError where somebody of ``people`` is in none of ``groups``; ``where``: the roster's file."""
    keys = set(groups)
    for held in people:
        if held.group and held.group not in keys:
            line = f"{where}:{held.line}: " if held.line else ""
            raise RosterError(
                f"{line}group: expected a group of the course's groups, found {held.group!r}"
            )


def _checked(person: Person) -> Person:
    for value in (person.name, person.number, *(getattr(person, name) for name in _MORE)):
        if len(value) > _LONGEST:
            raise RosterError(f"expected at most {_LONGEST} characters, found {len(value)}")
        if value and not any(c.isalnum() for c in value):
            raise RosterError(f"expected a name or a study number, found {value!r}")
    return person
