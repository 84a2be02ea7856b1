"""A report is measured by the version of the template that it began as."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from edited_reports import template, texts
from hypothesis import given
from support import TEMPLATE, every_report, run

from publisher.check import check
from publisher.course.settings import Course
from publisher.read.limits.limit import Limits
from publisher.read.yardstick.compare import edits
from publisher.read.yardstick.recognise import closest, split_by_template
from publisher.read.yardstick.template import Template

T = Template("2026", "\n".join(template()))


@given(texts())
def test_property_segments_are_a_partition_with_a_template_too(text):
    parts, _ = split_by_template(text, [T])
    assert "".join(text[s.start : s.end] for s in parts.segments) == text
    assert all(a.end == b.start for a, b in pairwise(parts.segments))


def test_the_version_with_the_same_prompts_is_taken():
    year = {n: Template(str(n), TEMPLATE.read_text("utf-8")) for n in (2024, 2025, 2026)}
    year[2025] = Template("2025", year[2026].text.replace("**Which", "**Tell us which"))
    for report, name in ((year[2025], "2025"), (year[2024], "2026"), (year[2026], "2026")):
        found = closest(list(year.values()), report.parts)
        assert found is not None
        assert found.name == name  # of two alike the newest
    cut = Template("cut", year[2025].text.partition("### Question 12")[0])
    assert closest(list(year.values()), cut.parts) == year[2025]
    assert closest([], T.parts) is None
    assert closest([T], Template("none", "# Nothing").parts) is None
    assert closest([T], year[2026].parts) is None


def test_a_limit_of_the_course_goes_before_one_that_was_lost(tmp_path):
    asked = "### Question 1\n> **What did you build?**\n>\n{}> Answer:\n\nOne two three.\n"
    path = tmp_path / "README.md"
    path.write_text(asked.format(""))
    templates = (Template("2026", asked.format("> Answer length: 1-2 words\n>\n")),)

    def found(course):
        result = check(path, course)
        assert result.report is not None
        return result.report.questions[0].verdict, {d.code for d in result.diagnostics}

    assert found(Course()) == ("none", set())
    assert found(Course(templates=templates)) == (
        "fail", {"limit_lost", "prompt_edited", "answer_length"},
    )  # fmt: skip
    limits = {1: Limits(words=(1, 9))}
    assert found(Course(templates=templates, limits=limits)) == ("pass", {"prompt_edited"})


@every_report("group-04", "group-14")
def test_a_template_changes_no_verdict_of_a_report_of_another_course(path):
    before, after = check(path), check(path, Course(templates=(T,)))
    extra = {"template_unknown"}
    assert [d for d in after.diagnostics if d.code not in extra] == before.diagnostics


@pytest.mark.parametrize("edited", [["the"] * 5000, ["x", "the"] * 2000, []])
def test_edits_are_short_and_soon_found(edited):
    asked = T.questions[1].words * 20
    start = time.process_time()
    told = edits(asked, edited)
    assert time.process_time() - start < 2
    assert 0 < len(told) < 500


def test_edits_of_the_same_words_are_none():
    assert edits(("a", "b"), ["a", "b"]) == ""
    assert edits(("a", "b", "c"), ["a", "c", "d"]) == '"b" is gone; "d" is new'
    assert edits(("a", "b"), ["a", "c"]) == '"b" became "c"'
    assert edits(tuple("abcdefghi"), list("1b2d3f4h5")).endswith("; and 2 more")


def test_thousands_of_questions():
    text = "".join(
        f"### Question {n}\n> **What {n}?**\n>\n> Answer:\n\nwords\n\n" for n in range(1, 3000)
    )
    start = time.process_time()
    split_by_template(text, [T, Template("2025", TEMPLATE.read_text("utf-8"))])
    assert time.process_time() - start < 10


def test_the_settings_of_the_example_fit_it():
    course = TEMPLATE.parent.parent / "course.yaml"
    report = TEMPLATE.parent.parent / "report"
    found = run("check", report, "--course", course, "--format", "json").json["diagnostics"]
    assert {d["severity"] for d in found} <= {"note"}
    assert not {d["code"] for d in found} & {"template_unknown", "prompt_edited"}
