"""``course build --likeness``: what answers share, side by side, and no more than that."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape

import pytest
from support import question, run

from publisher.course.settings import Course
from publisher.publish.build import Options, make

pytestmark = pytest.mark.usefixtures("in_process")

PROMPT = "Describe in your own words how the node measures <the> temperature of a bud at night"
COPIED = "The thermistor sits in a steel bead that is painted brown and looks at the open sky"
ANSWERS = {
    "Group 1": f"First we tried glass & wax. {COPIED}, so it cools as a bud does.",
    "Group 2": f"{COPIED.replace('painted', '*painted*')}; we chose it <b>last</b> of five.",
    "Group 3": f"{PROMPT}: with a sensor in the shade, read once a minute by the radio.",
    "Group 4": f"{PROMPT}? We used a camera, and a model that somebody else had trained before.",
}


def write(folder, key, *answers, asked=PROMPT):
    place = folder / "handins" / key / "reports"
    place.mkdir(parents=True, exist_ok=True)
    text = "".join(question(number, text, asked) for number, text in enumerate(answers, 1))
    (place / "README.md").write_text(f"# Buds\n\n## Part\n\n{text}", encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Write a course of four groups and build it, once; return its folder."""
    folder = tmp_path_factory.mktemp("course")
    for key, answer in ANSWERS.items():
        write(folder, key, answer)
    done = run("course", "build", folder / "handins", "-o", folder / "course")
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def course(built, tmp_path):
    """Return a copy of the course that was built."""
    return shutil.copytree(built, tmp_path / "here")


def build(folder, *more, out="course"):
    return run("course", "build", folder / "handins", "-o", folder / out, "--likeness", *more)


def archive(folder, name, answer, asked=PROMPT, number=1):
    """Write the archive of a report of a past year."""
    place = folder / "report"
    place.mkdir(parents=True, exist_ok=True)
    (place / "README.md").write_text(f"# Buds\n\n## Part\n\n{question(number, answer, asked)}")
    made = make(place / "README.md", folder, Course(), Options(formats=("archive",)))
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.files["report.json"])
    shutil.rmtree(place)
    return path


def read(path):
    return path.read_text(encoding="utf-8")


def seen(html):
    """Return what a reader sees of a part of a page."""
    return " ".join(unescape(re.sub("<[^>]+>", "", html)).split())


def test_pairs_stand_side_by_side_with_their_runs_marked(course):
    done = build(course)
    assert (done.code, done.out) == (0, "")  # no group was made anew
    assert "likeness.html" in done.err
    out = course / "course"
    index, page = read(out / "likeness.html"), read(out / "likeness" / "question-1.html")
    assert re.findall(r"<h3>(.*?)</h3>", index) == ["<bdi>Group 1</bdi> and <bdi>Group 2</bdi>"]
    assert 'href="likeness/question-1.html#pair-1"' in index
    assert seen(re.search(r"<q>(.*?)</q>", index)[1]) == COPIED.replace("&", "&amp;")
    sides = re.findall(r'<p class="excerpt"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert [seen(re.search("<mark>(.*?)</mark>", side)[1]) for side in sides] == [
        f"1{COPIED}",
        f"1{COPIED}",
    ]
    assert seen(sides[0]).startswith("First we tried glass & wax. 1The thermistor")
    assert seen(sides[1]).endswith("we chose it last of five.")
    addresses = re.findall(r'<h4><a href="\.\./([^"#]+)#([^"]+)"', page)
    for group, (address, place) in zip(("Group%201", "Group%202"), addresses, strict=True):
        assert address == f"groups/{group}/report.html"
        assert f'id="{place}"' in read(out / address.replace("%20", " "))
    # Groups 3 and 4 share the prompt only.
    assert "Group 3" not in index + page


def test_pages_run_nothing_and_nothing_leads_to_them(course):
    build(course)
    out = course / "course"
    for page in (out / "likeness.html", out / "likeness" / "question-1.html"):
        text = read(page)
        assert "default-src 'none'" in text
        assert "script" not in text
        assert "<b>" not in text
    others = [p for p in out.rglob("*.html") if "likeness" not in p.relative_to(out).as_posix()]
    assert len(others) == 6
    assert not [p for p in others if "likeness" in read(p).split("</style>")[-1]]


