"""A difference as one page that opens anywhere, in the theme's style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from publisher.builders.page import ALONE, data_uri, head, templates
from publisher.diff.compare import differ
from publisher.diff.text import title, told_counts, told_file, told_question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.diff.compare import Difference, FileChange, QuestionDiff, Side
    from publisher.diff.words import Piece

_AROUND: Final = 40
_FOLD: Final = 3 * _AROUND


@dataclass(frozen=True, slots=True)
class _Shown:
    """A piece as it is shown; ``folded``: words in its middle that can be unfolded."""

    op: str
    head: str
    folded: str = ""
    hidden: int = 0
    tail: str = ""


@dataclass(frozen=True, slots=True)
class _Picture:
    told: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Entry:
    title: str
    id: str
    told: list[str]
    answer: list[_Shown]
    prompt: list[_Shown]
    pictures: list[_Picture]


def page(found: Difference, old: str, new: str) -> str:
    """Return the page; ``old`` and ``new`` name the reports.

    What the reports hold is text to the template, which escapes all of it; pictures are
    ``data:`` URIs, and nothing is fetched.
    """
    return (
        templates()
        .get_template("diff.html")
        .render(
            old=old,
            new=new,
            same=found.same,
            **head((*ALONE, "diff"), "page"),
            entries=[_entry(question, found) for question in found.changed],
            total=len(found.questions),
            text=list(_shown(found.text)) if differ(found.text) else [],
            text_told=told_counts(found.text),
            ticks=found.ticks,
            files=[told_file(change) for change in found.files],
        )
    )


def _entry(question: QuestionDiff, found: Difference) -> _Entry:
    return _Entry(
        title=title(question).capitalize(),
        id=f"question-{question.number}-{question.again}",
        told=told_question(question),
        answer=list(_shown(question.answer)) if differ(question.answer) else [],
        prompt=list(_shown(question.prompt)) if differ(question.prompt) else [],
        pictures=[_picture(change, found) for change in question.images],
    )


def _picture(change: FileChange, found: Difference) -> _Picture:
    if change.same_content:
        return _Picture(told_file(change), "", "")
    return _Picture(told_file(change), _image(found.old, change.old), _image(found.new, change.new))


def _image(side: Side, path: str) -> str:
    return data_uri(side.folder, path) if path and side.folder.picture(path).media else ""


def _shown(pieces: Sequence[Piece]) -> Iterator[_Shown]:
    for piece in pieces:
        words = piece.words
        if piece.op != "same" or len(words) <= _FOLD:
            yield _Shown(piece.op, " ".join(words))
            continue
        middle = words[_AROUND:-_AROUND]
        yield _Shown(
            piece.op,
            " ".join(words[:_AROUND]),
            " ".join(middle),
            len(middle),
            " ".join(words[-_AROUND:]),
        )
