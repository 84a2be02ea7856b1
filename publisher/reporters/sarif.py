"""Diagnostics as SARIF 2.1.0 (OASIS), which code scanning services and editors read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from publisher import __version__
from publisher.reporters.places import repository_path
from publisher.rules import explanations

if TYPE_CHECKING:
    from publisher.check import Result
    from publisher.diagnostics import Diagnostic
    from publisher.explanations import Explanation

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def report(result: Result) -> str:
    """Return a log of one run as JSON text, ending in a line end."""
    known = explanations()
    codes = sorted({d.code for d in result.diagnostics})
    uri = quote(repository_path(result.path))
    run = {
        "tool": {
            "driver": {
                "name": "publisher",
                "version": __version__,
                "rules": [_rule(known[code]) for code in codes],
            }
        },
        # 3.20.20: a run that could not read its input did not succeed, whatever it lists.
        "invocations": [{"executionSuccessful": result.outcome != "broken"}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, uri, codes.index(d.code)) for d in result.diagnostics],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(known: Explanation) -> dict[str, Any]:
    return {
        "id": f"report.{known.code}",
        "name": known.code,
        "shortDescription": {"text": known.short},
        "fullDescription": {"text": known.text},
        "defaultConfiguration": {"level": known.severity},
    }


def _result(found: Diagnostic, uri: str, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": f"report.{found.code}",
        "ruleIndex": rule,
        "level": found.severity,
        "message": {"text": f"{found.message}; {found.help}"},
        "locations": [_location(uri, found.line, found.column)],
    }
    if found.suppressed:
        # 3.35: one that is not accepted suppresses nothing.
        result["suppressions"] = [
            {
                "kind": "inSource",
                "status": "accepted" if found.suppressed.accepted else "underReview",
                "justification": found.suppressed.reason,
                "location": _location(uri, found.suppressed.line),
            }
        ]
    return result


def _location(uri: str, line: int, column: int = 1) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": line, "startColumn": column},
        }
    }