def test_page_is_of_the_last_run_and_erased_with_a_group(course):
    out = course / "course"
    build(course)
    first = read(out / "likeness.html")
    build(course)
    assert read(out / "likeness.html") == first
    run("course", "erase", "Group 1", "-o", out)
    assert not (out / "likeness.html").exists()
    assert not (out / "likeness").exists()
    build(course)
    assert (out / "likeness.html").exists()
    run("course", "build", course / "handins", "-o", out)
    assert not (out / "likeness.html").exists()


def test_past_archives_are_read_and_say_whose_they_are(course):
    past = course / "2025"
    # The same question had another number, and another course has one of that number.
    archive(past, "groups/Team A/report.json", f"We read that {COPIED}", number=7)
    archive(past, "old.json", f"Here {COPIED}", asked="Which pump did you choose for oil?")
    archive(past, "groups/Team A/earlier/X.json", f"Once {COPIED}", number=7)
    (past / "results.json").write_text('{"format": "publisher.course/1"}')
    (past / "cut.json").write_bytes((past / "old.json").read_bytes()[:-40])
    hostile = json.loads((past / "old.json").read_bytes())
    hostile["document"]["root"] = {"type": "question", "number": 1, "children": [7, [], None]}
    (past / "hostile.json").write_text(json.dumps(hostile))
    (past / "first.json").write_text('{"format": "publisher.archive/1"}')
    done = build(course, "--past", past)
    assert done.code == 0, done.err
    out = course / "course"
    index = read(out / "likeness.html")
    names = [seen(name) for name in re.findall(r"<h3>(.*?)</h3>", index)]
    assert sorted(names) == [
        "2025: Team A and Group 1",
        "2025: Team A and Group 2",
        "Group 1 and Group 2",
    ]
    told = [seen(line) for line in re.findall(r"<li><bdi>(.*?)</bdi></li>", index)]
    assert [line.split(": ", 2)[1] for line in told] == ["cut", "first", "hostile", "old"]
    assert "2025: old: asks none of the course's questions" in told
    assert "beside 1 archive of past years" in index
    assert str(course) not in index + read(out / "likeness" / "question-1.html")


def test_blind_course_has_pseudonyms_only(course):
    key = course / "key"
    key.write_text("a secret that nobody can guess, 32 bytes")
    blind = ("--blind", "--privacy-key", key)
    assert build(course, *blind, out="blind").code == 0
    told = run("course", "unblind", course / "handins", "--privacy-key", key).out
    names = dict(line.split(",") for line in told.splitlines()[1:])
    text = read(course / "blind" / "likeness.html")
    text += read(course / "blind" / "likeness" / "question-1.html")
    assert {names[name] for name in re.findall(r"g-[a-z]{10}", text)} == {"Group 1", "Group 2"}
    assert "Group" not in text


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--past", "2025"), 3, "2025: expected a folder with archives"),
        (("--past", "handins"), 3, "handins: expected archives (report.json) of past years, found none"),
        (("--past", "course"), 2, "expected a folder apart from this course's outputs"),
        (("--past", "."), 2, "expected a folder apart from this course's outputs"),
        (("--past", "handins", "--blind"), 2, "--past: archives of past years hold names"),
        (("--check-only",), 2, "which --check-only does not make"),
        (("--shard", "1/2"), 2, "--likeness: compares all groups"),
    ],
)  # fmt: skip
def test_what_does_not_go_with_it_is_told(course, options, code, said):
    places = [
        course / word if word in ("2025", "handins", "course", ".") else word for word in options
    ]
    done = build(course, *places)
    assert (done.code, said in done.err) == (code, True), done.err
    done = run("course", "build", course / "handins", "--past", course)
    assert (done.code, "--past: goes with --likeness" in done.err) == (2, True)


def test_nothing_shared_is_said_so(course):
    write(course, "Group 1", "Quite another answer.")
    build(course)
    page = read(course / "course" / "likeness.html")
    assert "No two answers to one question share 8 words in a row" in page
    assert not (course / "course" / "likeness").exists()
