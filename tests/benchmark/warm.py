"""Times a report's reading and page in one process: the first time, and after one word was changed.

usage: warm.py REPORT     Prints both, in seconds of the processor.  Nothing is imported within them.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

from publisher.builders.page import page
from publisher.desk.session import Session
from publisher.read.cut.segments import split
from publisher.read.files.load import load


def main() -> None:
    """Read and write the page, twice."""
    path = Path(sys.argv[1]) / "README.md"
    text = load(path).text
    shown(Session(path), text)  # what is imported late, and compiled
    session = Session(path)
    first = shown(session, text)
    answer = max((q.answer for q in split(text).questions), key=lambda one: one.end - one.start)
    own = text[answer.start : answer.end]
    changed = re.sub(r"\b[a-z]{6,}\b", lambda word: word[0][::-1], own, count=1)
    print(first, shown(session, text[: answer.start] + changed + text[answer.end :]))


def shown(session: Session, text: str) -> float:
    """Return what it took to read ``text`` and to write its page."""
    start = time.process_time()
    result = session.check(text)
    page(result.report, result.folder, result.course)
    return time.process_time() - start


if __name__ == "__main__":
    main()
