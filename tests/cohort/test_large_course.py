"""The dashboard of a course of 500 groups by 31 questions stays one that a browser opens at once.

Measured once in Chromium (seconds of a processor): 1.3 to open, 0.8 to sort, 0.3 to filter; a page with 500
answers and 1,000 pictures 0.5.
"""

from __future__ import annotations

import re

from publisher.cohort.marking import Marking
from publisher.cohort.pages import INDEX, write_pages
from publisher.cohort.results import Head
from publisher.cohort.row import Row

GROUPS, QUESTIONS = 500, 31
MOST = 4_000_000
"""Bytes of ``index.html``."""


def row(number):
    questions = tuple(
        {
            "number": n,
            "status": "answered",
            "verdict": "fail" if (n + number) % 7 == 0 else "pass",
            "words": {"source": 100 + n * number % 90, "text": 90},
            "images": n % 3,
            "limits": {"words": [50, 200], "images": None},
            "page": n + 2,
            "id": f"question-{n}",
        }
        for n in range(1, QUESTIONS + 1)
    )
    return Row(
        f"Group {number} of the course",
        "done",
        "ok",
        late="changed" if number % 9 == 0 else "no",
        title="Report",
        questions=questions,
        files=("report.html", "report.pdf"),
    )


def test_index_of_a_large_course_is_small(tmp_path):
    write_pages(
        tmp_path, [row(n) for n in range(GROUPS)], Head("Bees", "", "source", "x"), Marking()
    )
    page = (tmp_path / INDEX).read_bytes()
    assert len(re.findall(rb'<a class="page" href="groups/[^"]*#page=', page)) == GROUPS * QUESTIONS
    assert len(page) < MOST
