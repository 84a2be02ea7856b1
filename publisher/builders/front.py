"""What is said of a report as a whole: its title, who hands in, when, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publisher.builders.parts import masthead
from publisher.language.message import Message
from publisher.report.titles import without_template

if TYPE_CHECKING:
    from publisher.builders.words import Words
    from publisher.course.settings import Course
    from publisher.report.view import Report


@dataclass(frozen=True, slots=True)
class Front:
    """The same as texts, in the report's language; what is not known is empty.

    ``group``: "Group 7"; ``tally``: how many questions are answered, how many items ticked.
    """

    title: str
    project: str
    group: str
    members: tuple[str, ...]
    date: str
    tally: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """What stands below the title, a line each."""
        lines = (self.project, self.group, ", ".join(self.members), self.date)
        return tuple(line for line in lines if line)


def front_of(report: Report, course: Course, date: str, words: Words) -> Front:
    """Return what is said of ``report`` as a whole; ``date``: ISO 8601 or empty."""
    found = facts(report, course, date)
    group = found["group"]
    tally = [
        Message(
            "{number} of {total} questions answered", number=found["answered"], total=found["total"]
        )
    ]
    if found["outside"]:
        tally.append(
            Message.plural(
                "{count} answered outside its limits",
                "{count} answered outside their limits",
                count=found["outside"],
            )
        )
    if found["items"]:
        tally.append(
            Message(
                "{number} of {total} items of the checklist ticked",
                number=found["ticked"],
                total=found["items"],
            )
        )
    return Front(
        title=words.plain(found["title"]),
        project=found["project"],
        group="" if group is None else words.plain(Message("Group {group}", group=group)),
        members=found["members"],
        date=date,
        tally=tuple(map(words.plain, tally)),
    )


def facts(report: Report, course: Course, date: str) -> dict[str, Any]:
    """Return what the templates of pages say about the report as a whole; ``date``: ISO 8601 or empty."""
    questions = report.questions
    items = [item for item in report.checklist if not item.broken]
    return {
        "title": course.title or without_template(report.title) or Message("Report"),
        "project": _project(report, course),
        "title_id": _title_id(report),
        "language": course.language,
        "group": report.group,
        "members": report.study_numbers,
        "date": date,
        "answered": sum(q.answered for q in questions),
        "unanswered": sum(not q.answered for q in questions),
        "outside": sum(q.verdict == "fail" and q.answered for q in questions),
        "total": len(questions),
        "wrong": sum(q.verdict == "fail" or not q.answered for q in questions),
        "items": len(items),
        "ticked": sum(item.ticked for item in items),
    }


def _project(report: Report, course: Course) -> str:
    """Return the project's title: the front matter's, or the first heading where the course names another."""
    said = (report.document.get("front_matter") or {}).get("title")
    if isinstance(said, str) and said.strip():
        return " ".join(said.split())
    own = report.title
    known = {t.outline[0].text for t in course.templates if t.outline}
    return (
        own
        if course.title not in ("", own) and own not in known and without_template(own) == own
        else ""
    )


def _title_id(report: Report) -> str:
    first = masthead(report)
    return "" if first is None else str(first["ids"][0])
