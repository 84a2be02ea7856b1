"""A difference for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publisher.diagnostics.visible import printed
from publisher.diff.compare import count, differ
from publisher.report.phrases import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.diff.compare import Difference, FileChange, QuestionDiff
    from publisher.diff.words import Piece

_AROUND: Final = 4
_MOST: Final = 60


def text(found: Difference, old: str, new: str) -> str:
    """Return the difference in lines; ``old`` and ``new`` name the reports."""
    if found.same:
        return printed(f"{old} and {new} are the same report.") + "\n"
    lines = [f"--- {old}", f"+++ {new}"]
    for question in found.changed:
        lines += _question(question)
    if differ(found.text):
        lines += [f"other text: {told_counts(found.text)}", *_words(found.text)]
    lines += [f"checklist: {_box(t.old)} -> {_box(t.new)} {t.text}" for t in found.ticks]
    lines += [f"file: {told_file(change)}" for change in found.files]
    if not (found.changed or found.ticks or found.files or differ(found.text)):
        lines.append("only blanks or line ends outside the answers differ")
    same = len(found.questions) - len(found.changed)
    lines.append(f"{len(found.changed)} of {len(found.questions)} questions differ, {same} do not.")
    return "".join(f"{printed(line)}\n" for line in lines)


def told_question(question: QuestionDiff) -> list[str]:
    """Return what is to be said of a question as a whole, without its words."""
    if question.old is None or question.new is None:
        return ["only in the new report" if question.old is None else "only in the old report"]
    told = []
    for name in ("status", "verdict"):
        before, after = getattr(question.old, name), getattr(question.new, name)
        if before != after:
            told.append(f"{name} {before} -> {after}")
    if differ(question.answer):
        told.append(f"answer: {told_counts(question.answer)}")
    if question.spacing:
        told.append("answer: only blanks or line ends differ")
    if differ(question.prompt):
        told.append(f"prompt: {told_counts(question.prompt)}")
    return told


def told_counts(pieces: Sequence[Piece]) -> str:
    """Return how many words are in and out."""
    words = {op: count(pieces, op) for op in ("in", "out")}
    return ", ".join(f"{counted(n, 'word')} {op}" for op, n in words.items() if n)


def told_file(change: FileChange) -> str:
    """Return what became of a file or an image."""
    if not change.old:
        return f"{change.new} is new"
    if not change.new:
        return f"{change.old} is gone"
    if change.same_content:
        return f"{change.old} is now {change.new}, the content is the same"
    return f"{change.new} has another content"


def title(question: QuestionDiff) -> str:
    """Return a question's name; one that stands twice is told by its place."""
    again = f" ({question.again + 1})" if question.again else ""
    return f"question {question.number}{again}"


def _question(question: QuestionDiff) -> Iterator[str]:
    yield f"{title(question)}: {'; '.join(told_question(question)) or 'other images'}"
    yield from _words(question.answer)
    yield from (f"    image: {told_file(change)}" for change in question.images)


def _words(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield a line for each place at which words differ, with some that stand around it."""
    at = 0
    while at < len(pieces):
        if pieces[at].op == "same":
            at += 1
            continue
        line = [*_around(pieces, at - 1, last=True)]
        while at < len(pieces) and pieces[at].op != "same":
            mark = "[-{}-]" if pieces[at].op == "out" else "{{+{}+}}"
            line.append(mark.format(_short(pieces[at].words)))
            at += 1
        yield "    " + " ".join([*line, *_around(pieces, at, last=False)])


def _around(pieces: Sequence[Piece], at: int, *, last: bool) -> tuple[str, ...]:
    if not 0 <= at < len(pieces):
        return ()
    words = pieces[at].words
    if len(words) <= _AROUND:
        return words
    return ("\u2026", *words[-_AROUND:]) if last else (*words[:_AROUND], "\u2026")


def _short(words: Sequence[str]) -> str:
    if len(words) <= _MOST:
        return " ".join(words)
    return " ".join(words[:_MOST]) + f" \u2026 ({len(words) - _MOST} more words)"


def _box(ticked: bool | None) -> str:
    return {None: "not there", True: "[x]", False: "[ ]"}[ticked]
