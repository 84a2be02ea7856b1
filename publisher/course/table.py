"""The one door to a course's CSV files: a row a line, by the names of the columns."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from publisher.read.files.load import BrokenReport, load

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path


class TableError(ValueError):
    """A CSV file cannot be used; the message says where, and what was expected."""


def read_table(
    path: Path, columns: Collection[str], needed: Collection[str], expected: str
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that hold anything, each with its line (from 1) and its cells by column.

    Commas, semicolons or tabs; UTF-8 or cp1252.  ``columns``: those that are read, in lower case and
    with single blanks; others are passed over.  ``needed``: one of these must be there.
    ``expected``: what the file is to be, for messages.  Raises TableError.
    """
    try:
        text = load(path).text
    except BrokenReport as error:
        why = str(error).partition(";")[0]  # without what is expected of a report
        raise TableError(f"{path}: {why}; expected {expected}") from None
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [re.sub(r"[\s_-]+", " ", name).strip().casefold() for name in next(rows)]
        known = [name for name in names if name in columns]
        if not set(known) & set(needed) or len(set(known)) < len(known):
            raise TableError(f"{path}:1: expected {expected}, each once; found {first[:80]!r}")
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if any(cell.strip() for cell in row[len(names) :]):
                raise TableError(
                    f"{path}:{rows.line_num}: expected {len(names)} cells, as in the first line, "
                    f"found {len(row)}"
                )
            cells = zip(names, row, strict=False)
            yield rows.line_num, {n: cell.strip() for n, cell in cells if n in columns}
    except csv.Error as error:
        raise TableError(f"{path}:{rows.line_num}: {error}; expected {expected}") from None
