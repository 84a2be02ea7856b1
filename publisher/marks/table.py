"""Graders' tables: a CSV file whose row says what one grader gives one answer of one group."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from publisher.archive.receipt import as_typed
from publisher.course.table import TableError, read_table
from publisher.report.phrases import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

COLUMNS: Final = ("group", "question", "points", "comment", "grader", "receipt")
AGREED: Final = "agreed"
"""The grader whose row settles what others gave."""
TOTAL: Final = ""
"""The question of a mark that is of the whole report."""
_EXPECTED: Final = f"a CSV file whose first line names the columns: {', '.join(COLUMNS)}"
_MAX_MIB: Final = 20
_MOST: Final = 200_000
_LONGEST: Final = {"comment": 10_000, "grader": 80}
_POINTS: Final = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,4}))?")
_QUESTION: Final = re.compile(r"0*([0-9]{1,4})")
_PROTECTED: Final = re.compile(r"'(?=[=+\-@])")
"""What keeps a spreadsheet from taking a text for a formula (see ``cohort.results.as_cell``)."""


class MarksError(TableError):
    """Marks cannot be used; the message says where, and what was expected."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one grader gives.

    ``group``: the group's key; ``question``: the question's key, ``TOTAL``: the whole report.  ``points``: from 0, at
    most four decimals; None: the row is a comment only.  ``receipt``: of the hand-in that was marked, in the form in
    which it is printed; empty: not said.  ``where``: the file and the line in which the row ends, from 1.
    """

    group: str
    question: str
    points: Decimal | None
    comment: str
    grader: str
    receipt: str
    where: str


def read_marks(
    paths: Iterable[Path], known: Callable[[str], str], maxima: Mapping[str, int]
) -> list[Mark]:
    """Return the marks in all the tables at ``paths``, in their order; rows without points and comment are none.

    ``known``: gives the key of a group as a table calls it, and raises ValueError, which says what was expected.
    ``maxima``: the most points of a question, by its key, and of the whole report (``TOTAL``).
    Raises TableError: what is no table, MarksError: what is no mark, or given twice by one grader.
    """
    found: list[Mark] = []
    given: dict[tuple[str, str, str], Mark] = {}
    for path in paths:
        for mark in _read(path, known, maxima):
            other = given.setdefault((mark.group, mark.question, mark.grader.casefold()), mark)
            if other is not mark:
                who = f"by {mark.grader!r}" if mark.grader else "without a grader"
                raise MarksError(
                    f"{mark.where}: expected one mark {who} for {told(mark)}; another stands in {other.where}"
                )
            found.append(mark)
            if len(found) > _MOST:
                raise MarksError(f"{path}: more than {_MOST:,} marks in all tables")
    return found


def among(names: Mapping[str, str]) -> Callable[[str], str]:
    """Return what gives the key of a group, in whatever case a table calls it by one of ``names`` (key by name).

    It raises ValueError, which says what was expected, and which name is near.
    """
    by_name = {name.casefold(): key for name, key in names.items()}

    def known(name: str) -> str:
        if name.casefold() in by_name:
            return by_name[name.casefold()]
        close = nearest(name, by_name)
        meant = f" (did you mean {by_name[close]!r}?)" if close else ""
        raise ValueError(f"expected a group of the course{meant}")

    return known


def told(mark: Mark) -> str:
    """Return what ``mark`` is given for, in a sentence."""
    return f"group {mark.group!r}, {f'question {mark.question}' if mark.question else 'the total'}"


def _read(path: Path, known: Callable[[str], str], maxima: Mapping[str, int]) -> Iterator[Mark]:
    rows = read_table(path, COLUMNS, ("points", "comment"), _EXPECTED, own=True, max_mib=_MAX_MIB)
    for line, row in rows:
        where = f"{path}:{line}"
        if "group" not in row:
            raise MarksError(f"{path}:1: expected {_EXPECTED}; found no column 'group'")
        if not (row.get("points") or row.get("comment")):
            continue  # of a form that is not filled in
        for column, longest in _LONGEST.items():
            if len(row.get(column, "")) > longest:
                raise MarksError(f"{where}: {column}: expected at most {longest:,} characters")
        try:
            group = known(row["group"])
        except ValueError as error:
            raise MarksError(f"{where}: group: {error}, found {row['group'][:80]!r}") from None
        question = _question(row.get("question", ""), where)
        yield Mark(
            group,
            question,
            _points(row.get("points", ""), where, maxima.get(question)),
            _PROTECTED.sub("", row.get("comment", ""), count=1),
            row.get("grader", ""),
            _receipt(row.get("receipt", ""), where),
            where,
        )


def _question(written: str, where: str) -> str:
    if written.casefold() in ("", "total"):
        return TOTAL
    if not (found := _QUESTION.fullmatch(written)):
        raise MarksError(
            f"{where}: question: expected a question's number, or nothing for the total, found {written[:80]!r}"
        )
    return found[1]


def _points(written: str, where: str, most: int | None) -> Decimal | None:
    if not written:
        return None
    if not (found := _POINTS.fullmatch(written)):
        raise MarksError(
            f"{where}: points: expected a number from 0 such as 7 or 7.5, found {written[:80]!r}"
        )
    points = Decimal(f"{found[1]}.{found[2] or 0}")
    if most is not None and points > most:
        raise MarksError(
            f"{where}: points: expected at most {most}, the course's points, found {written}"
        )
    return points


def _receipt(written: str, where: str) -> str:
    try:
        return as_typed(written) if written else ""
    except ValueError as error:
        raise MarksError(f"{where}: receipt: {error}; found {written[:80]!r}") from None
