"""`course.yaml`: every error names the file and the key; nothing else is a setting."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import codes, run, write_report

from publisher.course.file import read_course
from publisher.course.printing import Printing, Prompts
from publisher.course.settings import BOUNDS, Course, CourseError
from publisher.diagnostics.model import SEVERITIES
from publisher.pdf.limits import PdfLimits
from publisher.read.limits.limit import Limits
from publisher.read.yardstick.template import Template
from publisher.rules import RULES

CODES = ("unanswered", "answer_length")


TEMPLATE = "### Question 1\n> **What?**\n>\n> Answer:\n"


def read(tmp_path, text):
    path = tmp_path / "course.yaml"
    (tmp_path / "2026.md").write_text(TEMPLATE)
    (tmp_path / "empty.md").write_text("\n")
    (tmp_path / "other.md").write_text("# No question\n")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_course(path, CODES)


def test_empty_file_changes_nothing_but_who_judges(tmp_path):
    """Under a course's settings no report judges itself."""
    assert read(tmp_path, "") == read(tmp_path, "# nothing\n") == Course(suppressions=False)
    assert read(tmp_path, "suppressions: true") == Course()


def test_all_settings(tmp_path):
    course = read(
        tmp_path,
        """
        title: Sensing in the Field
        language: da
        date: 2026-01-31
        retention: 2056-12-31
        count: text
        limits:
          4: {words: [100, 200]}
          5: {images: [1, 2], words: null}
        severities: {unanswered: error, answer_length: off}
        group: {question: 3}
        members: none
        """,
    )
    assert course == Course(
        title="Sensing in the Field",
        language="da",
        date="2026-01-31",
        count="text",
        limits={4: Limits((100, 200), None), 5: Limits(None, (1, 2))},
        severities={"unanswered": "error", "answer_length": None},
        retention="2056-12-31",
        group=3,
        members="none",
        suppressions=False,
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("titel: x", "titel"),
        ("suppressions: 'yes please'", "suppressions"),
        ("1: x", "1"),
        ("title: [x]", "title"),
        ("title: 2026", "title"),
        ("language: 5", "language"),
        ("date: tomorrow", "date"),
        ("date: 2026-13-01", "date"),
        ("date: 2026-01-31 10:00:00", "date"),
        ("retention: 30 years", "retention"),
        ("{date: 2026-01-31, retention: 2026-01-30}", "retention"),
        ("count: letters", "count"),
        ("limits: [1, 2]", "limits"),
        ("group: 3", "group"),
        ("understood: [2 pages]", "understood"),
        ("understood: {4: 2 pages}", "understood.4"),
        ("understood: {four: [2 pages]}", "understood.four"),
        ("group: {question: 3, or: 4}", "group"),
        ("group: {question: true}", "group.question"),
        ("members: {question: three}", "members.question"),
        ("members: {question: 12345}", "members.question"),
        ("{templates: 2026.md, members: {question: 2}}", "members.question"),
        ("limits: {four: {words: [1, 2]}}", "limits.four"),
        ("limits: {-1: {words: [1, 2]}}", "limits.-1"),
        ("limits: {\u00b2: {words: [1, 2]}}", "limits.\u00b2"),
        ("limits: {4: [1, 2]}", "limits.4"),
        ("limits: {4: {word: [1, 2]}}", "limits.4"),
        ("limits: {4: {words: 5}}", "limits.4.words"),
        ("limits: {4: {words: [1]}}", "limits.4.words"),
        ("limits: {4: {words: [2, 1]}}", "limits.4.words"),
        ("limits: {4: {words: [-1, 1]}}", "limits.4.words"),
        ("limits: {4: {images: [1.5, 2]}}", "limits.4.images"),
        ("limits: {4: {images: [a, b]}}", "limits.4.images"),
        ("limits: {4: {words: [false, true]}}", "limits.4.words"),
        ("templates: 5", "templates"),
        ("templates: [5]", "templates.1"),
        ("templates: [{name: x}]", "templates.1"),
        ("templates: [{path: a.md, title: x}]", "templates.1"),
        ("templates: [{path: a.md, name: 2026}]", "templates.1"),
        ("templates: missing.md", "templates"),
        ("templates: [empty.md]", "templates.1"),
        ("templates: other.md", "templates"),
        ("templates: [2026.md, 2026.md]", "templates.2"),
        (f"templates: {'a' * 300}.md", "templates"),
        (f"templates: [{{path: 2026.md, name: {'a' * 300}}}]", "templates.1"),
        (f"templates: {'a/' * 3000}b.md", "templates"),
        (f"roster: {'a' * 300}.csv", "roster"),
        (f"figures: {'a' * 300}", "figures"),
        (f"figures: [{'a/' * 3000}b]", "figures.1"),
        (f"title: {'a' * 1001}", "title"),
        (f"language: {'a' * 1001}", "language"),
        ("language: ../en", "language"),
        (f"{'k' * 190}: x", "kkk"),
        ("limits: {1: {words: [1, 2]}, '01': {words: [1, 3]}}", "limits.01"),
        ("{limits: {2: {words: [1, 2]}}, templates: 2026.md}", "limits.2"),
        ("limits: {4: {words: [1, 9007199254740991]}}", "limits.4.words"),
        ("limits: {4: {words: [1, 010]}}", "limits.4.words"),
        ("limits: {4: {words: [1, 1:30]}}", "limits.4.words"),
        ("limits: {4: {words: [1, .inf]}}", "limits.4.words"),
        ("figures: 5", "figures"),
        ("figures: ''", "figures"),
        ("figures: [gone]", "figures.1"),
        ("figures: {path: 2026.md}", "figures"),
        ("figures: 2026.md", "figures"),
        ("figures: ['" + 64 * "g" + "']", "figures.1"),
        ("evidence: [docker files]", "evidence"),
        ("evidence: {5: x}", "evidence.5"),
        ("evidence: {'*': x}", "evidence.*"),
        ("evidence: {docker files: 0}", "evidence.docker files"),
        ("evidence: {docker files: on}", "evidence.docker files"),
        ("evidence: {docker files: [[x]]}", "evidence.docker files"),
        ("evidence: {docker files: ['']}", "evidence.docker files"),
        ("max_report_mib: 0", "max_report_mib"),
        ("max_report_mib: 51", "max_report_mib"),
        ("max_report_mib: true", "max_report_mib"),
        ("max_report_mib: 1.5", "max_report_mib"),
        ("max_report_mib:", "max_report_mib"),
        ("max_pdf_seconds: 0", "max_pdf_seconds"),
        ("max_pdf_seconds: 5 min", "max_pdf_seconds"),
        ("max_pdf_memory_mib: 511", "max_pdf_memory_mib"),
        ("max_pdf_pages: 10001", "max_pdf_pages"),
        ("max_image_megapixels: 0.5", "max_image_megapixels"),
        ("print: short", "print"),
        ("print: {prompt: short}", "print.prompt"),
        ("print: {prompts: shrt}", "print.prompts"),
        ("print: {examples: 1}", "print.examples"),
        ("print: {question_per_page: none}", "print.question_per_page"),
        ("severities: [unanswered]", "severities"),
        ("formats: html", "formats"),
        ("formats: []", "formats"),
        ("formats: [html, word]", "formats.2"),
        ("formats: [html, {a: 1}]", "formats.2"),
        ("severities: {unansered: off}", "severities.unansered"),
        ("severities: {unanswered: fatal}", "severities.unanswered"),
        ("severities: {unanswered: 3}", "severities.unanswered"),
        ("severities: {unanswered: [error]}", "severities.unanswered"),
    ],
)
def test_error_names_file_and_key(tmp_path, text, key):
    with pytest.raises(CourseError) as error:
        read(tmp_path, text)
    told = str(error.value)
    assert told.startswith(f"{tmp_path / 'course.yaml'}:1: {key}")
    assert "expected" in told
    assert "\n" not in told
    assert len(told) - len(str(tmp_path)) < 600  # all settings may be named in it


