"""Diagnostics as SARIF 2.1.0 (OASIS), which code scanning services and editors read."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from publisher import __version__
from publisher.diagnostics.model import SEVERITIES
from publisher.diagnostics.places import repository_path
from publisher.diagnostics.visible import printed_json
from publisher.rules import explanations

if TYPE_CHECKING:
    from publisher.check import Result
    from publisher.diagnostics.explanations import Explanation
    from publisher.diagnostics.model import Diagnostic
    from publisher.diagnostics.ranges import Range

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MOST = 25_000
"""Results: GitHub refuses a run with more, and shows the worst 5,000."""

# The end of a link's text that no backslash escapes (3.11.6).
_LINK = re.compile(r"(?<!\\)((?:\\\\)*)\]\(")


def report(result: Result) -> str:
    """Return a log of one run as JSON text, ending in a line end."""
    known = explanations()
    found = result.diagnostics
    if left_out := max(0, len(found) - MOST):
        found = sorted(found, key=lambda d: -SEVERITIES.index(d.severity))[:MOST]
    codes = sorted({d.code for d in found})
    uri = quote(os.fsencode(repository_path(result.path)))
    run = {
        "tool": {
            "driver": {
                "name": "publisher",
                "version": __version__,
                "rules": [_rule(known[code]) for code in codes],
            }
        },
        "invocations": [_invocation(result, left_out)],
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, uri, codes.index(d.code)) for d in found],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return printed_json(log)


def _invocation(result: Result, left_out: int) -> dict[str, Any]:
    # 3.20.20: a run that could not read its input did not succeed, whatever it lists.
    told: dict[str, Any] = {"executionSuccessful": result.outcome != "broken"}
    if left_out:
        message = f"{left_out} more of {len(result.diagnostics)} results are not in this log"
        told["toolExecutionNotifications"] = [{"level": "warning", "message": _message(message)}]
    return told


def _rule(known: Explanation) -> dict[str, Any]:
    return {
        "id": f"report.{known.code}",
        "name": known.code,
        "shortDescription": _message(known.short),
        "fullDescription": _message(known.text.partition("\n\nWhy:")[0]),
        # GitHub asks for it, and shows it beside each result.
        "help": _message(known.text) | {"markdown": _braced(known.text)},
        "defaultConfiguration": {"level": "none" if known.severity == "off" else known.severity},
    }


def _result(found: Diagnostic, uri: str, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": f"report.{found.code}",
        "ruleIndex": rule,
        "level": found.severity,
        "message": _message(f"{found.message}; {found.help}"),
        "locations": [_location(uri, _region(found.range))],
    }
    if found.suppressed:
        # 3.35: one that is not accepted suppresses nothing.
        result["suppressions"] = [
            {
                "kind": "inSource",
                "status": "accepted" if found.suppressed.accepted else "underReview",
                "justification": found.suppressed.reason,
                "location": _location(uri, {"startLine": found.suppressed.line, "startColumn": 1}),
            }
        ]
    return result


def _message(text: str) -> dict[str, str]:
    """Return ``text`` as a message that shows it: nothing in it is a placeholder or a link."""
    return {"text": _LINK.sub(r"\1\\](", _braced(text))}


def _braced(text: str) -> str:
    """Return ``text`` with braces as 3.11.5 has them: a single one begins a placeholder."""
    return text.replace("{", "{{").replace("}", "}}")


def _region(found: Range) -> dict[str, int]:
    """Return a range as a region (3.30): half-open, too; without an end it goes to the line's."""
    start, end = found
    region = {"startLine": start.line, "startColumn": start.column}
    return region | ({"endLine": end.line, "endColumn": end.column} if start != end else {})


def _location(uri: str, region: dict[str, int]) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
            "region": region,
        }
    }
