r"""The report is not UTF-8.

A file that is no UTF-8 is read as cp1252, the older encoding of Windows in Western Europe. In one
that is UTF-8 but for a few bytes, only these are read so.

Why: GitHub and all our outputs speak UTF-8; a guess can turn letters into others.

Bad::

    S\xf8ren (one byte for the letter, as cp1252 writes it)

Good::

    S\xc3\xb8ren (two bytes, as UTF-8 writes it)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.diagnostics.ranges import Position, Range
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding where the first byte is that is no UTF-8."""
    place = report.document.get("undecodable")
    if place:
        whole = report.document["encoding"] == "cp1252"
        yield Finding(
            place[0],
            Message("the file is not UTF-8; from here on it was read as cp1252")
            if whole
            else Message(
                "here is a byte that is not UTF-8; it, and each further one, was read as cp1252"
            ),
            Message("save the file as UTF-8 and look at the letters outside A to Z"),
            range=Range(Position(*place), Position(place[0], place[1] + 1)),
        )
