"""What a careful reader finds in real reports, written down beside them, is what we find."""

from __future__ import annotations

import json

import pytest
from support import more_reports

from publisher.check import check

ALSO_FAIL = {
    (0, 200): "unanswered: the script takes no answer for one of no words",
    "####": "the script stops counting at the first ## of a heading",
    "Answer:": "the script stops counting at a second marker",
    "50-200": "the script's own table said 50-300 words",
}
"""Why a verdict differs from the course's script (ARCHITECTURE.md tells it at length)."""

REPORTS = [pytest.param(p, id=p.parent.name) for p in more_reports()] or [
    pytest.param(
        None, marks=pytest.mark.skip(reason="PUBLISHER_REPORTS names no folder of reports")
    )
]


@pytest.fixture
def expected(path):
    table = path.parent.parent / "expected.json"
    return json.loads(table.read_text(encoding="utf-8"))[path.parent.name]


@pytest.mark.parametrize("path", REPORTS)
def test_found_as_by_a_careful_reader(path, expected):
    result = check(path)
    questions, checklist = result.report.questions, result.report.checklist
    found = {
        "question_headings": len(questions),
        "unanswered": [q.number for q in questions if not q.answered],
        "placeholder_beside_answer": [q.number for q in questions if q.answered and q.placeholders],
        "marker_missing": [q.number for q in questions if q.node["marker"] == "missing"],
        "images_in_answers": sum(q.images for q in questions),
        "checklist": {
            "items": sum(not item.broken for item in checklist),
            "ticked": sum(item.ticked for item in checklist),
            "broken": sum(bool(item.broken) for item in checklist),
        },
        "line_ends": result.source.line_ends,
        "front_matter": "front_matter" in result.report.document,
    }
    assert found == {key: expected[key] for key in found}


@pytest.mark.parametrize("path", REPORTS)
def test_verdicts_differ_from_the_script_for_a_reason_only(path, expected):
    script = expected["course_script_fails"]
    if script == "crash":
        pytest.skip("the script gives no verdict")
    questions = check(path).report.questions
    assert set(script) <= {q.number for q in questions if q.verdict == "fail"}
    for question in questions:
        if question.verdict == "fail" and question.number not in script:
            assert _reason(question) in ALSO_FAIL, f"question {question.number}"


def _reason(question):
    """Return the key of the reason for which this question fails here alone."""
    if not question.answered:
        return question.limit_words
    if question.words_script == question.words_source:
        return "-".join(map(str, question.limit_words))
    return "Answer:" if question.node["markers_again"] else "####"
