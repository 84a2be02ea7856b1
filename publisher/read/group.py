"""Which question of a report asks for the group's number, and which for its members.

It is the one that the course names, else the first whose prompt asks for it: an answer to
anything else may hold numbers, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.read.limits.prompt import asked_text

if TYPE_CHECKING:
    from docutils import nodes

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
    document: nodes.document, parts: Split, measure: Measure, template: Template | None
) -> None:
    """Leave in ``document`` the numbers of both questions, each if there is one.

    A prompt that is not there any more is the ``template``'s.
    """
    for name, said, pattern in (
        ("group_question", measure.group, _GROUP),
        ("members_question", measure.members, _MEMBERS),
    ):
        number = _asking(parts, template, pattern) if said is None else said
        if isinstance(number, int):
            document[name] = number


def _asking(parts: Split, template: Template | None, pattern: re.Pattern[str]) -> int | None:
    asked = {span.number: span for span in template.parts.questions} if template else {}
    for span in parts.questions:
        lines = parts.prompt_lines(span)
        if not any(x.strip("> \t") for x in lines) and template and span.number in asked:
            lines = template.parts.prompt_lines(asked[span.number])
        if pattern.search(asked_text(lines)):
            return span.number
    return None
