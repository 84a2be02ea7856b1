"""A report's text with its fixes made, proved to say what it said before."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docutils import nodes

from publisher import nodes as ours
from publisher.check import Result, judge
from publisher.doors.opened import FileError, read_file
from publisher.doors.output import OutputError, write
from publisher.fixes import fixes_of
from publisher.fixes.edit import applied
from publisher.read.files.load import BrokenReport, Source, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from publisher.fixes.edit import Fix
    from publisher.report.question import Question
    from publisher.report.view import Report

_BOM = b"\xef\xbb\xbf"
MOST_ROUNDS: Final = 20
"""A fix may show the next one, as dashes behind dashes do; nothing needs more than a few."""


@dataclass(frozen=True)
class Mended:
    """A report before and after its fixes; ``fixes`` are those made, in the order of the text."""

    before: Result
    after: Result
    fixes: tuple[Fix, ...]

    @property
    def changed(self) -> bool:
        """Whether anything was mended."""
        return bool(self.fixes)


def mend(
    result: Result,
    wanted: Callable[[Fix], bool] = lambda _: True,
    rounds: int = MOST_ROUNDS,
) -> Mended:
    """Make the fixes for what was found in ``result``, those that are ``wanted``; no file is written.

    Those of a kind are made in a question only if its answer then reads as it did, word by word.
    What a second run would find to mend is mended, too, unless ``rounds`` says otherwise.
    """
    current = result
    made: list[Fix] = []
    refused: set[tuple[int, str]] = set()
    for _ in range(rounds):
        found = filter(wanted, fixes_of(current))
        fixes = [f for f in found if (f.question, f.diagnostic.code) not in refused]
        after = _after(current, fixes) if fixes else None
        if after is None:
            break
        other = _otherwise(current.report, after.report)
        if other is None:
            break
        if other:
            # One kind of fix at a time: the others of the question may be sound.
            suspects = {f.question: f.diagnostic.code for f in fixes if f.question in other}
            refused |= suspects.items()
            if suspects:
                continue
            break
        current = after
        made += fixes
    made.sort(key=lambda f: (f.diagnostic.line, f.diagnostic.column))
    return Mended(result, current, tuple(made))


def _after(result: Result, fixes: Sequence[Fix]) -> Result | None:
    """Read the text again after ``fixes``; None where it cannot be written as the file was."""
    source = result.source
    if source is None or result.folder is None or result.report is None:
        return None
    if encoded(source, source.text) != source.data:
        return None
    text = applied(source.text, fixes)
    try:
        again = decode(encoded(source, text) or b"")
    except BrokenReport:
        return None
    if again.text != text or (again.encoding, again.bom) != (source.encoding, source.bom):
        return None
    evidence = result.report.evidence
    return judge(result.path, again, result.folder, result.course, evidence)


def encoded(source: Source, text: str) -> bytes | None:
    """Return ``text`` in the encoding of ``source``, byte-order mark included; None: it has none."""
    try:
        return (_BOM if source.bom else b"") + text.encode(source.encoding)
    except UnicodeEncodeError:
        return None


def _otherwise(before: Report | None, after: Report | None) -> set[int] | None:
    """Return the indices of the questions that say something else; None: they are others."""
    if before is None or after is None:
        return None
    if [q.number for q in before.questions] != [q.number for q in after.questions]:
        return None
    pairs = zip(before.questions, after.questions, strict=True)
    return {n for n, (one, other) in enumerate(pairs) if _said(one) != _said(other)}


def _said(question: Question) -> tuple[object, ...]:
    """Return what a question's answer says and how it is judged."""
    return (
        question.status,
        question.words_source,
        question.words_text,
        question.images,
        question.verdict,
        " ".join(_texts(question.answer)).split(),
    )


def _texts(node: nodes.Node) -> Iterator[str]:
    """Yield all texts of an answer, those of code, too; what stands for pictures is ours."""
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif not isinstance(node, ours.placeholder | ours.image_note):
        for child in node.children:
            yield from _texts(child)


def save(mended: Mended) -> None:
    """Write the mended text over the report's file: whole, and only that file.

    Raises OutputError where it was changed meanwhile, may not be written, or is a link that
    leads out of its folder.
    """
    path, source = mended.before.path, mended.after.source
    if source is None or not mended.changed:
        return
    changed = f"{path}: was changed meanwhile; nothing was written, run it again"
    real = path.resolve()
    if not real.is_relative_to(path.parent.resolve()):
        raise OutputError(f"{path}: is a symbolic link that leads out of its folder; not written")
    try:
        if not os.access(real, os.W_OK):
            raise OutputError(f"{path}: is write-protected; nothing was changed")
        before = mended.before.source
        if before is None or read_file(real, len(before.data)) != before.data:
            raise OutputError(changed)
    except FileError as error:
        if error.kind in ("changed", "too large"):
            raise OutputError(changed) from None
        raise OutputError(f"{path}: cannot be read: {error.strerror}") from None
    write(real, source.data)
