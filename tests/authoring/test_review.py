"""``publisher template``: the table of limits that was read, and the template's faults."""

from __future__ import annotations

import pytest
from case_files import all_cases, diagnostics
from support import TEMPLATE, run

from publisher.authoring.review import review
from publisher.report.phrases import in_words

CASES = all_cases("template")


def limits(found, number):
    row = next(r for r in found.rows if r.number == number)
    assert [w.limit for w in row.read_from] == [
        x for x in (row.limits.words, row.limits.images) if x
    ]
    return ", ".join(f"{in_words(w.limit)} {w.kind} ({w.line})" for w in row.read_from)


@pytest.mark.parametrize("case", [c for _, c in CASES], ids=[i for i, _ in CASES])
def test_case(case, tmp_path):
    path = tmp_path / "README.md"
    path.write_text(case.text, encoding="utf-8")
    found = review(path)
    assert diagnostics(found) == case.diagnostics
    assert [(k, limits(found, int(k.split()[1]))) for k, _ in case.facts] == case.facts


def test_the_example_is_without_a_fault():
    done = run("template", TEMPLATE)
    assert done.code == 0
    assert done.err == ""
    lines = done.out.splitlines()
    assert lines[0].split() == ["question", "line", "words", "images", "read", "from"]
    assert lines[29].split()[:4] == ["29", "484", "200-400", "1"]
    assert (
        lines[-1]
        == "Questions: 31, with a limit: 29; warnings: 0, errors: 0; quantities that are not understood: 2."
    )


QUANTITIES = """### Question 1
> **Draw the plan on max. 2 pages with 5 references, [3 figures](a.png), `4 files` and one image each.**
> By 12.05.2026 there were 2026 figures. See <https://example.org/9-pages>. 3 separate files, 2 tables
>
> ```
> 7 minutes
> ```
> Answer length: about 100 words, 1-2 images.
> Example: *it had 8 pages*
>
> Answer:

--- exercise 1 fill here ---
"""


def test_quantities_that_no_limit_took_are_told_and_signed_off(tmp_path):
    path, course = tmp_path / "a.md", tmp_path / "course.yaml"
    path.write_text(QUANTITIES, encoding="utf-8")
    found = review(path)
    assert diagnostics(found) == [
        "2: note: quantity_unread: question 1: 'max. 2 pages' is not understood, and not held",
        "2: note: quantity_unread: question 1: '5 references' is not understood, and not held",
        "2: note: quantity_unread: question 1: 'one image each' is not understood, and not held",
        "3: note: quantity_unread: question 1: '3 separate files' is not understood, and not held",
        "3: note: quantity_unread: question 1: '2 tables' is not understood, and not held",
        "8: note: limit_about: question 1: 'about 100 words' is read as 90-110, with a tolerance of 10 %",
    ]
    assert 'understood: {1: ["max. 2 pages"]}' in found.diagnostics[0].help
    assert run("template", path).code == 0
    assert run("template", path, "--strict").code == 1
    signed = '["Max. 2 pages", "5 references", "one image each", "3 separate  files"'
    for more, code in (("", 1), (', "2 tables"', 0)):
        course.write_text(f"understood: {{1: {signed}{more}]}}", encoding="utf-8")
        assert run("template", path, "--strict", "--course", course).code == code


def test_a_sign_off_that_matches_nothing_is_told(tmp_path):
    path, course = tmp_path / "a.md", tmp_path / "course.yaml"
    path.write_text(QUANTITIES, encoding="utf-8")
    course.write_text('understood: {1: ["2 tables", "4 tables"], 9: [2 tables]}', encoding="utf-8")
    done = run("template", path, "--course", course)
    told = [line for line in done.out.splitlines() if "understood_unused" in line]
    assert [line.partition(": note: ")[2].partition(" is signed")[0] for line in told] == [
        "question 1: '4 tables'",
        "question 9: '2 tables'",
    ]
    assert "take it out there" in done.out
    assert "question 1: '2 tables'" not in done.out


def test_json_says_the_same(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("### Question 7\n> Answer length: at least 9 words.\n>\n> Answer:\n")
    done = run("template", path, "--format", "json")
    assert done.code == 1  # questions 1 to 6 are missing
    held = done.json
    assert (held["format"], held["template"], held["outcome"]) == (
        "publisher.template/1", "a.md", "errors",
    )  # fmt: skip
    assert held["questions"] == [
        {
            "number": 7,
            "line": 1,
            "limits": {"words": [9, None], "images": None},
            "read_from": [{"limit": "words", "text": "at least 9 words", "line": 2}],
        }
    ]
    assert [d["code"] for d in held["diagnostics"]] == ["question_missing"] * 6


def test_a_file_that_cannot_be_read(tmp_path):
    empty = tmp_path / "a.md"
    empty.write_bytes(b"")
    for path in (empty, tmp_path / "b.md", tmp_path / "c.txt"):
        done = run("template", path)
        assert done.code == 3
        assert str(path.name) in done.out + done.err
        assert "Traceback" not in done.err
        held = run("template", path, "--format", "json")
        assert held.code == 3
        assert held.json["outcome"] == "broken"


def test_usage():
    assert run("template").code == 2
    assert run("template", TEMPLATE, "--format", "yaml").code == 2
