"""What a group gets back: its marks and comments as a summary, and beside the answers on the page and in the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docutils import nodes

from publisher import nodes as ours
from publisher.archive.bags.bag import write_zip
from publisher.builders.visitors import ALERTS
from publisher.builders.words import Words
from publisher.cohort.built import GROUPS
from publisher.cohort.marking import changes
from publisher.doors.output import FORMATS, write_by, write_folder
from publisher.marks.settle import pointed
from publisher.marks.table import TOTAL
from publisher.publish.build import Options, make

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from publisher.cohort.exports import Export
    from publisher.cohort.marking import Handins, Marking
    from publisher.course.roster import Person
    from publisher.marks.settle import GroupMarks, Settled
    from publisher.publish.publication import Publication

SUMMARY: Final = "feedback.md"
PAGE: Final = "feedback.html"
PDF: Final = "feedback.pdf"
CHANGED: Final = "changed.html"
"""What changed since the hand-in that was marked."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One group's feedback as it was written; ``files``: names in the group's folder; ``lacks``: why there is no page or PDF."""

    group: str
    files: tuple[str, ...]
    lacks: str = ""


def write_feedback(
    built: Path,
    out: Path,
    marking: Marking,
    known: Mapping[str, Handins],
    maxima: Mapping[str, int],
) -> Iterator[Feedback]:
    """Write the feedback of each group that has marks into a folder of ``out``; yield it as it is there.

    ``built``: what ``course build`` wrote, with the archives that pages and PDFs are made of; ``maxima``: the most
    points of each question, and of the whole (``TOTAL``).  Raises OutputError.
    """
    for group in marking.groups:  # one after another: what reads a report is not made for threads
        files, lacks = _files(built / GROUPS / group, group, marking, known[group], maxima)
        for name in {PAGE, PDF, CHANGED} - files.keys():
            (out / group / name).unlink(missing_ok=True)  # of marks that were given before
        write_folder(out / group, files, force=True)
        yield Feedback(group, tuple(files), lacks)


def _files(
    folder: Path, group: str, marking: Marking, handins: Handins, maxima: Mapping[str, int]
) -> tuple[dict[str, bytes], str]:
    marks = marking.groups[group]
    archive = folder / FORMATS["archive"]
    lacks = (
        ""
        if archive.is_file()
        else "there is no archive of its hand-in: let the course's 'formats' have 'archive', and build it without --check-only"
    )
    files: dict[str, bytes] = {}
    if not lacks:
        if mended := marking.mended.get(group):  # of several, that of the last mark
            receipt, earlier = list(mended.items())[-1]
            files[CHANGED] = changes(earlier, receipt, archive, handins.receipt)
        options = Options(formats=("html", "pdf"), attach=False)
        built = make(
            archive, folder, None, options, change=lambda made: beside(made, marks, maxima)
        )
        names = {FORMATS["html"]: PAGE, FORMATS["pdf"]: PDF}
        files |= {names[name]: data for name, data in built.files.items() if name in names}
        lacks = next((d.message for d in built.told.diagnostics if d.code == "pdf_failed"), "")
    files[SUMMARY] = summary(group, marks, maxima, changed=CHANGED in files).encode()
    return files, lacks


def summary(group: str, marks: GroupMarks, maxima: Mapping[str, int], *, changed: bool) -> str:
    """Return the feedback as Markdown that can be posted; graders are not named.

    ``maxima``: as ``write_feedback`` takes them; ``changed``: the hand-in is not the one that was marked.
    """
    parts = [f"# Feedback for {group}\n"]
    if marks.total is not None:
        parts.append(f"**{_of(pointed(marks.total), maxima.get(TOTAL))}**\n")
    if changed:
        parts.append(f"The report was changed after it was marked; {CHANGED} shows what.\n")
    parts += [f"{text}\n" for text in _comments(marks.whole)]
    if marks.questions:
        rows = (
            f"| {key} | {_points(settled, maxima.get(key)) or '-'} |\n"
            for key, settled in marks.questions.items()
        )
        parts.append("| Question | Points |\n| --- | --- |\n" + "".join(rows))
    for key, settled in marks.questions.items():
        if settled.comments:
            parts.append(f"## Question {key}\n")
            parts += [f"{text}\n" for text in _comments(settled)]
    return "\n".join(parts)


