"""The rules, in the order in which a reader meets what they speak of.

A rule is a module: its name is the code, its docstring what ``publisher explain``
prints, ``SEVERITY`` the severity unless a course says otherwise (None: off), ``check`` the
generator over a report.
"""

from __future__ import annotations

import inspect
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from publisher.diagnostics.explanations import OTHERS, Explanation
from publisher.report import suppressions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from publisher.course.settings import Course
    from publisher.diagnostics.model import Diagnostic, Finding, Severity
    from publisher.report.view import Report


class Rule(Protocol):
    """What a rule's module offers."""

    __doc__: str | None
    SEVERITY: Severity | None

    def check(self, report: Report) -> Iterator[Finding]:
        """Yield what is found in ``report``."""


_NAMES: Final = (
    "encoding",
    "byte_order_mark",
    "front_matter",
    "no_question",
    "title_of_template",
    "template_unknown",
    "question_missing",
    "question_added",
    "question_twice",
    "question_order",
    "section_missing",
    "heading_renamed",
    "heading_repaired",
    "block_unclosed",
    "block_as_source",
    "text_as_code",
    "cells_surplus",
    "table_wide",
    "formula_as_source",
    "conflict_left",
    "marker_missing",
    "marker_changed",
    "marker_twice",
    "answer_quoted",
    "prompt_edited",
    "limit_lost",
    "unanswered",
    "placeholder_left",
    "dashes_left",
    "answer_length",
    "count_differs",
    "script_differs",
    "image_count",
    "image_given",
    "image_missing",
    "image_outside",
    "image_backslash",
    "path_roundabout",
    "image_unreadable",
    "image_lfs",
    "image_url",
    "image_type",
    "image_content",
    "image_alt",
    "image_linked",
    "image_as_text",
    "image_absent",
    "image_wide",
    "template_text",
    "reminder_left",
    "character_unprintable",
    "contribution_missing",
    "link_dead",
    "repository_unread",
    "checkbox_broken",
    "evidence_missing",
)
RULES: dict[str, Rule] = {
    name: cast("Rule", import_module(f"{__name__}.{name}")) for name in _NAMES
}
"""Each rule by its code."""

CODES: dict[str, Severity | None] = {
    **{code: rule.SEVERITY for code, rule in RULES.items()},
    **suppressions.SEVERITIES,
}
"""All codes that a course may change, with their severities."""


def run(report: Report, course: Course) -> list[Diagnostic]:
    """Return what all rules find in ``report``, by line, then in the rules' order.

    ``course`` may change a rule's severity or switch it off; the report's own suppressions
    are answered.
    """
    found = []
    severities = CODES | course.severities
    for code, rule in RULES.items():
        severity = severities[code]
        if severity is not None:
            found += [report.diagnostic(finding, code, severity) for finding in rule.check(report)]
    if report.suppressions:
        found = suppressions.suppress(found, report, severities, accepted=course.suppressions)
    return sorted(found, key=lambda d: (d.line, d.column))


@cache
def explanations() -> Mapping[str, Explanation]:
    """Return what all codes mean: those of rules in their order, then the others."""
    found = {
        code: Explanation(
            code,
            rule.SEVERITY or "off",
            inspect.cleandoc(rule.__doc__ or "").replace("::\n", ":\n"),
        )
        for code, rule in RULES.items()
    }
    return found | {other.code: other for other in OTHERS}
