"""Classroom 50's side of ``publisher check``: whose submission it is stands in its runner's environment."""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import TYPE_CHECKING, Final

from publisher.cli.exit import USAGE, Stop
from publisher.language.message import Message

if TYPE_CHECKING:
    from publisher.check import Result

_COMMIT: Final = re.compile(r"[0-9a-f]{40,64}$")


def told(result: Result) -> str:
    """Return ``result`` as Classroom 50 takes it.  Raises Stop (exit code 2) where the environment lacks something."""
    from publisher.reporters.classroom50 import SubmissionError, report, submission

    try:
        return report(result, submission(os.environ, _committed(result)))
    except SubmissionError as error:
        raise Stop(Message("--format classroom50: {why}", why=str(error)), USAGE) from None


def _committed(result: Result) -> str:
    """Return when the commit that is judged was made; empty: git does not say."""
    from publisher.doors.git import ask

    commit = _COMMIT.search(os.environ.get("COMMIT_URL", ""))
    if not commit:
        return ""
    seconds = ask(result.path.absolute().parent, "show", "-s", "--format=%ct", commit[0]).strip()
    if not seconds.isdecimal():
        return ""
    return dt.datetime.fromtimestamp(int(seconds), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
