"""What a report is measured by while it is read: the settings that reading needs, and no others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from publisher.read.files.load import MAX_REPORT_MIB

if TYPE_CHECKING:
    from publisher.read.limits.limit import Limits
    from publisher.read.yardstick.template import Template

Count = Literal["source", "text"]
"""The ways to count words (see ARCHITECTURE.md)."""

Asking = int | Literal["none"] | None
"""A question's number; ``none``: there is no such question; None: the one whose prompt asks."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a report is read with; a course's settings are one, with more in them.

    ``count``: the counting rule that verdicts use.  ``limits``: by question number; they replace those
    of the prompts.  ``templates``: the versions of the template, the newest last.  ``figures``: SHA-256 of
    the pictures that the course gives, sorted; in an answer they are not the group's.  ``repository``:
    where the report's folder is shown on the web, for links that leave it.  ``max_report_mib``: the largest
    report that is read (see ``read.files.load``).  ``group``, ``members``: the questions that ask for the
    group's number and for the members.
    """

    count: Count = "source"
    limits: dict[int, Limits] = field(default_factory=dict)
    templates: tuple[Template, ...] = ()
    figures: tuple[str, ...] = ()
    repository: str = ""
    max_report_mib: int = MAX_REPORT_MIB
    group: Asking = None
    members: Asking = None
