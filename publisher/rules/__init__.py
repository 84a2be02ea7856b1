"""The rules, in the order in which a reader meets what they speak of.

A rule is a module: its name is the code, its docstring what ``publisher explain``
prints, ``SEVERITY`` the severity unless a course says otherwise (None: off), ``check`` the
generator over a report.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Protocol, cast

from publisher.diagnostics.explanations import OTHERS, Explanation
from publisher.diagnostics.model import Diagnostic, Finding, Severity
from publisher.report import suppressions
from publisher.rules import (
    answer_length,
    answer_quoted,
    block_as_source,
    block_unclosed,
    byte_order_mark,
    cells_surplus,
    character_unprintable,
    checkbox_broken,
    conflict_left,
    contribution_missing,
    count_differs,
    dashes_left,
    encoding,
    evidence_missing,
    formula_as_source,
    front_matter,
    heading_renamed,
    heading_repaired,
    image_absent,
    image_alt,
    image_as_text,
    image_backslash,
    image_content,
    image_count,
    image_given,
    image_lfs,
    image_linked,
    image_missing,
    image_outside,
    image_type,
    image_unreadable,
    image_url,
    image_wide,
    limit_lost,
    link_dead,
    marker_changed,
    marker_missing,
    marker_twice,
    no_question,
    path_roundabout,
    placeholder_left,
    prompt_edited,
    question_added,
    question_missing,
    question_order,
    question_twice,
    reminder_left,
    repository_unread,
    script_differs,
    section_missing,
    table_wide,
    template_text,
    template_unknown,
    text_as_code,
    unanswered,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from publisher.course.settings import Course
    from publisher.report.view import Report


class Rule(Protocol):
    """What a rule's module offers."""

    __name__: str
    __doc__: str | None
    SEVERITY: Severity | None

    def check(self, report: Report) -> Iterator[Finding]:
        """Yield what is found in ``report``."""


_MODULES: tuple[ModuleType, ...] = (
    encoding,
    byte_order_mark,
    front_matter,
    no_question,
    template_unknown,
    question_missing,
    question_added,
    question_twice,
    question_order,
    section_missing,
    heading_renamed,
    heading_repaired,
    block_unclosed,
    block_as_source,
    text_as_code,
    cells_surplus,
    table_wide,
    formula_as_source,
    conflict_left,
    marker_missing,
    marker_changed,
    marker_twice,
    answer_quoted,
    prompt_edited,
    limit_lost,
    unanswered,
    placeholder_left,
    dashes_left,
    answer_length,
    count_differs,
    script_differs,
    image_count,
    image_given,
    image_missing,
    image_outside,
    image_backslash,
    path_roundabout,
    image_unreadable,
    image_lfs,
    image_url,
    image_type,
    image_content,
    image_alt,
    image_linked,
    image_as_text,
    image_absent,
    image_wide,
    template_text,
    reminder_left,
    character_unprintable,
    contribution_missing,
    link_dead,
    repository_unread,
    checkbox_broken,
    evidence_missing,
)
RULES: dict[str, Rule] = {m.__name__.rpartition(".")[2]: cast("Rule", m) for m in _MODULES}

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
            found += [
                Diagnostic.of(finding, code, severity, report.path)
                for finding in rule.check(report)
            ]
    if report.suppressions:
        found = suppressions.suppress(found, report, severities, accepted=course.suppressions)
    return sorted(found, key=lambda d: (d.line, d.column))


def explanations() -> dict[str, Explanation]:
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
