"""Whether a text asks a question: a glance, which costs next to nothing, before a cut."""

from __future__ import annotations

import re

from publisher.read.cut.question_line import is_named, meant_number

_ASKED = re.compile(r"question[\s>#]*\d", re.IGNORECASE)
_BLANK = re.compile(r"\n[ \t]*\n")
_HEADED = re.compile(r"#|^[ \t>*+-]*(?:=+|-+)[ \t]*$", re.MULTILINE)


def asks(text: str) -> bool:
    """Tell whether ``text`` asks a question."""
    if not may_ask(text):
        return False
    from publisher.read.cut.segments import split

    return bool(split(text).questions)


def may_ask(text: str) -> bool:
    """Tell whether a cut may find a question in ``text``; where this says no, it finds none.

    Nothing is parsed: a line is taken for a heading wherever its paragraph has a sign of one, and any quote for a prompt.
    """
    if _ASKED.search(text):
        return True
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    numbered = False
    for paragraph in _BLANK.split(text):
        heading = bool(_HEADED.search(paragraph))
        for line in paragraph.split("\n"):
            if meant_number(line, heading=heading) is not None:
                if is_named(line):
                    return True
                numbered = True
    if not numbered:
        return False
    # Late: its patterns take 5 ms to be made, and few texts come here.
    from publisher.read.cut.marker import may_prompt

    return may_prompt(text)
