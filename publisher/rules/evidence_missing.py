"""A tick has no evidence in the repository.

`publisher check --repository DIR` compares the ticks of the checklist with the names of the files in
DIR: "Construct one or multiple docker files" is ticked, and there is no Dockerfile. No file is opened.
Which words of an item want which files is data, which a course can change (`evidence` in its
settings); an item that names no such words is not judged.

Why: The course looks into the repository for what the checklist says.

Bad::

    * [x] Add pre-commit hooks to your version control setup    (no .pre-commit-config.yaml)

Good::

    * [ ] Add pre-commit hooks to your version control setup
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"

_LONGEST = 60


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each tick and each kind of evidence that it lacks."""
    if report.evidence is None:
        return
    for item in report.checklist:
        if item.ticked:
            for patterns in report.evidence.lacking(item.text):
                text = item.text if len(item.text) <= _LONGEST else f"{item.text[:_LONGEST]}..."
                yield Finding(
                    item.line,
                    Message(
                        "{item!r} is ticked, and the repository has no file such as {file}",
                        item=text,
                        file=patterns[0],
                    ),
                    Message(
                        "add the file, or take the tick out; one of these would do: {files}",
                        files=", ".join(patterns),
                    ),
                    range=report.ranges.box(item.line),
                )
