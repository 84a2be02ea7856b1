"""What the server says by itself: the words of diagnostics are the rules'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publisher.diagnostics.visible import visible
from publisher.language.message import Message, plural
from publisher.report.phrases import counted, in_words

if TYPE_CHECKING:
    from publisher.read.limits.limit import Range
    from publisher.report.question import Question


def meter(question: Question) -> Message:
    """Return how far an answer is: "82 of 100-200 words, 1 of 1-2 images"."""
    told = _measured(question.words, question.limit_words, "word")
    if question.images or question.limit_images:
        images = _measured(question.images, question.limit_images, "image")
        told = Message("{words}, {images}", words=told, images=images)
    return told if question.answered else Message("not answered: {told}", told=told)


_OF: Final = {
    "word": plural("{number} of {limit} word", "{number} of {limit} words"),
    "image": plural("{number} of {limit} image", "{number} of {limit} images"),
}


def _measured(count: int, limit: Range | None, noun: str) -> Message:
    if limit is None:
        return counted(count, noun)
    most = 2 if limit[-1] is None else limit[-1]
    return Message.plural(*_OF[noun], count=most, number=count, limit=in_words(limit))


def settings_fault(why: str) -> Message:
    """Say that the course's settings cannot be used."""
    return Message("the course's settings cannot be used as they are: {why}", why=visible(why))


def course_not_used(path: str) -> Message:
    """Say that settings lie beside a report and are not obeyed."""
    return Message("{path} is not used; start the server with --course to use it", path=path)


def more_found(number: int) -> Message:
    """Say that not all is shown. ``number``: how many more."""
    return Message("{number} more; 'publisher check --all' lists them", number=f"{number:,}")


def mend_all_of(code: str, number: int) -> Message:
    """Name the fix of all that is of a kind. ``number``: how many there are."""
    return Message("Mend all {number} of report.{code}", number=number, code=code)


SEVERITIES: Final[dict[str, Message]] = {
    "error": Message("error"),
    "warning": Message("warning"),
    "note": Message("note"),
    "off": Message("off"),
}
"""What is said of how bad something is."""
MEND_EVERYTHING: Final = Message("Mend all that can be mended safely")
FIX_STALE: Final = Message("the text has changed meanwhile; ask for the fix again")
FIX_FAILED: Final = Message("not mended: the answer would say something else then; mend it by hand")
