"""Who takes a course: names and study numbers, from a course's settings or a CSV file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from publisher.read.files.load import BrokenReport, load

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST: Final = 100
_MOST: Final = 20_000
_NAMES: Final = ("name", "full name")
_FIRST: Final = ("first name", "first names", "given name")
_LAST: Final = ("last name", "surname", "family name")
_NUMBERS: Final = ("study number", "student number", "student id", "number", "id")
_KNOWN: Final = (*_NAMES, *_FIRST, *_LAST, *_NUMBERS)
_EXPECTED: Final = "a CSV file whose first line names the columns: name, study number"


class RosterError(ValueError):
    """A roster cannot be used; the message says what was expected and where."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a course; one of the two may be empty."""

    name: str
    number: str


def person(entry: object) -> Person:
    """Return the person of one entry in a course's settings: a name, or name and study number.

    Raises RosterError.
    """
    held: Any = {"name": entry} if isinstance(entry, str) else entry
    if (
        not isinstance(held, dict)
        or set(held) - {"name", "study_number"}
        or not all(isinstance(v, str) or type(v) is int for v in held.values())
    ):
        raise RosterError("expected a name, or name and study_number")
    return _checked(str(held.get("name", "")), str(held.get("study_number", "")))


def read_roster(path: Path) -> tuple[Person, ...]:
    """Read a roster: CSV with commas, semicolons or tabs, by the names of its columns.

    Columns of other names are not read.  Raises RosterError.
    """
    try:
        text = load(path).text
    except BrokenReport as error:
        why = str(error).partition(";")[0]  # without what is expected of a report
        raise RosterError(f"expected {_EXPECTED}; {path}: {why}") from None
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found = []
    try:
        columns = {_column(name): name for name in rows.fieldnames or ()}
        if not set(columns) & set(_KNOWN):
            raise RosterError(f"expected {_EXPECTED}; {path}: found {first[:80]!r}")
        for row in rows:
            found.append(_of_row(row, columns, f"{path}:{rows.line_num}"))
            if len(found) > _MOST:
                raise RosterError(f"{path}: has more than {_MOST} people")
    except csv.Error as error:
        raise RosterError(f"expected {_EXPECTED}; {path}:{rows.line_num}: {error}") from None
    return tuple(p for p in found if p.name or p.number)


def _column(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()


def _of_row(row: dict[str, str | None], columns: dict[str, str], where: str) -> Person:
    def held(names: tuple[str, ...]) -> str:
        return next((row[columns[n]] or "" for n in names if n in columns), "").strip()

    try:
        return _checked(
            held(_NAMES) or f"{held(_FIRST)} {held(_LAST)}".strip(), held(_NUMBERS), empty=True
        )
    except RosterError as error:
        raise RosterError(f"{where}: {error}") from None


def _checked(name: str, number: str, *, empty: bool = False) -> Person:
    for value in (name, number):
        if len(value) > _LONGEST:
            raise RosterError(f"expected at most {_LONGEST} characters, found {len(value)}")
        if value and not any(c.isalnum() for c in value):
            raise RosterError(f"expected a name or a study number, found {value!r}")
    if not (name or number or empty):
        raise RosterError("expected a name or a study number, found neither")
    return Person(name, number)
