"""A script of the kind that this program replaces, written for the comparison only.

It imports what such a script imports, splits the text at the marker, counts, and
prints.  usage: baseline.py REPORT
"""

from __future__ import annotations

import re
import sys
from pathlib import Path  # noqa: TC003 - typer reads the annotation

import markdown  # noqa: F401 - its import is part of what is timed
import typer
from loguru import logger
from pydantic import BaseModel


class Limit(BaseModel):
    """A range of words."""

    low: int = 50
    high: int = 300

    def holds(self, answer: str) -> bool:
        """Tell whether the answer is inside the range."""
        return self.low <= len(answer.split()) <= self.high


def check(report: Path) -> None:
    """Split the report at its markers and count."""
    parts = report.read_text(encoding="utf-8").split("Answer:")[1:]
    answers = [re.split(r"\n#{2,3} ", part)[0] for part in parts]
    fails = [n for n, answer in enumerate(answers, 1) if not Limit().holds(answer)]
    logger.info("{} answers, outside the limits: {}", len(answers), fails)


if __name__ == "__main__":
    sys.argv[1:] = sys.argv[1:2]
    typer.run(check)
