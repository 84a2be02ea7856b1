"""``publisher course marks``: the files that platforms import, and what is said."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from support import question, run

SAMPLES = Path(__file__).parent / "samples"
ROSTER = """name,study number,username,email,lms id,group
Ada Løve,s012345,adal,ada@example.org,4711,one
Bo Fly,s023456,bofl,bo@example.org,4712,one
Cleo,s034567,cleo,cleo@example.org,4713,two
Cleo,s034567,cleo,cleo@example.org,4713,two
Dan,s045678,dan,dan@example.org,4714,three
"""
MARKS = 'group,question,points,comment,grader,receipt\none,1,7,"Well said, both",Ann,\none,2,2.5,,Ann,\ntwo,,9,Good,Bo,\n'

pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture
def course(tmp_path):
    """Write a course of three groups with a roster and marks; return its folder."""
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "groups.csv").write_text("group,repository\none,\ntwo,\nthree,\n")
    (tmp_path / "course.yaml").write_text(
        "groups: groups.csv\nroster: roster.csv\npoints: {1: 10, 2: 5, total: 20}\n"
    )
    (tmp_path / "marks.csv").write_text(MARKS)
    return tmp_path


def marks(folder, *more, tables=("marks.csv",), platform="canvas", item="Project (77)"):
    paths = [folder / name for name in tables]
    options = ("--for", platform, "--item", item, "-c", folder / "course.yaml")
    return run("course", "marks", *paths, *options, "-o", folder / "out.csv", *more)


@pytest.mark.parametrize("platform", ["brightspace", "canvas", "moodle"])
def test_file_is_what_the_platform_imports(course, platform):
    done = marks(course, platform=platform)
    made = (course / "out.csv").read_bytes()
    assert made == (SAMPLES / f"{platform}.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(made.decode(), newline="")))
    assert len(rows) == 3  # Cleo stands twice in the roster, and Dan's group has no mark
    assert "1 person without a mark, of 'three'" in done.err
    assert done.code == 1


def test_columns_are_those_that_importers_look_for(course):
    found = {}
    for platform in ("brightspace", "canvas", "moodle"):
        marks(course, platform=platform)
        with (course / "out.csv").open(newline="", encoding="utf-8") as file:
            found[platform] = list(csv.reader(file))
    head, first = found["brightspace"][:2]
    assert head[:3] == ["OrgDefinedId", "Username", "Project (77) Points Grade"]
    assert (head[-1], first[-1]) == ("End-of-Line Indicator", "#")
    head = found["canvas"][0]
    assert "Student" in head[0]
    assert "ID" in head[1]
    assert head[2:5] == ["SIS User ID", "SIS Login ID", "Section"]
    head, first = found["moodle"][:2]
    assert {"Identifier", "Grade", "Last modified (grade)", "Feedback comments"} <= set(head)
    assert first[0] == "Participant 4711"


def test_whoever_everybody_has_a_mark_is_clean(course):
    (course / "more.csv").write_text("group,points\nThree,0\n")
    done = marks(course, tables=("marks.csv", "more.csv"))
    assert (done.code, "4 people in" in done.err) == (0, True)


def test_conflict_writes_nothing(course):
    (course / "more.csv").write_text("group,question,points,grader\none,1,6,Bo\n")
    done = marks(course, tables=("marks.csv", "more.csv"))
    assert done.code == 1
    assert "group 'one', question 1: 7 by Ann (" in done.err
    assert not (course / "out.csv").exists()


@pytest.mark.parametrize(
    ("changes", "said", "code"),
    [
        ({"marks.csv": "group,points\nfour,1\n"}, "marks.csv:2: group: expected a group of the course", 2),
        ({"marks.csv": "group,points\nOne,1\nthre,1\n"}, "did you mean 'three'?", 2),
        ({"marks.csv": "group,points\none,21\n"}, "expected at most 20, the course's points", 2),
        ({"marks.csv": "a,b\n"}, "expected a CSV file whose first line names the columns: group", 3),
        ({"course.yaml": "groups: groups.csv\n"}, "roster: expected the path of a CSV file", 2),
        ({"course.yaml": "points: {x: 1}\n"}, "course.yaml:1: points.x: expected a question's number", 2),
        ({"course.yaml": "points: {1: 0}\n"}, "points.1: expected a whole number from 1 to", 2),
        ({"roster.csv": "name,group\nAda,one\n"}, "Canvas finds people by lms id or number or username; none of 'Ada'", 2),
        (
            {"roster.csv": "name,lms id,group\nAda,7,one\nBo,7,one\n"},
            "expected each id once, found more than one person with '7'",
            2,
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told(course, changes, said, code):
    for name, text in changes.items():
        (course / name).write_text(text)
    done = marks(course)
    assert said in done.err
    assert done.code == code
    assert not (course / "out.csv").exists()


@pytest.mark.parametrize(
    ("platform", "item", "said"),
    [
        ("canvas", "Project", "as Canvas exports it: 'Project (1234)'"),
        ("moodle", " ", "1 to 128 printable characters"),
    ],
)
def test_item_that_is_none_is_told(course, platform, item, said):
    done = marks(course, platform=platform, item=item)
    assert (done.code, said in done.err) == (2, True)


def test_pseudonyms_are_groups_for_who_has_the_key(course):
    key = course / "key"
    key.write_text("a secret that nobody can guess, 32 bytes")
    (course / "handins" / "one").mkdir(parents=True)
    (course / "handins" / "one" / "README.md").write_text(question(1, "Ten."))
    names = run("course", "unblind", course / "handins", "--privacy-key", key).out
    pseudonym = names.splitlines()[1].split(",")[0]
    (course / "marks.csv").write_text(f"group,points\n{pseudonym},7\n")
    assert marks(course).code == 2
    done = marks(course, "--privacy-key", key)
    assert "2 people in" in done.err


def build(course, text):
    place = course / "handins" / "one" / "reports"
    place.mkdir(parents=True, exist_ok=True)
    (place / "README.md").write_text(question(1, text))
    out = course / "course"
    run("course", "build", course / "handins", "-o", out)
    (row,) = csv.DictReader(io.StringIO((out / "results.csv").read_text(encoding="utf-8-sig")))
    return row["receipt"]


def test_mended_hand_in_keeps_its_marks(course):
    first = build(course, "Ten.")
    table = course / "marks.csv"
    table.write_text(f"group,points,receipt\none,7,{first}\n")
    outputs = ("--outputs", course / "course")
    assert "2 people in" in marks(course, *outputs).err
    second = build(course, "Ten and a half.")
    assert second != first
    assert "2 people in" in marks(course, *outputs).err
    third = build(course, "Ten, mended again.")
    table.write_text(f"group,points,receipt\none,7,{second}\n")
    assert "2 people in" in marks(course, *outputs).err
    earlier = course / "course" / "groups" / "one" / "earlier"
    assert {path.stem for path in earlier.iterdir()} == {first, second}
    table.write_text(f"group,points,receipt\none,7,{'-'.join(['AAAA'] * 8)}\n")
    done = marks(course, *outputs)
    assert f"expected that of a hand-in of group 'one' (it has {third})" in done.err
    assert done.code == 2
    run("course", "erase", "one", "-o", course / "course")
    assert not earlier.exists()


def test_form_that_a_course_gives_is_read_as_it_is_filled_in(course):
    receipt = build(course, "Ten.")
    form = (course / "course" / "marks-form.csv").read_bytes().decode("utf-8-sig")
    assert form.splitlines() == [
        "group,question,points,comment,grader,receipt",
        f"one,1,,,,{receipt}",
        f"one,total,,,,{receipt}",
    ]
    table = course / "marks.csv"
    table.write_text(form)
    assert "0 people in" in marks(course, "--outputs", course / "course").err
    table.write_text(form.replace("one,1,,,", "one,1,7,Fine,Ann"))
    assert "2 people in" in marks(course, "--outputs", course / "course").err


def test_course_shows_marks_and_what_changed_since(course):
    first = build(course, "Ten.")
    (course / "ann.csv").write_text(
        f"group,question,points,grader,receipt\none,1,7,Ann,{first}\none,,20,Ann,{first}\n"
    )
    (course / "bo.csv").write_text("group,question,points,grader\nONE,1,8,Bo\n")
    build(course, "Ten and a half.")
    out = course / "course"
    tables = ("--marks", course / "ann.csv", "--marks", course / "bo.csv")
    done = run("course", "build", course / "handins", "-o", out, *tables)
    assert (done.code, done.out) == (0, "")  # no group was made anew
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "<td>Ann</td><td>1</td><td>7</td><td>7</td><td>7</td>" in index
    assert "group &#39;one&#39;, question 1: 7 by Ann, 8 by Bo" in index.replace("&#34;", "&#39;")
    assert str(course) not in index
    (change,) = (out / "changes").iterdir()
    assert f'href="changes/{change.name}"' in index
    assert "half" in change.read_text(encoding="utf-8")
    assert json.loads((out / "results.json").read_bytes())["marks"]
    (course / "agreed.csv").write_text("group,question,points,grader\none,1,8,agreed\n")
    run("course", "build", course / "handins", "-o", out, *tables, "--marks", course / "agreed.csv")
    assert "8 points" in (out / "questions" / "question-1.html").read_text(encoding="utf-8")
    run("course", "build", course / "handins", "-o", out)
    assert 'id="marks"' not in (out / "index.html").read_text(encoding="utf-8")
    assert not (out / "changes").exists()


def test_mark_that_was_superseded_shows_no_change(course):
    first = build(course, "Ten.")
    second = build(course, "Ten and a half.")
    (course / "ann.csv").write_text(f"group,question,points,grader,receipt\none,1,7,Ann,{first}\n")
    (course / "bo.csv").write_text(f"group,question,points,grader,receipt\none,1,8,Bo,{second}\n")
    out = course / "course"
    tables = ("--marks", course / "ann.csv", "--marks", course / "bo.csv")
    run("course", "build", course / "handins", "-o", out, *tables)
    assert list((out / "changes").iterdir())  # nobody knows yet which mark holds
    (course / "agreed.csv").write_text(
        f"group,question,points,grader,receipt\none,1,8,agreed,{second}\n"
    )
    run("course", "build", course / "handins", "-o", out, *tables, "--marks", course / "agreed.csv")
    assert "<td>Ann</td>" in (out / "index.html").read_text(encoding="utf-8")
    assert not (out / "changes").exists()


def test_marks_of_a_course_that_is_built_are_held(course):
    build(course, "Ten.")
    table = course / "marks.csv"
    for text, code, said in (
        ("group,points\nonne,1\n", 2, "did you mean 'one'?"),
        (
            f"group,points,receipt\none,1,{'-'.join(['AAAA'] * 8)}\n",
            2,
            "expected that of a hand-in",
        ),
        ("a,b\n", 3, "first line names the columns"),
    ):
        table.write_text(text)
        options = ("-o", course / "course", "--marks", table)
        done = run("course", "build", course / "handins", *options)
        assert (done.code, said in done.err) == (code, True), done.err


def test_outputs_of_no_course_are_told(course):
    done = marks(course, "--outputs", course)
    assert (done.code, "holds no outputs of a course" in done.err) == (2, True)
