"""A check as Markdown, for the summary of a CI job."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.diagnostics.model import SEVERITIES
from publisher.diagnostics.places import repository_path
from publisher.diagnostics.visible import visible
from publisher.reporters.text import hidden, listed, summary

if TYPE_CHECKING:
    from publisher.check import Result
    from publisher.diagnostics.model import Severity

MOST = 200
"""Rows: a job's summary holds 1 MiB on GitHub, and a person reads less."""

_SIGNS: dict[Severity, str] = {"error": "❌ error", "warning": "⚠️ warning", "note": "ℹ️ note"}  # noqa: RUF001 - the sign of information
# What a report says must stay text here: no link, picture, mention, tag, cell or formula.
_MARKUP = re.compile(r"[\\`*_{}\[\]()<>#|~$&@:^]|(?i:(?<=www)\.)")
_HEADS = {
    "ok": "✅ Nothing is wrong",
    "warnings": "⚠️ Warnings",
    "errors": "❌ Errors",
    "broken": "❌ The report cannot be read",
}


def report(result: Result) -> str:
    """Return a heading, the summary and a table of the diagnostics, the worst first."""
    lines = [
        f"### {_HEADS[result.outcome]}: {_text(repository_path(result.path))}",
        "",
        _text(summary(result)),
    ]
    lines += [line for told in hidden(result) for line in ("", _text(told))]
    found = sorted(listed(result), key=lambda d: -SEVERITIES.index(d.severity))
    if found:
        lines += ["", "| | line | what was found | what to do |", "| --- | ---: | --- | --- |"]
    lines += [
        f"| {_SIGNS[d.severity]} | {d.line} | {_text(d.message)} | {_text(d.help)} "
        f"{f'<br>{_text(d.reply)} ' if d.reply else ''}<br>`report.{d.code}` |"
        for d in found[:MOST]
    ]
    if len(found) > MOST:
        lines += ["", f"{len(found) - MOST} more are not shown here."]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """Return ``text`` on one line, with character references for all that could be mark-up."""
    flat = visible(" ".join(text.split()))
    return _MARKUP.sub(lambda found: f"&#{ord(found.group())};", flat)
