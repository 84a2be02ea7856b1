"""The tables of a course: ``results.csv``, ``results.json``, ``answers.jsonl`` and, with pyarrow, Parquet."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from publisher.cohort.row import Row
from publisher.course.groups import key_fault
from publisher.doors.output import LINES, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from publisher.course.settings import Course

FORMAT: Final = "publisher.course/1"
CSV: Final = "results.csv"
JSON: Final = "results.json"
ANSWERS: Final = "answers.jsonl"
PARQUET: Final = "answers.parquet"
FORM: Final = "marks-form.csv"
"""An empty table for a grader to copy and fill in (see ``marks.table``)."""
_COLUMNS: Final = (
    "group", "run", "outcome", "late", "title", "questions", "answered", "within", "outside", "words",
    "images", "ticked", "items", "errors", "warnings", "notes", "faults", "receipt", "committed",
    "commit", "deadline", "doubt", "reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """What is said of a course as a whole.

    ``title``: may be empty; ``deadline``: ISO 8601, UTC, empty: none; ``count``: the counting rule;
    ``settings``: the digest of all that outputs are made of beside the hand-ins.  ``marks``: the digest of the
    marks that the pages show; empty: they show none.
    """

    title: str
    deadline: str
    count: str
    settings: str
    marks: str = ""


def head_of(course: Course, settings: str) -> Head:
    """Return the head of a course with these settings."""
    return Head(
        course.title, course.deadline.utc if course.deadline else "", course.count, settings
    )


def write_results(out: Path, rows: Sequence[Row], head: Head) -> None:
    """Write the tables of ``rows``, sorted by group, into ``out``.  Raises OutputError."""
    write(out / JSON, results_json(rows, head))
    write(out / CSV, results_csv(rows, head.count))
    write(out / FORM, marks_form(rows))
    answers = b"".join(_answers(out, rows))
    write(out / ANSWERS, answers)
    if table := _parquet(answers):
        write(out / PARQUET, table)


def results_json(rows: Sequence[Row], head: Head) -> bytes:
    """Return ``results.json``: all that is known of each group."""
    held = {"format": FORMAT, **asdict(head), "groups": [row.as_json() for row in rows]}
    return json.dumps(held, indent=1, ensure_ascii=False).encode() + b"\n"


def read_results(path: Path) -> tuple[Head, list[Row]]:
    """Return what the ``results.json`` at ``path`` holds.  Raises ValueError, OSError."""
    held = json.loads(path.read_bytes())
    try:
        if held["format"] != FORMAT:
            raise ValueError(f"is no {FORMAT}")
        head = Head(*(held[field.name] for field in fields(Head)))
        rows = [Row.from_json(row) for row in held["groups"]]
    except (KeyError, TypeError):
        raise ValueError(f"is no {FORMAT}") from None
    if any(key_fault(row.group) for row in rows):
        raise ValueError("names a group that is no name of a folder")
    return head, rows


def results_csv(rows: Iterable[Row], count: str) -> bytes:
    """Return ``results.csv``: one line a group, UTF-8 with a byte-order mark, for spreadsheets."""
    lines = (cells(row, count).values() for row in rows)
    return as_csv([_COLUMNS, *lines]).encode("utf-8-sig", "replace")


def marks_form(rows: Iterable[Row]) -> bytes:
    """Return a table of marks without points: a line for each question of each group, and one for the whole."""
    lines = [
        (row.group, key, "", "", "", row.receipt)
        for row in rows
        if row.questions
        for key in (*dict.fromkeys(question["key"] for question in row.questions), "total")
    ]
    columns = ("group", "question", "points", "comment", "grader", "receipt")
    return as_csv([columns, *lines]).encode("utf-8-sig", "replace")


def as_csv(rows: Iterable[Iterable[object]]) -> str:
    """Return ``rows`` as CSV in which a spreadsheet finds nothing but text."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([as_cell(value) for value in row] for row in rows)
    return text.getvalue()


def cells(row: Row, count: str) -> dict[str, Any]:
    """Return what a table shows of a row, by column; ``count``: the counting rule in force."""
    verdicts = [q["verdict"] for q in row.questions]
    found: dict[str, Any] = {
        "questions": len(row.questions),
        "answered": sum(q["status"] == "answered" for q in row.questions),
        "within": verdicts.count("pass"),
        "outside": verdicts.count("fail"),
        "words": sum(q["words"][count] for q in row.questions),
        "images": sum(q["images"] for q in row.questions),
        "ticked": sum(bool(item["ticked"]) for item in row.checklist),
        "items": len(row.checklist),
        **{
            f"{severity}s": row.diagnostics.get(severity, 0)
            for severity in ("error", "warning", "note")
        },
    }
    judged = row.outcome not in ("", "broken")
    found = {name: value if judged else "" for name, value in found.items()}
    return {name: found[name] if name in found else getattr(row, name) for name in _COLUMNS}


def as_cell(value: object) -> str:
    """Return ``value`` as a spreadsheet shows it as text, and never takes for a formula."""
    text = "".join(c if c.isprintable() else " " for c in str(value))
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _answers(out: Path, rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the lines of all answers, each with its group's key as ``group``."""
    for row in rows:
        if LINES not in row.files:
            continue
        for line in (out / "groups" / row.group / LINES).read_bytes().splitlines():
            held = json.loads(line) | {"group": row.group}
            yield json.dumps(held, ensure_ascii=False).encode() + b"\n"


def _parquet(answers: bytes) -> bytes | None:
    """Return the answers as Parquet; None where pyarrow is not installed, or there is no answer."""
    if not answers:
        return None
    try:
        import pyarrow as pa
        from pyarrow import json as pa_json
        from pyarrow import parquet
    except ImportError:
        return None
    table = pa_json.read_json(io.BytesIO(answers))
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd", store_schema=False)
    return bytes(sink.getvalue())
