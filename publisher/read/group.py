"""Which question of a report asks for the group's number, and which for its members.

It is the one that the course names, else the first whose prompt asks for it: an answer to
anything else may hold numbers, too.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from publisher.read.limits.prompt import asked_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes

    from publisher.read.blocks.memory import Memory
    from publisher.read.cut.segments import Split
    from publisher.read.measure import Measure
    from publisher.read.yardstick.template import Template

_OWNER = r"(?:project |study )?(?:group|team)"
_GROUP = re.compile(
    rf"\b{_OWNER}(?:['\u2019]s)?[ -]?(?:numbers?|no\b|nr\b|id\b)"
    rf"|\bnumber (?:of|for) (?:your|the|our) {_OWNER}\b(?!['\u2019]| (?:members?|meetings?)\b)"
    rf"|\bnumber did (?:your|the) {_OWNER}\b"
    rf"|\b(?:which|what) {_OWNER} (?:are|do|did) you\b|\b(?:which|what) is your {_OWNER}\b"
    rf"|^ ?(?:your )?{_OWNER} ?[:?]? ?$",
    re.IGNORECASE,
)
_MEMBERS = re.compile(
    r"\b(?:study|student|matriculation|enrol?lment)[ -]?(?:numbers?|nos?\b|nrs?\b|ids?\b)"
    r"|\b(?:list|enter|name|write|who (?:is|are))\b[^.?!:]{0,40}\bmembers\b|^ ?members ?[:?]? ?$",
    re.IGNORECASE,
)


def note_group(
    document: nodes.document,
    parts: Split,
    measure: Measure,
    template: Template | None,
    known: Memory,
) -> None:
    """Leave in ``document`` the numbers of both questions, each if there is one.

    A prompt that is not there any more is the ``template``'s.  ``known``: of what was read before.
    """
    told = (("group_question", measure.group), ("members_question", measure.members))
    asked = list(_asked(parts, template, known)) if any(said is None for _, said in told) else []
    for (name, said), pattern in zip(told, (_GROUP, _MEMBERS), strict=True):
        found = (number for number, text in asked if pattern.search(text))
        number = next(found, None) if said is None else said
        if isinstance(number, int):
            document[name] = number


def _asked(parts: Split, template: Template | None, known: Memory) -> Iterator[tuple[int, str]]:
    """Yield the number of each question with what its prompt says."""
    asked = {span.number: span for span in template.parts.questions} if template else {}
    for span in parts.questions:
        lines = parts.prompt_lines(span)
        if not any(x.strip("> \t") for x in lines) and template and span.number in asked:
            lines = template.parts.prompt_lines(asked[span.number])
        yield span.number, known.of(("asked", *lines), partial(asked_text, lines))