_BOMB = "\n".join(
    [
        "title: &a0 [x, x, x]",
        *(f"{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 15)),
    ]
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: b: c", "1:5: is no YAML"),
        ("# words\n[", "2:2: is no YAML"),
        ("\t- x", "1:1: is no YAML"),
        ("title: '", "1:9: is no YAML"),
        (b"\ntitle: \xff", "2:1: is no UTF-8"),
        ("a: *b", "1:4: is no YAML: found undefined alias 'b'"),
        ("\na\0b", "2:1: holds a control character"),
        ("title: 'a\x1b[2J'", "1:1: holds a control character"),
        ("\n!!python/name:os.system", "2:1: has a tag (tag:yaml.org,2002:python/name:os.system)"),
        ("title: !!binary eA==", "1:8: has a tag"),
        ("title: !!bool maybe", "1:8: has a tag"),
        ("a: 1\n---\na: 1", "2:1: is no YAML"),
        ("title: x\n[a]: x", "2:1: has something else than a name"),
        ("title: x\n" + "k" * 201 + ": x", "2:1: has something else than a name"),
        ("title: x\n\ntitle: y", "3:1: says 'title' twice, first in line 1; keep one"),
        ("limits:\n  1: {words: [1, 2]}\n  '1': {words: [1, 3]}", "3:3: says '1' twice"),
        ("<<: {title: x}\n<<: {title: y}", "2:1: says '<<' twice"),
        ('title: "\\ud800"', "1:8: holds '\\ud800', which no output can carry"),
        ('title: x\ntemplates: "a\\0.md"', "2:12: holds '\\x00', which no output can carry"),
        ('"\\x1b": x', "1:1: holds '\\x1b', which no output can carry"),
        ("max_pdf_pages: 9007199254740992", "1:16: holds a number beyond 9007199254740991"),
        ("max_pdf_pages: -" + "9" * 5000, "1:16: holds a number beyond 9007199254740991"),
        ("[" * 5000, "1:1: is nested deeper than 20 levels"),
        ("a:\n" + "\n".join(" " * n + "- " for n in range(1, 90)), "nested deeper than 20 levels"),
        ("a: &a [*a]", "1:4: is nested deeper than 20 levels"),
        ("a: &a {b: *a}", "1:4: is nested deeper than 20 levels"),
        (_BOMB, "has more than 50,000 values once its aliases are followed"),
        ("title: x # " + "y" * 65536, "1:1: has more than 64 KiB"),
    ],
)
def test_what_is_no_yaml_or_beyond_its_bounds_is_told_with_its_line(tmp_path, text, told):
    with pytest.raises(CourseError) as error:
        read(tmp_path, text)
    assert f"course.yaml:{told}" in str(error.value) or told.startswith(("nested", "has more"))
    assert told in str(error.value)
    assert len(str(error.value)) - len(str(tmp_path)) < 300


