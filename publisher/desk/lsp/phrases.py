"""What the server says by itself: the words of diagnostics are the rules'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.visible import visible
from publisher.report.phrases import counted, in_words

if TYPE_CHECKING:
    from publisher.read.limits.wording import Range
    from publisher.report.question import Question


def meter(question: Question) -> str:
    """Return how far an answer is: "82 of 100-200 words, 1 of 1-2 images"."""
    said = [_measured(question.words, question.limit_words, "word")]
    if question.images or question.limit_images:
        said.append(_measured(question.images, question.limit_images, "image"))
    told = ", ".join(said)
    return told if question.answered else f"not answered: {told}"


def _measured(count: int, limit: Range | None, noun: str) -> str:
    if limit is None:
        return counted(count, noun)
    return f"{count} of {in_words(limit)} {noun}{'' if limit[-1] == 1 else 's'}"


def settings_fault(why: str) -> str:
    """Say that the course's settings cannot be used."""
    return f"the course's settings cannot be used as they are: {visible(why)}"


def course_not_used(path: str) -> str:
    """Say that settings lie beside a report and are not obeyed."""
    return f"{path} is not used; start the server with --course to use it"


def more_found(number: int) -> str:
    """Say that not all is shown. ``number``: how many more."""
    return f"{number:,} more; 'publisher check --all' lists them"


def mend_all_of(code: str, number: int) -> str:
    """Name the fix of all that is of a kind. ``number``: how many there are."""
    return f"Mend all {number} of report.{code}"


MEND_EVERYTHING = "Mend all that can be mended safely"
FIX_STALE = "the text has changed meanwhile; ask for the fix again"
FIX_FAILED = "not mended: the answer would say something else then; mend it by hand"
