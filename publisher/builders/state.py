"""A question in short: its state, and the first words of what is asked."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from publisher import nodes as ours
from publisher.language.message import Message
from publisher.report.phrases import counted, in_words
from publisher.report.question import within

if TYPE_CHECKING:
    from docutils import nodes

    from publisher.builders.words import Words
    from publisher.read.limits.limit import Range
    from publisher.report.question import Question

_SHORT_PROMPT = 90
_BETWEEN = " \u00b7 "


ANSWERED: Final = {"answered": Message("answered"), "unanswered": Message("unanswered")}
"""What is said of a question's status."""


def chips(question: Question) -> list[tuple[str, str]]:
    """Return a question's state in short: pairs of a class (good, bad, plain) and a text."""
    found: list[tuple[str, str]] = [
        ("good" if question.answered else "bad", ANSWERED[question.status])
    ]
    for count, limit, noun in (
        (question.words, question.limit_words, "word"),
        (question.images, question.limit_images, "image"),
    ):
        said = counted(count, noun)
        if limit is None:
            if question.answered and (noun == "word" or count):
                found.append(("plain", said))
            continue
        kept = question.answered and within(count, limit)
        found.append(("good" if kept else "bad", beside_limit(said, limit)))
    return found


def beside_limit(counted: str, limit: Range) -> Message:
    """Say a count beside what is asked, ``limit``: "82 words, 100-200 asked"."""
    return Message("{counted}, {limit} asked", counted=counted, limit=in_words(limit, "\u2013"))


def first_words(prompt: ours.prompt | None, less: int = 0) -> str:
    """Return the first words of what is asked: for the contents, and for paper in short.

    ``less``: so many characters fewer than usual.
    """
    parts = prompt.children if prompt else []
    asked = [n for n in parts if not isinstance(n, ours.example | ours.marker)]
    text = " ".join(asked[0].astext().split()) if asked else ""
    most = _SHORT_PROMPT - less
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:.!?\u2013-") + "\u2026"


def items_of(part: nodes.Node) -> list[ours.checklist_item]:
    """Return the items of the checklist in a part of the report: those that are in no question."""
    return [n for n in part.findall(ours.checklist_item) if not n["broken"] and not _in_question(n)]


def _in_question(node: nodes.Node) -> bool:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, ours.question):
            return True
    return False


def quiet_counts(question: Question) -> Message | None:
    """Return a question's counts without what its prompt says; None: there is nothing to say."""
    counts = [
        counted(count, noun)
        for count, limit, noun in (
            (question.words, question.limit_words, "word"),
            (question.images, question.limit_images, "image"),
        )
        if limit or (count and noun == "image")
    ]
    return Message.joined(counts, _BETWEEN) if counts and question.answered else None


def told_state(question: Question, *, quiet: bool) -> Message | None:
    """Return a question's state on one line; ``quiet``: its counts only.  None: there is nothing to say."""
    if quiet:
        return quiet_counts(question)
    return Message.joined([said for _, said in chips(question)], _BETWEEN)


def quiet_state(question: Question, words: Words) -> str:
    """Return a question's counts on one line (see ``quiet_counts``), or nothing."""
    said = quiet_counts(question)
    return f'<p class="state quiet">{words.html(said)}</p>\n' if said else ""


def state(question: Question, words: Words) -> str:
    """Return the line that says a question's state."""
    items = "".join(
        f'<li class="chip {kind}">{escape(words.plain(text))}</li>'
        for kind, text in chips(question)
    )
    label = words.plain(Message("State of question {number}", number=question.number))
    return f'<ul class="state" aria-label="{escape(label)}"{words.mark}>{items}</ul>\n'
