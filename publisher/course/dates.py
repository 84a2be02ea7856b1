"""The date of a report: of the settings, SOURCE_DATE_EPOCH or the last commit, never the clock."""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import TYPE_CHECKING

from publisher.doors.git import ask

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from publisher.course.settings import Course

_LOG = ("log", "-1", "--format=%cd", "--date=format:%Y-%m-%d")


def date_of(report: Path, course: Course, figures: Sequence[str] = ()) -> str:
    """Return the date of the report at ``report`` (ISO 8601, a day), or the empty string.

    ``figures``: paths of its other files, relative to its folder.
    """
    return course.date or _epoch() or _last_commit(report, figures)


def _epoch() -> str:
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not re.fullmatch(r"\d{1,11}", value):
        return ""
    return dt.datetime.fromtimestamp(int(value), dt.UTC).date().isoformat()


def _last_commit(report: Path, figures: Sequence[str]) -> str:
    date = ask(report.parent, *_LOG, "--", report.name, *figures).strip()
    return date if re.fullmatch(r"\d{4}-\d{2}-\d{2}", date) else ""
