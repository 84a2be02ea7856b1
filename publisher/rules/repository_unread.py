"""The repository around the report was not read.

A link leads to a file of the repository, or a build asks for the report's date, and git refuses to look
into it, cannot read it, or is not on this machine. Git refuses what belongs to another user, as a checkout in a container
often does, until its owner says that it is safe.

Why: Links into the repository are not looked up then, and lead nowhere from the page; page and PDF have no date.

Bad::

    a report in a repository of another user

Good::

    the same, after: git config --global --add safe.directory FOLDER
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding, Severity
from publisher.diagnostics.ranges import point
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "note"


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding where git told nothing."""
    if report.unread:
        yield of(report.unread)


def of(why: str) -> Finding:
    """Return what is said where git told nothing, with git's own remedy; ``why``: of ``doors.git``."""
    return Finding(
        1,
        Message("the repository around the report was not read: {why}", why=why),
        _remedy(why),
        range=point(1),
    )


def _remedy(why: str) -> Message:
    if "refuses" in why:
        return Message(
            'in the repository\'s folder run: git config --global --add safe.directory "$PWD"'
        )
    if "cannot read" in why:
        return Message("run git status in the report's folder: it says what is wrong")
    return Message("install git")
