"""Suppressions are said in every format, hide no error, and change no count."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from edited_reports import texts
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import every_report, question, run

from publisher.archive.verify import verify
from publisher.check import Result, judge
from publisher.course.settings import Course
from publisher.read.cut.answer import clean
from publisher.read.cut.segments import split
from publisher.read.files.folder import Folder
from publisher.read.files.load import BrokenReport, decode
from publisher.read.limits.prompt import limits_of

REASON = "the *figure* needs explaining"
SUPPRESSED = f"""# Report

{question(1, "One.", "Answer length: 9-20 words.")}
<!-- publisher: ignore answer_length: {REASON} -->

{question(2, "Two.", "Answer length: 9-20 words.")}
"""
FEW = settings(max_examples=settings.default.max_examples // 8)
LINE = "<!-- publisher: ignore answer_length, unanswered: why not -->"


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report" / "README.md"
    path.parent.mkdir()
    path.write_text(SUPPRESSED, encoding="utf-8")
    return path


def test_json_keeps_it_with_its_reason(report):
    found = run("check", report, "--format", "json").json["diagnostics"]
    assert [(d["severity"], d.get("suppressed")) for d in found] == [
        ("note", {"line": 11, "reason": REASON, "accepted": True}),
        ("warning", None),
    ]


def test_every_format_says_so(report):
    done = run("check", report, cwd=report.parent)
    assert done.code == 1
    assert "question 1" not in done.out
    assert "\n1 suppressed in the report: answer_length (line 8).\n" in done.out
    assert done.out.splitlines()[-2].endswith(" 1 warning, 0 errors, 1 suppressed.")
    markdown = run("check", report, "--format", "markdown").out
    assert "\n1 suppressed in the report&#58; answer&#95;length &#40;line 8&#41;.\n" in markdown
    assert "question 1" not in markdown
    github = run("check", report, "--format", "github").out
    assert "question 1" not in github
    assert "1 suppressed" in github
    (issue,) = run("check", report, "--format", "gitlab").json
    assert "question 2" in issue["description"]
    suites = ET.fromstring(run("check", report, "--format", "junit").out)  # noqa: S314 - made here
    assert [c.get("name") for c in suites.iter("testcase") if c.find("failure") is not None] == [
        "question 2"
    ]
    assert REASON in next(suites.iter("system-out")).text
    first, second = run("check", report, "--format", "sarif").json["runs"][0]["results"]
    (said,) = first["suppressions"]
    assert (said["kind"], said["status"], said["justification"]) == (
        "inSource",
        "accepted",
        REASON,
    )
    assert said["location"]["physicalLocation"]["region"]["startLine"] == 11
    assert "suppressions" not in second


def test_a_strict_run_takes_it_for_the_note_that_it_is(report):
    report.write_text(SUPPRESSED[: SUPPRESSED.index("### Question 2")], encoding="utf-8")
    assert run("check", report).code == 0
    assert run("check", report, "--strict").code == 1


def test_under_a_course_it_is_shown_and_changes_nothing(report, tmp_path):
    course = tmp_path / "course.yaml"
    course.write_text("title: Sensing\n", encoding="utf-8")
    done = run("check", report, "--course", course)
    assert done.out.count("warning: ") == 2
    assert f"\n    the report says (line 11): {REASON}\n" in done.out
    assert "suppressed" not in done.out
    results = run("check", report, "--course", course, "--format", "sarif").json["runs"][0][
        "results"
    ]
    assert results[0]["suppressions"][0]["status"] == "underReview"
    assert results[0]["level"] == "warning"
    course.write_text("suppressions: true\n", encoding="utf-8")
    assert run("check", report, "--course", course).out.count("warning: ") == 1


def test_a_course_makes_it_matter_what_is_wrong_with_one(report, tmp_path):
    course = tmp_path / "course.yaml"
    course.write_text("severities: {suppression_unused: error, answer_length: off}\n")
    assert (
        "error: a suppression of answer_length suppresses nothing"
        in run("check", report, "--course", course).out
    )
    course.write_text("severities: {suppression_unused: off, answer_length: off}\n")
    assert run("check", report, "--course", course).out.startswith("2 questions")
    course.write_text("severities: {answer_length: error}\n")
    told = run("check", report, "--course", course, "--format", "json").json["diagnostics"]
    assert [(d["code"], d["severity"], "suppressed" in d) for d in told] == [
        ("answer_length", "error", False),
        ("suppression_wrong", "note", False),
        ("answer_length", "error", False),
    ]


@pytest.mark.parametrize("accepted", [True, False])
def test_an_archive_holds_it_and_is_proved(report, tmp_path, accepted):
    course = tmp_path / "course.yaml"
    course.write_text(f"suppressions: {str(accepted).lower()}\n", encoding="utf-8")
    run("archive", report, "-o", tmp_path / "out", "--course", course)
    file = tmp_path / "out" / "report.json"
    assert verify(file).diagnostics == []
    held = json.loads(file.read_text(encoding="utf-8"))
    assert held["diagnostics"][0]["suppressed"]["accepted"] is accepted
    assert held["settings"]["suppressions"] is accepted
    run("archive", file, "-o", tmp_path / "again")
    assert (tmp_path / "again" / "report.json").read_bytes() == file.read_bytes()


def judged(text: str, path: Path = Path("README.md"), course: Course | None = None) -> Result:
    return judge(path, decode(text.encode()), Folder(path.parent), course or Course())


def counts(result: Result) -> list[tuple[object, ...]]:
    return [
        (q.number, q.status, q.words_source, q.words_text, q.images, q.verdict)
        for q in result.report.questions
    ]


@every_report()
def test_it_changes_no_count_of_real_reports(path):
    text = path.read_bytes().decode("utf-8-sig")
    before = judged(text, path)
    lines = text.split("\n")
    for q in reversed(before.report.questions):
        lines.insert(q.line, f"\n{LINE}\n")
    after = judged("\n".join(lines), path)
    assert counts(after) == counts(before)
    assert not {d.code for d in after.diagnostics if d.severity == "warning"} & {
        "answer_length",
        "unanswered",
    }
    bare = [d for d in before.diagnostics if d.severity == "error"]
    assert [d.message for d in after.diagnostics if d.severity == "error"] == [
        d.message for d in bare
    ]


def cut(text: str) -> list[tuple[object, ...]]:
    """Return what is cut and counted by lines: it takes no tree, so that each line can be tried."""
    parts = split(text)
    answers = [(q, clean(text, q)) for q in parts.questions]
    return [
        (q.number, q.marker, q.markers_again, q.answer.line, a.answered, len(a.counted.split()),
         a.dashes, a.placeholders, a.conflicts, len(a.unquoted), limits_of(parts.prompt_lines(q)))
        for q, a in answers
    ]  # fmt: skip


def is_in_code(text: str, line: int) -> bool:
    """Tell whether the suppression in ``line`` (from 1) of an answer is code."""
    parts = split(text)
    for q in parts.questions:
        if q.answer.line <= line <= parts.lines.line_at(max(q.answer.start, q.answer.end - 1)):
            return line - q.answer.line not in {s.index for s in clean(text, q).suppressions}
    return False


@every_report()
def test_it_is_a_blank_line_wherever_it_stands_in_real_reports(path):
    """With TRY_EVERY=1 in the environment on each line, else on some."""
    lines = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    step = int(os.environ.get("TRY_EVERY", "23"))
    for at in range(zlib.crc32(path.parent.name.encode()) % step, len(lines), step):
        said = "\n".join([*lines[:at], LINE, *lines[at:]])
        if not is_in_code(said, at + 1):
            assert cut(said) == cut("\n".join([*lines[:at], "", *lines[at:]])), f"line {at + 1}"


@pytest.mark.parametrize(
    "answer",
    [
        "one two\n\n---\n{}",
        "one two\n---\n{}\n",
        "{}\n---\none two\n\n---",
        "---\n{}\n\none two ---\n\n{}",
        "> one two\n{}\n> three",
        "> one two\n>\n> ---\n> {}",
        "<!-- one\n{}\ntwo --> three",
        "<!-- one\n{}\ntwo",
        "    one\n{}\n    two",
        "- ```\n  one\n{}\n  two\n  ```\n",
        "one\n{}\n===\ntwo",
        "| a | b |\n| - | - |\n{}\n| 1 | 2 |",
        "[^1]: one\n{}\n    two",
        "--- question 1 fill here ---\n{}",
        "<<<<<<< HEAD\none\n=======\n{}\ntwo\n>>>>>>> b",
    ],
)
def test_it_is_a_blank_line_to_what_it_stands_in(answer):
    text = "### Question 1\n\n> Length: 1-4 words\n>\n> Answer:\n\n{}\n\n### Question 2\n\n> Answer:\n\ntwo\n"
    quoted = "> " if "> {}" in answer else ""
    said = text.format(answer.replace(quoted + "{}", quoted + LINE))
    blank = text.format(answer.replace(quoted + "{}", quoted.rstrip()))
    assert counts(judged(said)) == counts(judged(blank))
    assert cut(said) == cut(blank)


def test_in_a_comment_it_has_no_effect_and_that_is_said():
    text = f"### Question 1\n\n> Answer:\n\n<!--\n{LINE}\n-->\none\n"
    told = [d.message for d in judged(text).diagnostics]
    assert told == ["a suppression has no effect: it stands in a comment"]


def test_it_ends_html_as_a_blank_line_does():
    open_html = "### Question 1\n\n> Answer:\n\n<details>\n{}\n*one* ![two](a.png)\n"
    assert counts(judged(open_html.format(LINE))) == counts(judged(open_html.format("")))


@FEW
@given(texts(), st.integers(0, 400))
def test_property_a_suppression_is_a_blank_line_to_all_counts(text, at):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at %= len(lines) + 1
    try:
        blank = judged("\n".join([*lines[:at], "", *lines[at:]]))
        said = judged("\n".join([*lines[:at], LINE, *lines[at:]]))
    except BrokenReport:
        assume(False)
    # In code, or in HTML that is not closed, it is text.
    assume(any(s["codes"] for s in said.report.suppressions))
    assert counts(said) == counts(blank)


@FEW
@given(texts())
def test_property_no_error_is_hidden_and_nothing_is_lost(text):
    try:
        bare = judged(text)
    except BrokenReport:
        assume(False)
    codes = sorted({d.code for d in bare.diagnostics})[:20]
    said = judged(f"<!-- publisher: ignore {', '.join(codes or ['unanswered'])}: why -->\n\n{text}")
    kept = [d for d in said.diagnostics if not d.code.startswith("suppression_")]
    errors = [
        [(d.code, d.question) for d in found if d.severity == "error"]
        for found in (kept, bare.diagnostics)
    ]
    assert errors[0] == errors[1]
    assert not [d for d in kept if d.severity == "warning"]
