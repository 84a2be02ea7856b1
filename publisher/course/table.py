"""The one door to a course's CSV files: a row a line, by the names of the columns."""

from __future__ import annotations

import csv
import difflib
import io
import re
from typing import TYPE_CHECKING, Final

from publisher.read.files.load import MAX_REPORT_MIB, BrokenReport, load

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path
_BEGUN: Final = 4
_ALIKE: Final = 0.85
"""How many letters of a column's name, or which part, make another one a mistake."""


class TableError(ValueError):
    """A CSV file cannot be used; the message says where, and what was expected."""


def read_table(
    path: Path,
    columns: Collection[str],
    needed: Collection[str],
    expected: str,
    *,
    own: bool = False,
    max_mib: int = MAX_REPORT_MIB,
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that hold anything, each with its line (from 1) and its cells by column.

    Commas, semicolons or tabs; UTF-8 or cp1252.  ``columns``: those that are read, in lower case and
    with single blanks; others are passed over.  ``needed``: one of these must be there.
    ``expected``: what the file is to be, for messages.  ``own``: the file is written for us alone, so a column whose
    name is nearly one of ours is a mistake.  ``max_mib``: how large it may be.  Raises TableError.
    """
    try:
        text = load(path, max_mib).text
    except BrokenReport as error:
        why = str(error).partition(";")[0]  # without what is expected of a report
        raise TableError(f"{path}: {why}; expected {expected}") from None
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [re.sub(r"[\s_-]+", " ", name).strip().casefold() for name in next(rows)]
        known = [name for name in names if name in columns]
        if own:
            _hold_spelling(path, names, columns)
        if not set(known) & set(needed) or len(set(known)) < len(known):
            raise TableError(f"{path}:1: expected {expected}, each once; found {first[:80]!r}")
        read = [(place, name) for place, name in enumerate(names) if name in columns]
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if any(cells[len(names) :]):
                raise TableError(
                    f"{path}:{rows.line_num}: expected {len(names)} cells, as in the first line, "
                    f"found {len(row)}"
                )
            yield rows.line_num, {name: cells[at] for at, name in read if at < len(cells)}
    except csv.Error as error:
        why = str(error)
        if "end of data" in why:
            why = 'a quotation mark (") is never closed'
        raise TableError(f"{path}:{rows.line_num}: {why}; expected {expected}") from None


def _hold_spelling(path: Path, names: Collection[str], columns: Collection[str]) -> None:
    """Raise TableError where a column is missing that another is probably meant for."""
    absent = [column for column in columns if column not in names]
    for name in (n for n in names if n not in columns):
        begun = [c for c in absent if len(name) >= _BEGUN and c.startswith(name)]
        for meant in begun or difflib.get_close_matches(name, absent, n=1, cutoff=_ALIKE):
            raise TableError(f"{path}:1: the column {name!r} is not read; did you mean {meant!r}?")
