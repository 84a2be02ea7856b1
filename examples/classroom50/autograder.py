"""Judges a submission of Classroom 50: publisher's check as its result, and the PDF beside it.

It runs in the student's checkout.  ``course.yaml`` beside this file holds the course's settings, where there is one.
Written are ``result.json`` (a test for each question), ``release-body.md`` (what is wrong, for the release) and
``report.pdf``; the assignment's ``release_assets: ["report.pdf"]`` attaches that.  Exit code 0: it ran to its end, whatever
it found; else a fault of the set-up, which the runner shows.

The runner installs publisher first: ``pip install report-publisher``.
"""

import subprocess
import sys
from pathlib import Path

REPORT = "reports"
"""Where the report lies in a group's repository."""
FOUND = (0, 1, 3)
"""Exit codes of what the report is to blame for: nothing, something, it cannot be read."""


def publisher(*arguments: str) -> int:
    """Run publisher, which finds no modules in the checkout, and return its exit code."""
    command = [sys.executable, "-P", "-m", "publisher", *arguments]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - no shell


def main() -> int:
    """Judge the submission in this folder."""
    settings = Path(__file__).resolve().parent / "course.yaml"
    course = ["--course", str(settings)] if settings.is_file() else []
    told = publisher(
        "check", REPORT, *course,
        "--format", "classroom50", "--output", "result.json",
        "--format", "markdown", "--output", "release-body.md",
    )  # fmt: skip
    if told not in FOUND:
        return told
    printed = publisher("pdf", REPORT, *course, "-o", ".")
    return 0 if printed in FOUND else printed


if __name__ == "__main__":
    sys.exit(main())
