"""`publisher archive --privacy names`: a valid archive in which nobody is named."""

from __future__ import annotations

import base64
import json
import os
import re
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from support import files_below, png, run, write_report
from test_stripped_figures import SECRET, exif, picture

from publisher.diagnostics.places import display_path

KEY = "0123456789abcdef"
ROSTER = "Study number;First name;Last name;Mark\ns123456;Jane;Roe;7\ns234567;Jörg;Müller;2\n"
PERSON = re.compile(r"p-[b-z]{10}")
HIDDEN = re.compile(r"jane|\broe\b|j(ö|o)rg|m(ü|u)ller|123456|234567", re.IGNORECASE)

ANSWERS = (
    "7",
    "s123456 and S234567",
    (
        "**J**ane Roe and J&ouml;rg M\u00fcller. ![Jane](figures/Jane%20Roe.jpg 'by Jane') "
        "[s123456](figures/s123456.csv)\n\n| who |\n|---|\n| Jane\u00adRoe, Ja\u00adne |\n\n"
        "```python\nauthor = 'Jane Roe'  # s123456\n```\n\n<!-- Jane -->\n"
    ),
    (
        "![a plan](figures/plan.svg) [table](figures/table.bin) "
        "<img alt='Jane' src='figures/Jane Roe.jpg'>"
    ),
)
FIGURES = {
    "figures/Jane Roe.jpg": picture("JPEG", exif=exif(6)),
    "figures/s123456.csv": b"s123456;Jane Roe\n",
    "figures/plan.svg": b"<!-- Jane --><svg xmlns='http://www.w3.org/2000/svg' width='90' "
    b"height='40'><text y='20'>Jane</text></svg>",
    "figures/table.bin": b"\0Jane",
    unicodedata.normalize("NFD", "figures/Jörg.png"): picture("PNG"),
}


@pytest.fixture
def course(tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "key").write_text(f"{KEY}\n", encoding="utf-8")
    path = tmp_path / "course.yaml"
    path.write_text(
        "title: Jane's course\nroster: roster.csv\nmembers: {question: 2}\n", encoding="utf-8"
    )
    return path


def copy(report, course, *options, key=None, **kwargs):
    key = key or course.parent / "key"
    settings = ("--course", course, "--privacy", "names", "--privacy-key", key)
    return run("archive", report, *settings, *options, **kwargs)


def decoded(data):
    """Yield the archive, and the bytes of each file in it."""
    yield data
    members = json.loads(data)
    for held in (members["source"], *members["figures"], *members["files"]):
        yield base64.b64decode(held["bytes"])


def own(data):
    """Return what an archive says of its report: not the schema, the digests and the sizes."""
    members = json.loads(data)
    for name in ("schema", "fixity"):
        del members[name]
    for held in (members["source"], *members["figures"], *members["files"]):
        for name in ("sha256", "sha512", "bytes", "size"):
            del held[name]
    for template in members["settings"]["templates"]:
        del template["sha256"]
    return json.dumps(members, ensure_ascii=False)


def test_nobody_is_in_any_byte(tmp_path, course):
    report = write_report(tmp_path / "report", *ANSWERS, figures=FIGURES)
    out = tmp_path / "out"
    done = copy(report, course, "-o", out, "--lines")
    assert done.code == 0, done.err
    path = out / "report.public.json"
    data = path.read_bytes()
    for piece in decoded(data):
        assert SECRET not in piece
        for name in ("Jane", "Jörg", "Müller", "s123456", "s234567", KEY):
            assert name.encode() not in piece
            assert name.lower().encode() not in piece.lower()
    assert not HIDDEN.search(own(data))
    assert not HIDDEN.search(
        re.sub(r'"sha256": "\w+"', "", (out / "report.public.jsonl").read_text(encoding="utf-8"))
    )

    assert run("verify", path).code == 0
    assert run("build", path, "-o", tmp_path / "site").code == 0
    assert (tmp_path / "site" / "report.json").read_bytes() == data
    page = (tmp_path / "site" / "report.html").read_text(encoding="utf-8")
    for name in ("Jane", "Jörg", "Müller", "s123456", "s234567"):
        assert name.lower() not in re.sub(r"base64,[A-Za-z0-9+/=]+", "", page).lower()
    with pypdfium2.PdfDocument(tmp_path / "site" / "report.pdf") as pdf:
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
        assert not HIDDEN.search(text)
        assert not HIDDEN.search(" ".join(map(str, pdf.get_metadata_dict().values())))


