"""Diagnostics: one thing found, as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

from publisher.diagnostics.ranges import Position, Range, point
from publisher.diagnostics.visible import visible
from publisher.language.message import Message

Severity = Literal["note", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
Outcome = Literal["ok", "warnings", "errors", "broken"]


class Finding(NamedTuple):
    """What a rule yields: where, what was found and expected, what to do.

    ``line`` from 1; ``question``: a number, None where it belongs to none; ``range``: what it
    speaks of, if the rule knows that better than by the line.
    """

    line: int
    message: str
    help: str
    question: int | None = None
    range: Range | None = None


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

    ``path``: relative to the report's folder; ``line`` and ``column``, from 1, and ``end``: its
    range, columns in Unicode code points (``end`` None: a place alone is known); ``suppressed``:
    None where the report says nothing to it.
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
    end: Position | None = None

    def __post_init__(self) -> None:
        """Make visible what no person sees in a report's words, so that it is in no format."""
        object.__setattr__(self, "message", _shown(self.message))
        object.__setattr__(self, "help", _shown(self.help))

    @property
    def hidden(self) -> bool:
        """Whether the report suppressed it: it is counted and kept, and not listed again."""
        return self.suppressed is not None and self.suppressed.accepted

    @property
    def reply(self) -> str:
        """What the report says to it, in words; empty: nothing."""
        said = self.suppressed
        if said is None:
            return ""
        return Message(
            "the report says (line {line}): {reason}", line=said.line, reason=visible(said.reason)
        )

    @property
    def range(self) -> Range:
        """What it speaks of, half-open."""
        start = Position(self.line, self.column)
        return Range(start, self.end or start)

    @classmethod
    def of(cls, finding: Finding, code: str, severity: Severity, path: str) -> Diagnostic:
        """Make a diagnostic of what rule ``code`` found in the file ``path``."""
        found = finding.range or point(finding.line)
        return cls(
            code,
            severity,
            path,
            *found.start,
            finding.question,
            finding.message,
            finding.help,
            end=found.end if found.end != found.start else None,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the members in the order of the contract; ``suppressed`` only where it is."""
        members = asdict(self)
        del members["end"]
        suppressed = members.pop("suppressed")
        members["range"] = self.range.as_json()
        return members | ({"suppressed": suppressed} if suppressed else {})


def _shown(text: str) -> str:
    shown = visible(text)
    if shown == text:
        return text
    return text.changed(visible) if isinstance(text, Message) else shown


def outcome_of(diagnostics: list[Diagnostic]) -> Outcome:
    """Return a report's outcome; notes fail nothing."""
    found = {d.severity for d in diagnostics}
    return "errors" if "error" in found else "warnings" if "warning" in found else "ok"