def test_values_are_found_where_names_are_merged(tmp_path):
    text = "limits:\n  1: &usual {words: [1, 2]}\n  2: {<<: *usual, images: [0, 1]}\n  3: *usual\n"
    limits = Limits((1, 2), None)
    assert read(tmp_path, text).limits == {1: limits, 2: Limits((1, 2), (0, 1)), 3: limits}


def test_a_study_number_keeps_its_zeros(tmp_path):
    (person,) = read(tmp_path, "roster: [{name: Jane Roe, study_number: 012345}]").roster
    assert person.number == "012345"


def test_an_error_names_the_line_of_what_is_wrong(tmp_path):
    for text, line in (
        ("title: x\nlimits:\n  4:\n    words: [1, 2]\n    images: 5", "5: limits.4.images"),
        ("title: x\ntemplates:\n- 2026.md\n- gone.md", "4: templates.2"),
        ("title: x\nroster:\n- Jane Roe\n- {nam: x}", "4: roster.2"),
        ("title: x\nprint:\n  examples: 1", "3: print.examples"),
    ):
        with pytest.raises(CourseError, match=rf"course\.yaml:{line}: "):
            read(tmp_path, text)


@pytest.mark.parametrize("text", ["- title", "just words", "5"])
def test_what_is_no_mapping_names_the_file(tmp_path, text):
    with pytest.raises(CourseError, match=r"course\.yaml: expected"):
        read(tmp_path, text)


