"""What differs between two reports: question by question, ticks, files, and all other text."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from docutils import nodes

from publisher.archive.belongings import belongings
from publisher.check import check
from publisher.course.settings import Course
from publisher.diff.words import Piece, WordDiff
from publisher.read.cut.answer import clean
from publisher.read.files.load import BrokenReport
from publisher.read.yardstick.recognise import split_by_template

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from publisher.check import Result
    from publisher.read.cut.segments import Split
    from publisher.read.files.folder import Folder
    from publisher.report.question import Question
    from publisher.report.view import Report

Where = Literal["both", "old", "new"]
File = tuple[str, str]
"""Path and SHA-256."""


class Side:
    """One of the two reports: ``report``, ``folder`` with its files, ``parts`` of its text."""

    report: Report
    folder: Folder
    parts: Split
    data: bytes

    def __init__(self, result: Result, course: Course) -> None:
        """Take what reading gave; raises BrokenReport where nothing could be read."""
        if result.report is None or result.source is None or result.folder is None:
            raise BrokenReport(result.diagnostics[0].message)
        self.report = result.report
        self.folder = result.folder
        self.data = result.source.data
        self.parts, _ = split_by_template(result.source.text, course.templates)

    def answers(self) -> dict[tuple[int, int], tuple[Question, str, str]]:
        """Return question, prompt and answer (Markdown) by number and how often it stood before."""
        seen: Counter[int] = Counter()
        found = {}
        for question, span in zip(self.report.questions, self.parts.questions, strict=True):
            prompt = span.prompt
            asked = self.parts.text[prompt.start : prompt.end] if prompt else ""
            told = clean(self.parts.text, span).markdown.strip("\n")
            found[question.number, seen[question.number]] = (question, asked, told)
            seen[question.number] += 1
        return found

    def other_text(self) -> list[str]:
        """Return the words of all that is neither prompt nor answer."""
        text = self.parts.text
        return [
            word
            for segment in self.parts.segments
            if segment.kind not in ("prompt", "answer")
            for word in text[segment.start : segment.end].split()
        ]

    def digests(self, paths: Iterable[str]) -> dict[str, str]:
        """Return the SHA-256 of each file."""
        return {path: self.folder.picture(path).sha256 for path in paths if path}


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that is not in both: ``old`` and ``new`` are paths, empty where it is not there.

    The same content under another name has two paths and ``same_content``; so has another
    content under the same name, without it.
    """

    old: str
    new: str
    same_content: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """An item of the checklist whose box differs; None: the item is not there."""

    text: str
    old: bool | None
    new: bool | None