def beside(made: Publication, marks: GroupMarks, maxima: Mapping[str, int]) -> Publication:
    """Put ``marks`` into the report's tree, behind each answer, and those of the whole before the first section.

    ``maxima``: as ``write_feedback`` takes them.
    """
    questions: dict[str, ours.question] = {}
    for question in made.report.document.findall(ours.question):
        questions.setdefault(str(question["number"]), question)
    for key, settled in marks.questions.items():
        if key in questions:
            questions[key] += _aside(_points(settled, maxima.get(key)), _comments(settled))
    points = "" if marks.total is None else _of(pointed(marks.total), maxima.get(TOTAL))
    title = Words(made.course.language).plain(ALERTS["feedback"])
    whole = _section(title, points, _comments(marks.whole))
    place = _place_before(next(iter(questions.values())))
    place.parent.insert(place.parent.index(place), whole)
    return made


def _place_before(question: nodes.Element) -> nodes.Element:
    """Return the outermost part around ``question`` that is not the whole report."""
    place = question
    while isinstance(place.parent, nodes.section) and len(_sections(place.parent.parent)) > 1:
        place = place.parent
    return place


def _sections(node: nodes.Element) -> list[nodes.Node]:
    return [child for child in node.children if isinstance(child, nodes.section)]


def _aside(points: str, comments: Iterable[str]) -> nodes.Element:
    """Return an aside that the page and the PDF entitle "Feedback"."""
    found = ours.alert(kind="feedback", classes=["alert-feedback"])
    found += nodes.title("", "Feedback")  # which is said in the report's language
    found += _paragraphs(points, comments)
    return found


def _section(title: str, points: str, comments: Iterable[str]) -> nodes.section:
    found = nodes.section("", nodes.title("", title), ids=["feedback"], names=["feedback"])
    found += _paragraphs(points, comments)
    return found


def _paragraphs(points: str, comments: Iterable[str]) -> list[nodes.Node]:
    """Return what was said as plain text: a grader's table holds no mark-up."""
    bold = [nodes.paragraph("", "", nodes.strong("", points))] if points else []
    said = [part for text in comments for part in text.split("\n") if part.strip()]
    return [*bold, *(nodes.paragraph("", part) for part in said)]


def _points(settled: Settled, most: int | None) -> str:
    return "" if settled.points is None else _of(pointed(settled.points), most)


def _of(points: str, most: int | None) -> str:
    return f"{points} of {most} points" if most else f"{points} points"


def _comments(settled: Settled | None) -> list[str]:
    return [text for _, text in settled.comments] if settled else []


def moodle_zip(out: Path, people: Iterable[Person], written: Iterable[Feedback]) -> int:
    """Write ``feedback-moodle.zip`` into ``out``: a folder a person, as Moodle names them; return how many people it has.

    Moodle reads the participant's number between the first two underscores (moodle,
    mod/assign/feedback/file/importziplib.php), so a name holds none.
    """
    by_group = {found.group: found for found in written}
    folders = {}
    for person in people:
        found = by_group.get(person.group)
        if found and PDF in found.files and person.lms_id.isdecimal():
            name = person.name.replace("_", " ").replace("/", " ").strip() or person.number
            folders[f"{name}_{person.lms_id}_assignsubmission_file"] = found
    _write_zip(out / "feedback-moodle.zip", out, folders)
    return len(folders)


def brightspace_zip(out: Path, export: Export, written: Iterable[Feedback]) -> int:
    """Write ``feedback-brightspace.zip`` into ``out``: a folder a hand-in, as Brightspace's export calls it; return how many."""
    folders = {}
    for found in written:
        handed = export.of(found.group)
        if handed and PDF in found.files:
            folders[handed[0].entry] = found
    _write_zip(out / "feedback-brightspace.zip", out, folders)
    return len(folders)


def _write_zip(path: Path, out: Path, folders: Mapping[str, Feedback]) -> None:
    held = {
        found.group: {name: (out / found.group / name).read_bytes() for name in (PDF, SUMMARY)}
        for found in folders.values()
    }
    files = {
        f"{folder}/{name}": data
        for folder, found in folders.items()
        for name, data in held[found.group].items()
    }
    write_by(path, lambda file: write_zip(file, files, ""))
