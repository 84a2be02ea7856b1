"""The date of a report: of the settings, SOURCE_DATE_EPOCH or the last commit, never the clock."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from publisher.course import Course

_SECONDS = 10
# A repository is not trusted: nothing in its configuration may run a program or reach out.
_GIT = (
    "git",
    "--no-pager",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.pager=cat",
    "-c", "log.showSignature=false",
    "-c", "protocol.allow=never",
    "-c", "safe.bareRepository=explicit",
)  # fmt: skip
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
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_")
    } | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, paths behind --
            [*_GIT, *_LOG, "--", report.name, *figures],
            cwd=report.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    date = done.stdout.decode("ascii", "replace").strip()
    return date if re.fullmatch(r"\d{4}-\d{2}-\d{2}", date) else ""