@dataclass(frozen=True, slots=True)
class QuestionDiff:
    """One question; ``old``, ``new``: None where it is missing.

    ``again``: how many of the same number stand before it.  ``spacing``: the answers differ in
    blanks and line ends alone.
    """

    number: int
    again: int
    old: Question | None
    new: Question | None
    prompt: tuple[Piece, ...]
    answer: tuple[Piece, ...]
    images: tuple[FileChange, ...]
    spacing: bool

    @property
    def where(self) -> Where:
        """In which of the two reports it stands."""
        return "new" if self.old is None else "old" if self.new is None else "both"

    @property
    def changed(self) -> bool:
        """Whether anything of it differs."""
        return bool(
            self.where != "both"
            or differ(self.prompt)
            or differ(self.answer)
            or self.images
            or self.spacing
            or self.old is None
            or self.new is None
            or self.old.verdict != self.new.verdict
            or self.old.status != self.new.status
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two reports; ``text``: what is neither prompt nor answer.

    ``same_bytes``: the two Markdown files are the same.
    """

    old: Side
    new: Side
    questions: tuple[QuestionDiff, ...]
    text: tuple[Piece, ...]
    ticks: tuple[Tick, ...]
    files: tuple[FileChange, ...]
    same_bytes: bool

    @property
    def changed(self) -> tuple[QuestionDiff, ...]:
        """The questions of which anything differs."""
        return tuple(question for question in self.questions if question.changed)

    @property
    def same(self) -> bool:
        """Whether the reports are the same, to the byte of the text and of every file."""
        return self.same_bytes and not (self.files or self.changed)


def read_side(path: Path, course: Course | None) -> Side:
    """Return the report at ``path``: a Markdown file, an archive, or a PDF that carries one.

    ``course``: None: the settings that an archive holds, else none.  Raises BrokenReport and
    ArchiveError.
    """
    from publisher.publish.build import is_archive

    if not is_archive(path):
        course = course or Course()
        return Side(check(path, course), course)
    from publisher.archive.folder import judge_archived
    from publisher.archive.verify import sealed

    members = sealed(path).members
    course = course or Course.from_json(members["settings"])
    return Side(judge_archived(members, course), course)


def compare(old: Side, new: Side) -> Difference:
    """Return what differs; the time is bounded by the texts' lengths (see ``words``)."""
    words = WordDiff()
    held_old, held_new = old.answers(), new.answers()
    questions = []
    for key in sorted(set(held_old) | set(held_new)):
        question_old, prompt_old, answer_old = held_old.get(key, (None, "", ""))
        question_new, prompt_new, answer_new = held_new.get(key, (None, "", ""))
        questions.append(
            QuestionDiff(
                number=key[0],
                again=key[1],
                old=question_old,
                new=question_new,
                prompt=words.pieces(prompt_old.split(), prompt_new.split()),
                answer=words.pieces(answer_old.split(), answer_new.split()),
                images=_files(_uses(old, question_old), _uses(new, question_new)),
                spacing=answer_old != answer_new and answer_old.split() == answer_new.split(),
            )
        )
    return Difference(
        old=old,
        new=new,
        questions=tuple(questions),
        text=words.pieces(old.other_text(), new.other_text()),
        ticks=tuple(_ticks(old, new)),
        files=_files(_owned(old), _owned(new)),
        same_bytes=old.data == new.data,
    )


def differ(pieces: Sequence[Piece]) -> bool:
    """Tell whether anything is in or out."""
    return any(piece.op != "same" for piece in pieces)


def count(pieces: Sequence[Piece], op: str) -> int:
    """Return how many words are ``in``, ``out`` or ``same``."""
    return sum(len(piece.words) for piece in pieces if piece.op == op)


def _uses(side: Side, question: Question | None) -> list[File]:
    """Return path and digest of each image in a question's answer."""
    if question is None:
        return []
    images = question.answer.findall(nodes.image)
    paths = [image["figure"] for image in images if image.get("figure")]
    held = side.digests(paths)
    return [(path, held[path]) for path in paths]


def _owned(side: Side) -> list[File]:
    owned = belongings(side.report, side.folder)
    return list(side.digests((*owned.figures, *owned.files)).items())


def _files(old: Sequence[File], new: Sequence[File]) -> tuple[FileChange, ...]:
    """Compare two lists of path and digest: first what is the same, then content, then name."""
    both = Counter(old) & Counter(new)
    left, right = list((Counter(old) - both).elements()), list((Counter(new) - both).elements())
    found: list[FileChange] = []
    for part, same_content in ((1, True), (0, False)):
        pairs, left, right = _pairs(left, right, part)
        found += [FileChange(one[0], other[0], same_content) for one, other in pairs]
    found += [FileChange(path, "") for path, _ in left]
    found += [FileChange("", path) for path, _ in right]
    return tuple(sorted(found, key=lambda change: (change.old or change.new, change.new)))


def _pairs(
    left: list[File], right: list[File], part: int
) -> tuple[list[tuple[File, File]], list[File], list[File]]:
    """Return the pairs of files that have ``part`` (0: path, 1: digest) alike, and what is left."""
    waiting: defaultdict[str, deque[File]] = defaultdict(deque)
    for file in right:
        waiting[file[part]].append(file)
    pairs, alone = [], []
    for file in left:
        if others := waiting[file[part]]:
            pairs.append((file, others.popleft()))
        else:
            alone.append(file)
    return pairs, alone, [file for others in waiting.values() for file in others]


def _ticks(old: Side, new: Side) -> Iterable[Tick]:
    before, after = _boxes(old), _boxes(new)
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield Tick(key[0], before.get(key), after.get(key))


def _boxes(side: Side) -> dict[tuple[str, int], bool]:
    """Return whether each item is ticked, by its text and how often that stood before."""
    seen: Counter[str] = Counter()
    found = {}
    for item in side.report.checklist:
        found[item.text, seen[item.text]] = item.ticked
        seen[item.text] += 1
    return found
