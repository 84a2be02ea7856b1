"""The pages of a course: ``index.html`` and one a question, static, offline, of nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from publisher.builders.page import SCREEN, style_sheet
from publisher.builders.templates import THEME, templates
from publisher.cohort.built import GROUPS
from publisher.cohort.fragments import FRAGMENTS
from publisher.cohort.marking import changes
from publisher.cohort.results import cells
from publisher.cohort.row import unpacked
from publisher.cohort.statistics import item_statistics, question_statistics
from publisher.doors.assets import themes_folder
from publisher.doors.output import FORMATS, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from publisher.cohort.marking import Marking
    from publisher.cohort.results import Head
    from publisher.cohort.row import Row
    from publisher.cohort.statistics import QuestionStatistics

INDEX: Final = "index.html"
QUESTIONS: Final = "questions"
CHANGES: Final = "changes"
"""The folder with what changed, in a page each, since hand-ins that were marked and then mended."""
_BARS = 24
_OTHERS: Final = {"docx": "DOCX", "epub": "EPUB", "text": "TXT", "latexpdf": "LaTeX"}
_WIDE, _HIGH = 240, 48


@dataclass(frozen=True, slots=True)
class Cell:
    """How one question stands in one report; ``kind``: good, bad, plain or none."""

    kind: str
    words: int | str
    images: int
    answer: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One group in the table; ``state``: what the filter knows it by; ``others``: names and addresses of more formats."""

    row: Row
    state: str
    told: str
    page: str
    pdf: str
    others: list[tuple[str, str]]
    counts: dict[str, Any]
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a distribution, in the units of its drawing."""

    x: float
    y: float
    width: float
    height: float
    inside: bool


def write_pages(out: Path, rows: Sequence[Row], head: Head, marking: Marking) -> None:
    """Write the pages of ``rows``, sorted by group, into ``out``.  Raises OutputError."""
    statistics = question_statistics(rows, head.count)
    numbers = [found.number for found in statistics]
    parts = {row.group: _parts(out, row) for row in rows}
    script = (themes_folder() / THEME / "static" / "course.js").read_text(encoding="utf-8")
    shared: dict[str, Any] = {
        "head": head,
        "style": style_sheet((*SCREEN, "course")),
        "script": script,
        "script_digest": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "numbers": numbers,
        "marking": marking,
        "changes": list(_write_changes(out, rows, marking)),
        "published": any(parts.values()),
    }
    index = (
        templates()
        .get_template("course.html")
        .render(
            shared,
            lines=[_line(row, numbers, head.count) for row in rows],
            runs=Counter(row.run for row in rows),
            outcomes=Counter(row.outcome for row in rows if row.run == "done"),
            lates=Counter(row.late for row in rows),
            late=[row for row in rows if row.late not in ("", "no")],
            statistics=[(found, list(_bars(found)), _told(found)) for found in statistics],
            items=item_statistics(rows),
        )
    )
    write(out / INDEX, index.encode())
    question_page = templates().get_template("course-question.html")
    for at, found in enumerate(statistics):
        if not shared["published"]:
            break
        answers = [
            (row, q, parts[row.group].get(found.number))
            for row in rows
            for q in row.questions
            if q["number"] == found.number
        ]
        prompts = Counter(part["prompt"] for _, _, part in answers if part and part["prompt"])
        page = question_page.render(
            shared,
            found=found,
            bars=list(_bars(found)),
            told=_told(found),
            before=numbers[at - 1] if at else None,
            after=numbers[at + 1] if at + 1 < len(numbers) else None,
            prompt=prompts.most_common(1)[0][0] if prompts else "",
            answers=[(_line(row, [found.number], head.count), q, part) for row, q, part in answers],
        )
        write(out / QUESTIONS / f"question-{found.number}.html", page.encode())


def _write_changes(out: Path, rows: Sequence[Row], marking: Marking) -> Iterator[tuple[str, str]]:
    """Write what changed since each hand-in that was marked and then mended; yield group and the page's address.

    The address is empty where there is no archive of the hand-in as it is now.
    """
    for row in rows:
        now = out / GROUPS / row.group / FORMATS["archive"]
        for receipt, earlier in marking.mended.get(row.group, {}).items():
            if not now.is_file():
                yield row.group, ""
                continue
            name = f"{row.group}-{receipt[:9]}.html"
            write(out / CHANGES / name, changes(earlier, receipt, now, row.receipt))
            yield row.group, f"{CHANGES}/{quote(name)}"


def _parts(out: Path, row: Row) -> dict[int, dict[str, str]]:
    """Return the prompts and answers of a group as HTML, by question."""
    if FRAGMENTS not in row.files:
        return {}
    held = unpacked((out / GROUPS / row.group / FRAGMENTS).read_bytes())
    return {part["question"]: part for part in held["questions"]}


def _line(row: Row, numbers: Iterable[int], count: str) -> Line:
    by_number = {question["number"]: question for question in row.questions}
    folder = f"groups/{quote(row.group)}"
    page, pdf = (
        f"{folder}/{FORMATS[name]}" if FORMATS[name] in row.files else ""
        for name in ("html", "pdf")
    )
    others = [
        (said, f"{folder}/{FORMATS[name]}")
        for name, said in _OTHERS.items()
        if FORMATS[name] in row.files
    ]
    state = row.outcome or row.run
    told = row.reason or state
    return Line(
        row,
        state,
        told,
        page,
        pdf,
        others,
        cells(row, count),
        [_cell(by_number.get(n), page, count) for n in numbers],
    )


def _cell(question: dict[str, Any] | None, page: str, count: str) -> Cell:
    if question is None:
        return Cell("none", "", 0, "", None)
    answered = question["status"] == "answered"
    kind = (
        {"pass": "good", "fail": "bad", "none": "plain"}[question["verdict"]] if answered else "bad"
    )
    return Cell(
        kind,
        question["words"][count] if answered else "\u2013",
        question["images"],
        f"{page}#{question['id']}" if page else "",
        question.get("page"),
    )


def _bars(found: QuestionStatistics) -> Iterator[Bar]:
    """Yield the distribution of an answer's words, from none to the longest answer."""
    if not found.words:
        return
    most = max(*found.words, found.limit[1] or 0 if found.limit else 0, 1)
    step = most / _BARS
    counts = Counter(min(int(words / step), _BARS - 1) for words in found.words)
    highest = max(counts.values())
    for number in range(_BARS):
        height = round(_HIGH * counts[number] / highest, 1)
        middle = (number + 0.5) * step
        low, high = found.limit or (0, None)
        yield Bar(
            round(number * _WIDE / _BARS, 1),
            round(_HIGH - height, 1),
            round(_WIDE / _BARS - 1, 1),
            height,
            low <= middle and (high is None or middle <= high),
        )


def _told(found: QuestionStatistics) -> str:
    """Return the distribution in words, for whoever does not see it."""
    if not found.words:
        return "No answer."
    low, middle, high = found.words[0], found.words[len(found.words) // 2], found.words[-1]
    told = f"{len(found.words)} answers of {low} to {high} words, half of them up to {middle}"
    if found.limit:
        told += f"; {found.below} below and {found.above} above the limit"
    return told + "."
