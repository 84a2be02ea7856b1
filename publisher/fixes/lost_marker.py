"""A lost marker: put where the prompt was taken to end, if nobody could take it otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.fixes.edit import Edit, line_span
from publisher.read.cut.marker import is_quote

if TYPE_CHECKING:
    from publisher.diagnostics.model import Diagnostic
    from publisher.fixes.edit import Place

_MARKS = re.compile(r"^[ \t>]+")
# How the last paragraph of a prompt begins: in emphasis, with an example, with a limit.
_ASKS = re.compile(
    r"[*_]|\W*(?:example|e\.g\.|recommended|answer length|insert|upload|include)\b", re.IGNORECASE
)


def marker(diagnostic: Diagnostic, place: Place) -> list[Edit]:
    """Put ``> Answer:`` behind the prompt.

    Plain is its place where the prompt is one quote that ends like a prompt, a blank line
    stands behind it, and what follows is no quote.
    """
    question = place.question(diagnostic)
    if question is None or question.marker is not None or question.prompt is None:
        return []
    first, last = question.prompt.line, question.answer.line - 1
    lines = place.plain[first - 1 : last]
    while lines and not lines[0].strip():
        lines = lines[1:]
    bare = [_MARKS.sub("", x).strip() for x in lines]
    asked = "\n".join(bare).strip("\n").split("\n\n")
    answer = place.answer(question)
    plain = (
        bool(lines)
        and all(map(is_quote, lines))
        and (len(asked) == 1 or bool(_ASKS.match(asked[-1].lstrip("\n"))))
        and place.is_blank(question.answer.line)
        and not answer.quoted
        and (bool(answer.placeholders) or any(x.strip() for x in answer.lines))
    )
    if not plain:
        return []
    start, end = line_span(place.parts.lines, last)
    line_end = place.parts.lines.items[last - 1][end - start :] or "\n"
    empty = "" if not bare[-1] else f"{line_end}>"
    return [Edit(end, end, f"{empty}{line_end}> Answer:")]
