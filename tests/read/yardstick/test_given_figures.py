"""The course's own figures: which they are, and that they count the same wherever images are counted."""

from __future__ import annotations

import hashlib
import json

import pytest
from support import png, run, write_report

from publisher.course.file import read_course
from publisher.rules import RULES

GIVEN, OTHER, OWN = png(1, 1), png(2, 2), png(3, 3)
TEMPLATE = "### Question 1\n> Insert 1-2 images, as [here](figures/given.png).\n>\n> Answer:\n\n"
ANSWER = "![What the course shows](figures/copied.png)"


def digests(*pictures):
    return tuple(sorted(hashlib.sha256(data).hexdigest() for data in pictures))


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.fixture
def course(tmp_path):
    """A course with a template, beside which two figures stand, one of them named."""
    folder = tmp_path / "course"
    write(folder / "2026" / "README.md", TEMPLATE)
    write(folder / "2026" / "figures" / "given.png", GIVEN)
    write(folder / "2026" / "figures" / "more" / "other.png", OTHER)
    write(folder / "2026" / "figures" / "notes.txt", "no picture")
    return write(folder / "course.yaml", "templates: 2026/README.md\n")


def figures(course, text=None):
    if text is not None:
        course.write_text(text)
    return read_course(course, tuple(RULES)).figures


def test_those_beside_a_template(course):
    assert figures(course) == digests(GIVEN, OTHER)


def test_where_a_report_lies_beside_it_only_those_that_are_named(course):
    write(course.parent / "2026" / "report.md", TEMPLATE)
    assert figures(course) == digests(GIVEN)
    # A template of the course is no report, and what asks nothing is neither.
    assert figures(course, "templates: [2026/report.md, 2026/README.md]") == digests(GIVEN, OTHER)
    for none in ("# How to use this template\n", b"\0"):
        write(course.parent / "2026" / "report.md", none)
        assert figures(course, "templates: 2026/README.md") == digests(GIVEN, OTHER)


def test_one_that_is_named_in_another_folder(course):
    write(course.parent / "2026" / "images" / "named.png", OWN)
    write(course.parent / "2026" / "README.md", f"{TEMPLATE}\n![](images/named.png)\n")
    assert figures(course) == digests(GIVEN, OTHER, OWN)
    write(course.parent / "2026" / "README.md", f"{TEMPLATE}\n![](../../named.png)\n")
    write(course.parent.parent / "named.png", OWN)
    assert figures(course) == digests(GIVEN, OTHER)


def test_those_that_the_course_names(course):
    write(course.parent / "own.png", OWN)
    for text, found in (
        ("figures: 2026/figures", digests(GIVEN, OTHER)),
        ("figures: ./2026/figures/more/", digests(OTHER)),
        ("figures: own.png", digests(OWN)),
        (f"figures: [own.png, {digests(GIVEN)[0].upper()}]", digests(GIVEN, OWN)),
        ("figures: [own.png]\ntemplates: 2026/README.md", digests(GIVEN, OTHER, OWN)),
        ("figures:", ()),
    ):
        assert figures(course, text) == found


def verdicts(done):
    questions = done.json["questions"]
    codes = [d["code"] for d in done.json["diagnostics"]]
    return questions[0]["images"], questions[0]["verdict"], codes


def test_counted_the_same_in_check_explain_and_archive(course, tmp_path):
    path = tmp_path / "report" / "README.md"
    write(path, TEMPLATE + ANSWER)
    write(path.parent / "figures" / "copied.png", GIVEN)
    told = run("check", path, "--course", course, "--format", "json")
    assert verdicts(told) == (0, "fail", ["image_count", "image_given"])
    shown = run("explain", "--report", path, "--question", "1", "--course", course)
    assert (
        "images: 0; limit: 1-2; not counted: 1 of the figures that the course gave\n" in shown.out
    )
    out = tmp_path / "out"
    assert run("archive", path, "--course", course, "-o", out, "--lines").code == 0
    assert json.loads((out / "report.jsonl").read_bytes())["images"] == 0
    # The course is gone, and the archive still knows its figures.
    for gone in sorted(course.parent.rglob("*.png")):
        gone.unlink()
    assert run("verify", out / "report.json", "--strict").code == 0
    again = tmp_path / "again"
    assert run("archive", out / "report.json", "-o", again).code == 0
    assert (again / "report.json").read_bytes() == (out / "report.json").read_bytes()


def test_what_new_writes_is_the_courses(course, tmp_path):
    assert run("new", tmp_path / "report", "--course", course).code == 0
    path = tmp_path / "report" / "README.md"
    path.write_text(path.read_text() + "![What the course shows](figures/given.png)\n")
    told = run("check", path, "--course", course, "--format", "json")
    assert verdicts(told)[0] == 0


def test_template_shows_them_to_the_teacher(course):
    done = run("template", course.parent / "2026")
    assert "Figures of the course, which do not count: figures/given.png, " in done.out
    held = run("template", course.parent / "2026", "--format", "json").json
    assert held["figures"] == ["figures/given.png", "figures/more/other.png"]


def test_a_report_without_a_course_counts_all(tmp_path):
    path = write_report(
        tmp_path, "![A picture](figures/given.png)", figures={"figures/given.png": GIVEN}
    )
    assert run("check", path, "--format", "json").json["questions"][0]["images"] == 1
