"""Diagnostics: one thing found, as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from publisher.diagnostics.visible import visible

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
class Suppressed:
    """What the report's authors answer to a diagnostic.

    ``line``: of their comment; ``reason``: theirs; ``accepted``: whether it moved the
    diagnostic to the notes, which under a course's settings it does not.
    """

    line: int
    reason: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with its rule's code and severity, in a file.

    ``path``: relative to the report's folder; ``suppressed``: None where the report says
    nothing to it.
    """

    code: str
    severity: Severity
    path: str
    line: int
    column: int
    question: int | None
    message: str
    help: str
    suppressed: Suppressed | None = None

    def __post_init__(self) -> None:
        """Make visible what no person sees in a report's words, so that it is in no format."""
        object.__setattr__(self, "message", visible(self.message))
        object.__setattr__(self, "help", visible(self.help))

    @property
    def hidden(self) -> bool:
        """Whether the report suppressed it: it is counted and kept, and not listed again."""
        return self.suppressed is not None and self.suppressed.accepted

    @property
    def reply(self) -> str:
        """What the report says to it, in words; empty: nothing."""
        said = self.suppressed
        return f"the report says (line {said.line}): {visible(said.reason)}" if said else ""

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
        """Return the members in the order of the contract; ``suppressed`` only where it is."""
        members = asdict(self)
        if self.suppressed is None:
            del members["suppressed"]
        return members


def outcome_of(diagnostics: list[Diagnostic]) -> Outcome:
    """Return a report's outcome; notes fail nothing."""
    found = {d.severity for d in diagnostics}
    return "errors" if "error" in found else "warnings" if "warning" in found else "ok"
