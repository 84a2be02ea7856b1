"""A character is in no font of the PDF's, which shows its number in a box.

The PDF is made with its own fonts, so that it looks the same everywhere and for long: they have Latin,
Greek, Cyrillic, Hebrew, Arabic, Devanagari, mathematics, symbols and emoji. Any other character is
printed as a box with its number (`U+4E2D`). Nothing is lost: who copies it from the PDF has the
character, the archive holds it, and the web page shows it with the fonts of the reader's machine.

Why: Who reads the print sees numbers in place of words.

Bad::

    中 ends the name

Good::

    Zhong ends the name
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.fonts.characters import name_of, unprintable
from publisher.language.message import Message
from publisher.read.transforms import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"

_NAMED = 8
"""Characters that are named; of the others it is told how many they are."""


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each question, and one for all other text, at the first place."""
    found: dict[int | None, dict[str, int]] = {}
    if not unprintable(report.text):
        return  # as nearly always
    for text, line, question in texts_of(report.document):
        for character in unprintable(text):
            at = line + text.count("\n", 0, text.index(character))
            found.setdefault(question, {}).setdefault(character, at)
    for question, lines in found.items():
        line = min(lines.values())
        yield Finding(
            line or 1,
            _told(question, _named(lines, line)),
            Message("write it in other letters if it is to be read on paper"),
            question,
            report.ranges.words(next(c for c, at in lines.items() if at == line), line or 1),
        )


def _told(question: int | None, characters: Message) -> Message:
    if question is None:
        return Message(
            "the text holds what no font of the PDF's has: {characters}; a box with the number is printed",
            characters=characters,
        )
    return Message(
        "answer to question {number} holds what no font of the PDF's has: {characters}; "
        "a box with the number is printed",
        number=question,
        characters=characters,
    )


def _named(lines: dict[str, int], here: int) -> Message:
    """Name the characters, each with the line it is in if that is not ``here``."""
    found = [
        Message("{character} (line {line})", character=name_of(character), line=line)
        if line != here
        else name_of(character)
        for character, line in list(lines.items())[:_NAMED]
    ]
    named, more = Message.joined(found), len(lines) - _NAMED
    return Message("{named} and {count} more", named=named, count=more) if more > 0 else named
