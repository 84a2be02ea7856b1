"""Diagnostics: one thing found, as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["note", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
Outcome = Literal["ok", "warnings", "errors", "broken"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule yields: where, what was found and expected, what to do.

    ``line`` and ``column`` from 1; ``question``: a number, None where it belongs to none.
    """

    line: int
    message: str
    help: str
    question: int | None = None
    column: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with its rule's code and severity, in a file.

    ``path``: relative to the report's folder.
    """

    code: str
    severity: Severity
    path: str
    line: int
    column: int
    question: int | None
    message: str
    help: str

    @classmethod
    def of(cls, finding: Finding, code: str, severity: Severity, path: str) -> Diagnostic:
        """Make a diagnostic of what rule ``code`` found in the file ``path``."""
        return cls(
            code,
            severity,
            path,
            finding.line,
            finding.column,
            finding.question,
            finding.message,
            finding.help,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the members in the order of the contract."""
        return asdict(self)


def outcome_of(diagnostics: list[Diagnostic]) -> Outcome:
    """Return a report's outcome; notes fail nothing."""
    found = {d.severity for d in diagnostics}
    return "errors" if "error" in found else "warnings" if "warning" in found else "ok"