def test_a_folder_comes_back_and_says_the_same(tmp_path, course):
    report = write_report(tmp_path / "report", *ANSWERS, figures=FIGURES)
    copy(report, course, "-o", tmp_path)
    restored = tmp_path / "restored"
    assert run("restore", tmp_path / "report.public.json", "-o", restored).code == 0
    jane, jorg = json.loads((tmp_path / "report.public.json").read_bytes())["group"][
        "study_numbers"
    ]
    assert {p.relative_to(restored).as_posix() for p in restored.rglob("*") if p.is_file()} == {
        "README.md",
        f"figures/{jane} {jane}.jpg",
        f"figures/{jane}.csv",
        f"figures/{jorg}.png",
        "figures/plan.svg",
    }
    source = (restored / "README.md").read_text(encoding="utf-8")
    assert f"**{jane}** {jane} and {jorg} {jorg}. ![{jane}](figures/{jane}%20{jane}.jpg" in source
    with Image.open(restored / f"figures/{jane} {jane}.jpg") as picture:
        assert dict(picture.getexif()) == {0x0112: 6}
    found = run("check", restored, "--format", "json").json
    original = run("check", report, "--format", "json").json
    kept = ("number", "status", "verdict", "words", "images", "line")
    for one, other in zip(found["questions"], original["questions"], strict=True):
        assert {n: one[n] for n in kept} == {n: other[n] for n in kept}


def test_what_was_replaced_is_told_and_reveals_nobody(tmp_path, course):
    report = write_report(tmp_path / "report", *ANSWERS, figures=FIGURES)
    done = copy(report, course, "-o", tmp_path)
    told = "study numbers: 6, names: 19, group numbers: 0, file names: 3, figures cleaned of metadata: 3, files left out: 1"
    assert f"publisher: copy for publication: {told}\n" in done.err
    assert "left out, since it cannot be looked into: figures/table.bin" in done.err
    members = json.loads((tmp_path / "report.public.json").read_bytes())
    event = members["provenance"]["events"][0]
    assert event["eventType"] == "modification"
    assert event["eventDetail"] == f"A copy for publication was made. Replaced: {told}."
    assert members["settings"]["repository"] is None
    assert members["left_out"] == [{"path": "figures/table.bin", "reason": "private"}]


GROUP = re.compile(r"g-[b-z]{10}")


def test_a_groups_number_is_a_pseudonym_wherever_it_stands(tmp_path, course):
    figures = {"figures/group 07.png": png(), "figures/7.png": png(), "notes.csv": b"Team 7;7\n"}
    report = write_report(
        tmp_path / "report",
        "Group **7**, we are 7.",
        "s123456",
        "![Group&nbsp;7's plan](<figures/group 07.png>) ![seven](figures/7.png) Of 7 pictures, team "
        "no. 7 took 17, group 77 none. [table](notes.csv)",
        figures=figures,
    )
    text = report.read_text(encoding="utf-8").replace("What was done?", "Group number:", 1)
    report.write_text(f"# Report of group-7\n\n{text}", encoding="utf-8")
    course.write_text(f"{course.read_text()}group: {{question: 1}}\n")
    done = copy(report, course, "-o", tmp_path)
    assert done.code in (0, 1), done.err
    data = (tmp_path / "report.public.json").read_bytes()
    members = json.loads(data)
    made = members["group"]["number"]
    assert GROUP.fullmatch(made)
    assert members["title"] == f"Report of group-{made}"
    source = base64.b64decode(members["source"]["bytes"]).decode()
    assert f"Group **{made}**, we are {made}." in source
    assert (
        f"![Group&nbsp;{made}'s plan](<figures/group {made}.png>) ![seven](figures/7.png)" in source
    )
    assert f"Of 7 pictures, team no. {made} took 17, group 77 none." in source
    assert {f["path"] for f in members["figures"]} == {f"figures/group {made}.png", "figures/7.png"}
    assert [base64.b64decode(f["bytes"]) for f in members["files"]] == [f"Team {made};7\n".encode()]
    assert run("verify", tmp_path / "report.public.json").code == 0
    assert run("build", tmp_path / "report.public.json", "-o", tmp_path / "site").code == 0
    assert (tmp_path / "site" / "report.json").read_bytes() == data
    page = (tmp_path / "site" / "report.html").read_text(encoding="utf-8")
    assert f"Group {made}</title>" in page
    assert f'<p class="group">Group {made}</p>' in page
    with pypdfium2.PdfDocument(tmp_path / "site" / "report.pdf") as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    assert all(made in text for text in pages)
    # The same with the same key, another with another; a copy of the copy changes nothing of it.
    again = copy(tmp_path / "report.public.json", course, "-o", tmp_path / "again")
    assert again.code in (0, 1), again.err
    held = json.loads((tmp_path / "again" / "report.public.json").read_bytes())
    assert held["group"]["number"] == made
    (tmp_path / "other").write_text("another key, as long\n")
    copy(report, course, "-o", tmp_path / "else", key=tmp_path / "other")
    other = json.loads((tmp_path / "else" / "report.public.json").read_bytes())["group"]["number"]
    assert GROUP.fullmatch(other)
    assert other != made


