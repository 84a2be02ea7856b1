"""What a report's own suppressions do to its diagnostics, and what is wrong with them.

A suppression moves what it covers to the notes and keeps it, with its reason.  It hides no
error and no diagnostic on suppressions, and changes no count, status or verdict.  Under a
course's settings it is shown and changes nothing, unless they say ``suppressions: true``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from publisher.diagnostics.explanations import OTHERS
from publisher.diagnostics.model import Diagnostic, Finding, Severity, Suppressed
from publisher.language.message import Message
from publisher.read.blocks.suppression import FORM
from publisher.report.phrases import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from publisher import nodes as ours
    from publisher.report.view import Report

WRONG: Final = "suppression_wrong"
UNUSED: Final = "suppression_unused"
SEVERITIES: Final[dict[str, Severity]] = {WRONG: "note", UNUSED: "note"}
"""The codes that are said of suppressions, each with its severity unless a course says otherwise."""

_SHOWN = 40
_MOST_GUESSES = 100
"""Codes with a mistake for which a known one is looked up; that costs, and people make few."""


def suppress(
    found: Sequence[Diagnostic],
    report: Report,
    severities: Mapping[str, Severity | None],
    *,
    accepted: bool,
) -> list[Diagnostic]:
    """Return what was ``found`` with the report's answers to it, and what is wrong with those.

    ``severities``: of all codes that a report may name, as they are in force (None: switched
    off); ``accepted``: whether an answer moves its diagnostic to the notes.
    """
    places = _Places(s for s in report.suppressions if not s["fault"])
    used: set[tuple[int, str]] = set()
    told = []
    for diagnostic in found:
        covering = places.covering(diagnostic)
        used.update((s.line or 1, diagnostic.code) for s in covering)
        if covering and diagnostic.severity != "error":
            last = covering[-1]
            said = Suppressed(last.line or 1, last["reason"], accepted)
            severity: Severity = "note" if accepted else diagnostic.severity
            told.append(replace(diagnostic, severity=severity, suppressed=said))
        else:
            told.append(diagnostic)
    for code, finding in _faults(report.suppressions, severities, used):
        severity_of_it = severities[code]
        if severity_of_it:
            told.append(report.diagnostic(finding, code, severity_of_it))
    return told


class _Places:
    """Suppressions by what they cover."""

    def __init__(self, suppressions: Iterable[ours.suppression]) -> None:
        self._whole: dict[str, list[ours.suppression]] = defaultdict(list)
        self._inside: dict[tuple[int, str], list[ours.suppression]] = defaultdict(list)
        self._spans: dict[int, tuple[int, int]] = {}
        for said in suppressions:
            for code in dict.fromkeys(said["codes"]):
                if said["covers"]:
                    first, last = said["covers"]
                    self._spans[first] = (last, said["number"])
                    self._inside[first, code].append(said)
                else:
                    self._whole[code].append(said)
        self._firsts = sorted(self._spans)

    def covering(self, diagnostic: Diagnostic) -> list[ours.suppression]:
        """Return the suppressions that cover ``diagnostic``, the one that counts last."""
        covering = list(self._whole.get(diagnostic.code, ()))
        at = bisect_right(self._firsts, diagnostic.line)
        # A heading that is glued to a line of text shares it with the question before.
        for first in self._firsts[max(0, at - 2) : at]:
            last, number = self._spans[first]
            if diagnostic.line <= last and diagnostic.question in (None, number):
                covering += self._inside.get((first, diagnostic.code), ())
        return covering


def _faults(
    suppressions: Iterable[ours.suppression],
    severities: Mapping[str, Severity | None],
    used: set[tuple[int, str]],
) -> Iterator[tuple[str, Finding]]:
    """Yield what is wrong with suppressions, each finding with its code."""
    guesses = 0
    for said in suppressions:
        line, number = said.line or 1, said["number"] or None
        if said["fault"]:
            message = Message("a suppression has no effect: {why}", why=said["fault"])
            advice: str = Message(
                "write {form} on a line of its own, in the question or before the first one",
                form=FORM,
            )
            yield WRONG, Finding(line, message, advice, number)
        for code in [] if said["fault"] else said["codes"]:
            if code not in severities and not _is_known(code):
                guesses += 1
                message = Message(
                    "a suppression names {code!r}, which is no code", code=code[:_SHOWN]
                )
                advice = _nearest(code, severities if guesses <= _MOST_GUESSES else ())
                yield WRONG, Finding(line, message, advice, number)
            elif severities.get(code, "error") == "error" or code in SEVERITIES:
                message = Message(
                    "a suppression names {code}, which cannot be suppressed", code=code
                )
                advice = Message(
                    "take it out; errors, and what is said of suppressions, stay as they are"
                )
                yield WRONG, Finding(line, message, advice, number)
            elif (line, code) not in used:
                message = (
                    Message(
                        "a suppression of {code} suppresses nothing in question {number}",
                        code=code,
                        number=number,
                    )
                    if number
                    else Message(
                        "a suppression of {code} suppresses nothing in the report", code=code
                    )
                )
                yield UNUSED, Finding(line, message, Message("take it out"), number)


def _is_known(code: str) -> bool:
    """Tell whether ``code`` is one that no rule of the report yields, as ``word_lost``."""
    return any(code == other.code for other in OTHERS)


def _nearest(code: str, codes: Iterable[str]) -> str:
    if near := nearest(code[:_SHOWN], codes):
        return Message("did you mean {name}?", name=near)
    return Message("write a code as it stands in brackets behind a diagnostic")
