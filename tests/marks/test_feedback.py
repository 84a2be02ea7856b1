"""``publisher course feedback``: what a group gets back, and nobody else's."""

from __future__ import annotations

import re
import shutil
import zipfile
from html import unescape

import pytest
from support import question, run

pytestmark = pytest.mark.usefixtures("in_process")
ANSWERS = ("Ten bees <b>danced</b>.", "Bees & wasps.")
ROSTER = (
    "name,study number,lms id,group\nAda_B Løve,s1,4711,one\nBo,s2,4712,one\nCleo,s3,4713,two\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Write a course of two groups and build it, once; return its folder."""
    folder = tmp_path_factory.mktemp("course")
    for key in ("one", "two"):
        write(folder, key, *ANSWERS)
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "course.yaml").write_text("roster: roster.csv\npoints: {1: 10, total: 20}\n")
    (folder / "ann.csv").write_text(
        "group,question,points,comment,grader\n"
        'one,1,7,"Which <b>bees</b>?\nSay more.",Ann Grader\n'
        "one,,15,A *fine* report,Ann Grader\n"
        "two,2,3,,Ann Grader\n"
    )
    run("course", "build", folder / "handins", "-o", folder / "course")
    return folder


@pytest.fixture
def course(built, tmp_path):
    """Return a copy of the course that was built."""
    return shutil.copytree(built, tmp_path / "here")


def write(folder, key, *answers):
    place = folder / "handins" / key / "reports"
    place.mkdir(parents=True, exist_ok=True)
    text = "\n".join(question(number, text) for number, text in enumerate(answers, 1))
    (place / "README.md").write_text(f"# Bees\n\n## Section\n\n{text}", encoding="utf-8")


def feedback(folder, *more):
    options = ("-c", folder / "course.yaml", "-o", folder / "feedback")
    return run("course", "feedback", folder / "course", folder / "ann.csv", *options, *more)


def test_group_gets_summary_page_and_pdf(course):
    done = feedback(course)
    assert done.code == 0, done.err
    assert done.out.splitlines()[0] == "one\tfeedback.html, feedback.pdf, feedback.md\t"
    made = course / "feedback" / "one"
    assert (made / "feedback.md").read_text(encoding="utf-8") == (
        "# Feedback for one\n\n**15 of 20 points**\n\nA *fine* report\n\n"
        "| Question | Points |\n| --- | --- |\n| 1 | 7 of 10 points |\n\n"
        "## Question 1\n\nWhich <b>bees</b>?\nSay more.\n"
    )
    page = (made / "feedback.html").read_text(encoding="utf-8")
    asides = re.findall(r'<div class="alert alert-feedback[^>]*>(.*?)</div>', page, re.DOTALL)
    (told,) = (unescape(re.sub("<[^>]+>", " ", aside)).split() for aside in asides)
    assert " ".join(told) == "Feedback 7 of 10 points Which <b>bees</b>? Say more."
    assert "A *fine* report" in page
    assert (made / "feedback.pdf").read_bytes().startswith(b"%PDF-")
    # Neither graders nor others' marks.
    everything = b"".join(path.read_bytes() for path in made.iterdir())
    assert b"Ann Grader" not in everything
    assert "3 points" in (course / "feedback" / "two" / "feedback.md").read_text()


def test_same_bytes_again(course):
    feedback(course)
    first = {p: p.read_bytes() for p in (course / "feedback").rglob("*.*")}
    feedback(course)
    assert {p: p.read_bytes() for p in (course / "feedback").rglob("*.*")} == first


def test_mended_hand_in_says_what_changed(course):
    receipt = (
        (course / "course" / "marks-form.csv").read_text("utf-8-sig").split()[1].split(",")[-1]
    )
    (course / "ann.csv").write_text(f"group,question,points,receipt\none,1,7,{receipt}\n")
    write(course, "one", "Eleven bees danced.", ANSWERS[1])
    run("course", "build", course / "handins", "-o", course / "course")
    assert feedback(course).code == 0
    made = course / "feedback" / "one"
    assert "changed.html shows what" in (made / "feedback.md").read_text()
    assert "Eleven" in (made / "changed.html").read_text(encoding="utf-8")
    assert "Eleven bees danced." in (made / "feedback.html").read_text(encoding="utf-8")
    (course / "ann.csv").write_text("group,question,points\none,1,7\n")
    feedback(course)
    assert not (made / "changed.html").exists()


def test_course_that_was_only_checked_gives_summaries(course):
    run("course", "build", course / "handins", "-o", course / "checked", "--check-only")
    options = ("-c", course / "course.yaml", "-o", course / "feedback")
    done = run("course", "feedback", course / "checked", course / "ann.csv", *options)
    assert (done.code, "build it without --check-only" in done.out) == (1, True)
    assert [p.name for p in (course / "feedback" / "one").iterdir()] == ["feedback.md"]


def test_moodle_finds_each_person(course):
    done = feedback(course, "--for", "moodle")
    assert "3 people in" in done.err
    with zipfile.ZipFile(course / "feedback" / "feedback-moodle.zip") as made:
        names = made.namelist()
    # The importer takes the participant's number from between the first two underscores.
    assert {name.split("_")[1] for name in names} == {"4711", "4712", "4713"}
    assert "Ada B Løve_4711_assignsubmission_file/feedback.pdf" in names


def test_what_a_platform_needs_is_held_before_anything_is_written(course):
    done = feedback(course, "--for", "brightspace")
    assert (done.code, "expected handins:" in done.err) == (2, True)
    (course / "roster.csv").write_text(ROSTER.replace("4711", "x").replace("471", "y"))
    done = feedback(course, "--for", "moodle")
    assert (done.code, "expected a roster whose lms id" in done.err) == (2, True)
    (course / "export.zip").write_bytes(b"none")
    (course / "course.yaml").write_text("handins: export.zip\ntime_zone: UTC\n")
    done = feedback(course, "--for", "brightspace")
    assert (done.code, "handins: " in done.err) == (3, True), done.err
    assert not (course / "feedback").exists()


def test_brightspace_finds_each_hand_in(course):
    entry = "101-202 - one - 23 January, 2026 1130 PM"
    with zipfile.ZipFile(course / "export.zip", "w") as made:
        made.writestr(f"{entry}/README.md", question(1, "Ten."))
    settings = (course / "course.yaml").read_text()
    (course / "course.yaml").write_text(f"{settings}handins: export.zip\ntime_zone: UTC\n")
    assert "1 group in" in feedback(course, "--for", "brightspace").err
    with zipfile.ZipFile(course / "feedback" / "feedback-brightspace.zip") as made:
        assert sorted(made.namelist()) == [f"{entry}/feedback.md", f"{entry}/feedback.pdf"]


def test_graders_who_differ_are_told_and_nothing_is_written(course):
    (course / "bo.csv").write_text("group,question,points,grader\none,1,8,Bo\n")
    done = feedback(course, course / "bo.csv")
    assert (done.code, "question 1: 7 by Ann Grader (" in done.err) == (1, True)
    assert not (course / "feedback").exists()


@pytest.mark.parametrize(
    ("places", "code", "said"),
    [
        (("course",), 2, "at least one table of marks"),
        (("course", "handins", "ann.csv"), 2, "at most one folder"),
        (("handins", "ann.csv"), 2, "holds no outputs of a course"),
        (("course", "course.yaml"), 3, "expected a CSV file"),
    ],
)
def test_what_cannot_be_used_is_told(course, places, code, said):
    done = run("course", "feedback", *(course / place for place in places), "-o", course / "out")
    assert (done.code, said in done.err) == (code, True), done.err
    assert not (course / "out").exists()