def test_a_group_that_cannot_be_replaced_makes_no_copy(tmp_path, course):
    course.write_text(f"{course.read_text()}group: {{question: 1}}\n")
    report = write_report(tmp_path / "report", "DSK7a", "s123456")
    done = copy(report, course, "-o", tmp_path)
    assert done.code == 2
    assert "the group's number stands here" in done.err
    assert not (tmp_path / "report.public.json").exists()


def test_original_stays_and_gives_the_same_copy(tmp_path, course):
    report = write_report(tmp_path / "report", *ANSWERS, figures=FIGURES)
    out = tmp_path / "out"
    assert run("archive", report, "--course", course, "-o", out).code == 0
    sealed = (out / "report.json").read_bytes()
    assert copy(report, course, "-o", out).code == 0
    assert (out / "report.json").read_bytes() == sealed
    made = (out / "report.public.json").read_bytes()
    env = {"SECRET": KEY}
    assert copy(out / "report.json", course, "-o", tmp_path, key="env:SECRET", env=env).code == 0
    assert (tmp_path / "report.public.json").read_bytes() == made


def test_bag_holds_the_copy_and_nobody(tmp_path, course, monkeypatch):
    """The PDF is left out: `test_nobody_is_in_any_byte` looks into one."""
    monkeypatch.setattr("publisher.publish.deposit.USUAL", ("html", "archive"))
    report = write_report(tmp_path / "report", *ANSWERS, figures=FIGURES)
    before = files_below(report.parent)
    out = tmp_path / "out"
    done = copy(report, course, "--bag", "--date", "2026-01-31", "-o", out)
    assert (done.code, done.out) == (0, f"{display_path(out / 'report.public-bag')}\n")
    assert "copy for publication: study numbers: 6, names: 19" in done.err
    assert "left out, since it cannot be looked into: figures/table.bin" in done.err
    assert [path.name for path in out.iterdir()] == ["report.public-bag"]
    assert files_below(report.parent) == before
    bag = files_below(out / "report.public-bag")
    pieces = [*bag, *(re.sub(rb"base64,[A-Za-z0-9+/=]+", b"", data) for data in bag.values())]
    for piece in (*map(os.fsencode, pieces), *decoded(bag["data/report.json"])):
        assert SECRET not in piece
        for person in ("Jane", "Jörg", "Müller", "s123456", "s234567", KEY):
            assert person.encode().lower() not in piece.lower()
    assert run("verify", "--strict", out / "report.public-bag").code == 0

    made = out / "report.public.json"
    assert copy(report, course, "-o", out).code == 0
    assert run("archive", made, "--bag", "--date", "2026-01-31", "-o", out).code == 0
    assert files_below(out / "report-bag") == bag
    receipts = {run("receipt", path).out for path in (made, out / "report-bag/data/report.json")}
    assert len(receipts) == 1
    assert run("receipt", report).out not in receipts


