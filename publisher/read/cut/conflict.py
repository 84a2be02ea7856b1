"""What git leaves where a merge was not settled: lines ``<<<<<<< HEAD``, ``=======``, ``>>>>>>> name``.

To Markdown the second makes a heading of the paragraph above, and the third is a quote in
seven quotes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# What git names a side of a conflict: so a mark is known where it stands alone.
_SIDE = re.compile(r"[<>]{7} (?:HEAD|[0-9a-f]{7,40}|Updated upstream|Stashed changes)\b")
_NAMED = re.compile(r"(?P<sign><{7}|>{7}|\|{7})(?:[ \t]+\S.*)?$")
_SIGNS = frozenset(sign * 7 for sign in "<=>|")
_BETWEEN = re.compile(r"={7}[ \t]*$")


def conflict_marks(lines: Sequence[str]) -> list[int]:
    """Return the indices of the lines that git left; one alone is none but where git named a side."""
    marks: list[int] = []
    opened = False
    between: list[int] = []
    """Lines that are marks if the end of a conflict follows."""
    for index, line in enumerate(lines):
        if line[:7] not in _SIGNS:
            continue
        match = _NAMED.match(line)
        if match is None:
            if _BETWEEN.match(line):
                (marks if opened else between).append(index)
        elif match["sign"][0] == "<":
            opened, between = True, []
            marks.append(index)
        elif match["sign"][0] == ">":
            marks += [*between[-1:], index]
            opened, between = False, []
        elif opened:
            marks.append(index)
    return marks if len(marks) > 1 or any(_SIDE.match(lines[n]) for n in marks) else []