@pytest.mark.parametrize("text", ["count: letters", "[", "a: &a [*a]"])
def test_command_line_tells_it_as_wrong_usage(tmp_path, text):
    path = write_report(tmp_path / "report", "words")
    course = tmp_path / "our course.yaml"
    course.write_text(text)
    for name in ("check", "build", "html"):
        done = run(name, path, "--course", course, cwd=tmp_path)
        assert done.code == 2
        assert done.out == ""
        assert len(done.err.splitlines()) == 1
        assert "our course.yaml" in done.err
    assert not (tmp_path / "build").exists()


def test_missing_file_is_wrong_usage(tmp_path):
    path = write_report(tmp_path, "words")
    for course in (tmp_path / "gone.yaml", tmp_path):
        done = run("check", path, "--course", course)
        assert done.code == 2
        assert str(course) in done.err


def test_severities_are_obeyed(tmp_path):
    path = write_report(tmp_path, "")
    course = tmp_path / "a.yaml"
    for severity, code, outcome in (
        ("note", 0, "ok"),
        ("warning", 1, "warnings"),
        ("error", 1, "errors"),
        ("off", 0, "ok"),
    ):
        course.write_text(f"severities: {{unanswered: {severity}}}")
        done = run("check", path, "--course", course, "--format", "json")
        assert (done.code, done.json["outcome"]) == (code, outcome)
        assert codes(done) == (set() if severity == "off" else {"unanswered"})
        # A status is a fact, whatever a course makes of it.
        assert done.json["questions"][0]["status"] == "unanswered"


def test_templates_are_read_relative_to_the_course(tmp_path):
    for said, names in (
        ("2026.md", ["2026.md"]),
        ("[2026.md, {path: 2026.md, name: new}]", ["2026.md", "new"]),
        (f"[{tmp_path}/2026.md]", ["2026.md"]),  # no path of this machine
        ("{path: ./2026.md, name: '2026'}", ["2026"]),
    ):
        found = read(tmp_path, f"templates: {said}").templates
        assert [(t.name, t.text) for t in found] == [(name, TEMPLATE) for name in names]


def test_limits_and_count_are_obeyed(tmp_path):
    path = write_report(tmp_path, "one `two` three")
    course = tmp_path / "a.yaml"
    for text, verdict in (
        ("limits: {1: {words: [3, 3]}}", "pass"),
        ("limits: {1: {words: [3, 3]}}\ncount: text", "fail"),
        ("limits: {1: {words: [2, 2]}}\ncount: text", "pass"),
        ("limits: {1: {images: [1, 2]}}", "fail"),
        ("limits: {2: {images: [1, 2]}}", "none"),
    ):
        course.write_text(text)
        found = run("check", path, "--course", course, "--format", "json").json
        assert found["questions"][0]["verdict"] == verdict
        assert found["count"] == ("text" if "count" in text else "source")


def test_the_largest_report_is_a_setting(tmp_path):
    path = write_report(tmp_path / "report", "words")
    with path.open("a", encoding="utf-8") as file:
        file.write("\n```\n" + "x" * (2 * 1024 * 1024) + "\n```\n")
    course = tmp_path / "a.yaml"
    for mib, code in ((1, 3), (3, 0)):
        course.write_text(f"max_report_mib: {mib}\nseverities: {{answer_length: off}}")
        done = run("check", path, "--course", course)
        assert done.code == code, done.out
        assert ("more than 1 MiB" in done.out + done.err) == (code == 3)


@pytest.mark.parametrize(("sign", "number"), [("\n", 91_000), ("\r\n", 91_000), ("|", 45_500)])
def test_a_dense_report_counts_as_a_larger_one(tmp_path, sign, number):
    path = write_report(tmp_path / "report", "words")
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(f"\n```\n{sign * number}\n```\n")
    course = tmp_path / "a.yaml"
    for mib, code in ((1, 3), (2, 0)):
        course.write_text(f"max_report_mib: {mib}\nseverities: {{answer_length: off}}")
        done = run("check", path, "--course", course)
        assert done.code == code, done.out
        assert ("more than the 90,000 that go with 1 MiB" in done.err + done.out) == (code == 3)