def test_no_date_no_bag_of_a_copy(tmp_path, course, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr("publisher.publish.deposit.USUAL", ("archive",))
    report = write_report(tmp_path / "report", "words")
    done = copy(report, course, "--bag", "--zip", "-o", tmp_path / "out")
    assert (done.code, done.out) == (2, "")
    assert "name it with --date" in done.err
    assert not (tmp_path / "out").exists()


def test_one_person_is_the_same_in_the_whole_course(tmp_path, course):
    found = []
    for name, answer in (("a", "Jane wrote it."), ("b", "We thank s123456.")):
        report = write_report(tmp_path / name, "7", answer)
        copy(report, course, "-o", tmp_path / name)
        found.append(
            set(PERSON.findall((tmp_path / name / "report.public.json").read_text("utf-8")))
        )
    assert found[0] == found[1]
    assert len(found[0]) == 1


REFUSED = {
    "a name over links": ("J[ane](a.md)", {}, "README.md:10: a name or number stands here"),
    "two figures of one name": (
        "x",
        {"figures/jane.png": png(), "figures/roe.png": png()},
        "would have one name in the copy; rename one",
    ),
    "the key among the files": ("x", {"figures/key": KEY.encode()}, "the file of the key belongs"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(tmp_path, course, case):
    answer, figures, message = REFUSED[case]
    done = copy(write_report(tmp_path / "report", answer, figures=figures), course, "-o", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "nothing is written" in done.err
    assert not (tmp_path / "report.public.json").exists()


def test_name_that_is_a_word_of_the_template(tmp_path, course):
    course.write_text("roster: [{name: Answer}]\n", encoding="utf-8")
    done = copy(write_report(tmp_path / "report", "words"), course, "-o", tmp_path)
    assert done.code == 2
    assert "is a name of the roster a word of the template" in done.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--privacy", "names"), "--privacy: pseudonyms need a secret key"),
        (("--privacy", "names", "--privacy-key", "env:NOT_THERE"), "expected 16 to 4096 bytes"),
        (("--privacy", "names", "--privacy-key", "no/such"), "no/such: cannot be read"),
        (("--privacy-key", "env:X"), "--privacy-key: goes with --privacy names"),
        (("--privacy", "names", "--bag"), "--privacy: pseudonyms need a secret key"),
        (("--privacy", "names", "--bag", "--lines"), "--lines: does not go with --bag"),
        (("--privacy", "all"), "Invalid value for '--privacy'"),
    ],
)
def test_wrong_usage(tmp_path, options, message):
    report = write_report(tmp_path / "report", "words")
    done = run("archive", report, "-o", tmp_path / "out", *options)
    assert done.code == 2
    assert message in " ".join(re.sub("[│╭╮╰╯─]", " ", done.err).split())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("settings", "roster", "message"),
    [
        ("roster: roster.csv", "", "is empty"),
        ("roster: roster.csv", "Who;What\na;b\n", "first line names the columns"),
        ("roster: roster.csv", f"name\n{'x' * 101}\n", "roster.csv:2: expected at most 100"),
        ("roster: roster.csv", 'name\n"x\n', 'roster.csv:2: a quotation mark (") is never closed'),
        ("roster: roster.csv", "name;id\n???;\n", "expected a name or a study number, found '???'"),
        ("roster: none.csv", "", "there is no such file"),
        ("roster: 7", "", "expected a list of people"),
        ("roster: [[7]]", "", "roster.1: expected a name, or name and study_number"),
        ("roster: [Jane, {nam: x}]", "", "roster.2: expected a name"),
        ("roster: [{}]", "", "roster.1: expected a name or a study number, found neither"),
    ],
)
def test_roster_that_cannot_be_used(tmp_path, settings, roster, message):
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    course = tmp_path / "course.yaml"
    course.write_text(f"{settings}\n", encoding="utf-8")
    done = run("check", write_report(tmp_path / "report", "x"), "--course", course)
    assert done.code == 2
    assert message in done.err
    assert str(Path(course).name) in done.err
