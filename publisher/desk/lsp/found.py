"""Diagnostics as an editor shows them, and what is said where one points at one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol import types

from publisher.desk.lsp.completion import code_at
from publisher.desk.lsp.lens import marker_line
from publisher.desk.lsp.phrases import SEVERITIES as SAID
from publisher.desk.lsp.phrases import meter, more_found
from publisher.diagnostics.model import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.desk.lsp.documents import Judged
    from publisher.diagnostics.model import Diagnostic, Severity
    from publisher.diagnostics.ranges import Position
    from publisher.language.catalog import Catalog

SOURCE: Final = "publisher"
MOST: Final = 1000
"""Diagnostics that are shown: editors show no more, and are slow before."""

_SEVERITIES: Final[dict[Severity, types.DiagnosticSeverity]] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}
_START: Final = types.Range(types.Position(0, 0), types.Position(0, 0))


def listed(judged: Judged) -> Sequence[Diagnostic]:
    """Return what is listed, the worst of it where it is too much; what a report suppresses is not."""
    found = [d for d in judged.result.diagnostics if not d.hidden] if judged.result else []
    if len(found) > MOST:
        found = sorted(found, key=lambda d: -SEVERITIES.index(d.severity))[:MOST]
    return found


def diagnostics(judged: Judged) -> list[types.Diagnostic]:
    """Return all that is said of a text."""
    shown = listed(judged)
    said = [_said(judged.said(fault)) for fault in judged.faults]
    said += [_shown(diagnostic, judged) for diagnostic in shown]
    every = sum(not d.hidden for d in judged.result.diagnostics) if judged.result else 0
    if every > len(shown):
        said.append(_said(judged.said(more_found(every - len(shown)))))
    return said


def _said(message: str) -> types.Diagnostic:
    return types.Diagnostic(_START, message, types.DiagnosticSeverity.Error, source=SOURCE)


def _shown(diagnostic: Diagnostic, judged: Judged) -> types.Diagnostic:
    told, more = judged.said(diagnostic.message), judged.said(diagnostic.help)
    lines = [f"{told}; {more}" if more else told, judged.said(diagnostic.reply)]
    return types.Diagnostic(
        judged.text.range(diagnostic.range),
        "\n".join(filter(None, lines)),
        _SEVERITIES[diagnostic.severity],
        diagnostic.code,
        source=SOURCE,
    )


def hover(judged: Judged, position: types.Position, *, markdown: bool) -> types.Hover | None:
    """Return what is said of a place: the texts of the rules that found something there.

    In a suppression: of the code that stands there; on a question's heading or its marker: how far the answer
    is.  ``markdown``: whether the editor shows that.
    """
    from publisher.rules import explanations  # late: the server begins without

    place = judged.text.place(position)
    here = sorted((d for d in listed(judged) if _is_in(place, d)), key=_extent)
    texts = [_explained(d.code, d.severity, judged.said, markdown=markdown) for d in _once(here)]
    if not texts:
        line = judged.text.lines[place.line - 1]
        code = code_at(line, place.column - 1)
        if code in explanations():
            texts = [
                _explained(code, explanations()[code].severity, judged.said, markdown=markdown)
            ]
        elif said := _measured(judged, place.line):
            texts = [said]
    if not texts:
        return None
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    between = "\n\n---\n\n" if markdown else "\n\n"
    return types.Hover(
        types.MarkupContent(kind, between.join(texts)),
        judged.text.range(here[0].range) if here else None,
    )


def _is_in(place: Position, diagnostic: Diagnostic) -> bool:
    start, end = diagnostic.range
    return place.line == start.line if start == end else start <= place <= end


def _extent(diagnostic: Diagnostic) -> tuple[int, int]:
    """Return how much a diagnostic speaks of: the nearest is told first."""
    start, end = diagnostic.range
    return end.line - start.line, end.column - start.column


def _once(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return the first of each code."""
    return list({d.code: d for d in reversed(found)}.values())[::-1]


def _explained(code: str, severity: str, said: Catalog, *, markdown: bool) -> str:
    from publisher.rules import explanations

    name = f"**report.{code}**" if markdown else f"report.{code}"
    return f"{name} ({said(SAID[severity])})\n\n{explanations()[code].said(said)}"


def _measured(judged: Judged, line: int) -> str:
    """Return how far the answer is whose heading or marker stands in ``line``."""
    for question in judged.questions:
        if line in (question.line, marker_line(question)):
            return f"{judged.said(question.label)}: {judged.said(meter(question))}"
    return ""