def test_what_a_pdf_may_take_is_a_setting(tmp_path):
    assert Course().pdf_limits == PdfLimits()
    course = read(
        tmp_path,
        """
        max_pdf_seconds: 20
        max_pdf_memory_mib: 1024
        max_pdf_pages: 50
        max_image_megapixels: 12
        """,
    )
    assert course.pdf_limits == PdfLimits(seconds=20, memory_mib=1024, pages=50)
    assert course.max_image_megapixels == 12
    for key, (least, most) in BOUNDS.items():
        assert least <= getattr(Course(), key) <= most
        assert [getattr(read(tmp_path, f"{key}: {n}"), key) for n in (least, most)] == [least, most]


def test_migrate_new_and_template_keep_to_it(tmp_path):
    long = f"{TEMPLATE}\n<!-- {'x' * 1024 * 1024} -->\n"
    (tmp_path / "2026.md").write_text(long)
    path = write_report(tmp_path / "report", "words")
    course = tmp_path / "a.yaml"
    for mib, code in ((1, 2), (2, 0)):
        course.write_text(f"max_report_mib: {mib}\ntemplates: 2026.md")
        # Whichever comes first: the template of the course is as large as a report may be.
        for command in (("migrate", path), ("new", tmp_path / "new"), ("template", "2026.md")):
            done = run(*command, "--course", course, cwd=tmp_path)
            assert done.code == code, done.err
            assert ("more than 1 MiB" in done.err) == (code == 2)
    course.write_text("max_report_mib: 1")
    assert run("template", tmp_path / "2026.md", "--course", course).code == 3
    (tmp_path / "2026.md").write_text(TEMPLATE)
    path.write_text(f"{path.read_text()}\n<!-- {'x' * 1024 * 1024} -->\n")
    for mib, code in ((1, 3), (2, 0)):
        course.write_text(f"max_report_mib: {mib}\ntemplates: 2026.md")
        assert run("migrate", path, "--course", course).code == code


def test_a_too_large_report_is_told_without_a_setting(tmp_path):
    path = write_report(tmp_path, "x" * (4 * 1024 * 1024))
    done = run("check", path)
    assert done.code == 3
    assert "more than 4 MiB" in done.out + done.err


# -- the settings that an archive holds ------------------------------------------------------

_RANGES = st.none() | st.tuples(st.integers(0, 9999), st.integers(0, 9999) | st.none())
_ASKING = st.sampled_from((None, "none", 0, 3, 9999))
_FIELDS = {
    "group": _ASKING,
    "members": _ASKING,
    "title": st.text(),
    "language": st.text(min_size=1),
    "date": st.just("") | st.dates().map(str),
    "retention": st.just("") | st.dates().map(str),
    "count": st.sampled_from(["source", "text"]),
    "limits": st.dictionaries(st.integers(0, 9999), st.builds(Limits, _RANGES, _RANGES)),
    "severities": st.dictionaries(
        st.sampled_from(list(RULES)), st.sampled_from((*SEVERITIES, None))
    ),
    "repository": st.just("") | st.just("https://github.com/g/p/tree/main"),
    "figures": st.lists(st.text("0123456789abcdef", min_size=64, max_size=64)).map(tuple),
    "print": st.builds(Printing, st.sampled_from(get_args(Prompts)), st.booleans(), st.booleans()),
    "suppressions": st.booleans(),
    "max_image_megapixels": st.integers(1, 150),
    "templates": st.lists(st.builds(Template, st.text(), st.text())).map(tuple),
}


@given(st.fixed_dictionaries(_FIELDS))
def test_property_settings_come_back_from_json(values):
    course = Course(**values)
    held = course.as_json()
    assert Course.from_json(json.loads(json.dumps(held))) == course
    # Each setting is held, and tried above: an archive must give the same outputs again.
    # What a report may take of the machine changes none, nor does what a repository shows, and
    # who takes the course, hands in by when, and what is made of it stands in none.
    machine = BOUNDS.keys() - {"max_image_megapixels"}
    settings = {field.name for field in fields(Course)} - {
        *machine,
        *(
            "evidence",
            "roster",
            "understood",
            "groups",
            "deadline",
            "time_zone",
            "handins",
            "points",
            "formats",
        ),
    }
    assert settings == set(held) == set(_FIELDS)
