"""What the rows of a course say together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publisher.cohort.row import Row
from publisher.cohort.statistics import item_statistics, question_statistics


def question(source, text=None, limit=(100, 200), status="answered"):
    asked = limit and list(limit)
    low, high = limit or (0, None)
    kept = status == "answered" and low <= source and (high is None or source <= high)
    return {
        "number": 7,
        "status": status,
        "words": {"source": source, "text": source if text is None else text},
        "images": 0,
        "limits": {"words": asked, "images": None},
        "verdict": "none" if limit is None else "pass" if kept else "fail",
    }


def rows(*questions):
    return [Row(str(n), "done", "ok", questions=(q,)) for n, q in enumerate(questions)]


def test_answers_are_counted_against_the_limit():
    found = rows(
        question(99, 101),
        question(150),
        question(201, 200),
        question(500),
        question(0, status="unanswered"),
    )
    (seven,) = question_statistics([*found, Row("none", "missing")], "source")
    assert (seven.asked, seven.answered, seven.words) == (5, 4, (99, 150, 201, 500))
    assert (seven.limit, seven.below, seven.above, seven.failed) == ((100, 200), 1, 2, 4)
    assert seven.rule == 2
    assert seven.fits is None


def test_open_limit_and_none():
    assert (
        question_statistics(
            rows(question(99, limit=(50, None)), question(999, limit=(50, None))), "source"
        )[0].above
        == 0
    )
    assert question_statistics(rows(question(99, limit=None)), "source")[0].limit is None


@given(st.lists(st.integers(0, 1000), min_size=5))
def test_limit_that_fits_holds_most_answers(words):
    (found,) = question_statistics(rows(*map(question, words)), "source")
    low, high = found.fits
    assert low % 10 == high % 10 == 0
    assert sum(low <= count <= high for count in words) >= 0.6 * len(words)


def test_checklist_by_item():
    ticked = {"text": "Write  tests", "module": "M16", "ticked": True}
    found = item_statistics(
        [
            Row("a", "done", checklist=(ticked, {"text": "Plot", "module": "", "ticked": False})),
            Row("b", "done", checklist=(ticked | {"text": "Write tests", "ticked": False},)),
        ]
    )
    assert [(i.text, i.module, i.ticked, i.there) for i in found] == [
        ("Write tests", "M16", 1, 2),
        ("Plot", "", 0, 1),
    ]
