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
        where = "the text" if question is None else f"answer to question {question}"
        line = min(lines.values())
        named = ", ".join(
            f"{name_of(c)}{'' if at == line else f' (line {at})'}"
            for c, at in list(lines.items())[:_NAMED]
        )
        more = f" and {len(lines) - _NAMED} more" if len(lines) > _NAMED else ""
        yield Finding(
            line or 1,
            f"{where} holds what no font of the PDF's has: {named}{more}; a box with the number is "
            "printed",
            "write it in other letters if it is to be read on paper",
            question,
            report.ranges.words(next(c for c, at in lines.items() if at == line), line or 1),
        )
