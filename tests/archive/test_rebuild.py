"""Built from an archive, JSON or PDF: the same bytes as from the report's folder."""

from __future__ import annotations

import os

import pikepdf
import pytest
from archives import bytes_of, small_report
from edited_reports import texts
from hypothesis import given, settings
from support import every_report, png, run, write_report

from publisher.archive.decode import decode
from publisher.archive.folder import judge_archived
from publisher.check import check
from publisher.course.file import read_course
from publisher.course.settings import Course
from publisher.publish.build import build
from publisher.publish.publication import Publication
from publisher.rules import RULES

DATED = Course(date="2026-01-31")


def again(data, course=None):
    """Return what is published from the archive `data`."""
    members = decode(data).members
    course = course or Course.from_json(members["settings"])
    return Publication(judge_archived(members, course), members["date"] or "")


def assert_same(path, course=DATED, output=None):
    first = Publication(check(path, course, output))
    second = again(first.archive().data)
    assert second.html().data == first.html().data
    assert second.archive().data == first.archive().data
    assert second.result.diagnostics == first.result.diagnostics


@every_report()
def test_page_and_archive_are_the_same(path):
    assert_same(path)


@settings(max_examples=settings().max_examples // 4)  # each is read twice and written twice
@given(texts())
def test_property_any_report_is_built_again(tmp_path_factory, text):
    folder = tmp_path_factory.getbasetemp() / "edited" / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "x.png").write_bytes(png())
    path = folder.parent / "README.md"
    path.write_bytes(text.encode())
    if text.strip():
        assert_same(path)


ODD = """
![up](../secret.png) ![gone](figures/gone.png) ![other case](figures/PLAN.png) ![elsewhere](images/far.png)
![dot](.hidden/a.png) ![pointer](figures/lfs.png) ![damaged](figures/torn.png) ![empty](figures/empty.png)
![far](https://example.org/a.png) ![query](figures/plan.png?raw=true) ![rooted](/figures/plan.png)
![folder](figures) ![data](data:image/png;base64,AAAA) ![blank](figures/a%20b.png)
[hidden](.env) [hidden picture](.hidden/a.png) [file](data/x.csv) [gone](gone.md) [up](../x) [top](notes.txt)
[a picture](figures/plan.png) [folder](data) [output](out/report.html) [itself](README.md#question-1)
"""


@pytest.fixture
def odd(tmp_path):
    path = write_report(
        tmp_path / "report", ODD, figures={
            "figures/plan.png": png(), "figures/a b.png": png(2, 2), ".hidden/a.png": png(3, 3),
            ".env": b"TOKEN=1", "figures/lfs.png": b"version https://git-lfs.github.com/spec/v1\n",
            "figures/torn.png": png()[:40], "figures/empty.png": b"", "data/x.csv": b"1,2",
            "notes.txt": b"n", "elsewhere/far.png": png(5, 5), "out/report.html": b"<p>",
        },
    )  # fmt: skip
    (tmp_path / "secret.png").write_bytes(png())
    if os.name == "posix":
        (path.parent / "figures" / "link.png").symlink_to(tmp_path / "secret.png")
    return path


def test_every_kind_of_address_leads_where_it_led(odd):
    assert_same(odd, output=odd.parent / "out")


def test_nothing_of_this_machine_is_looked_at(odd, tmp_path, monkeypatch):
    data = bytes_of(odd)
    page = again(data).html().data
    other = tmp_path / "other"
    write_report(other, "other words", figures={
        "figures/plan.png": png(9, 9), "figures/gone.png": png(9, 9), "gone.md": b"here", "course.yaml": b"title: X",
    })  # fmt: skip
    monkeypatch.chdir(other)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert again(data).html().data == page
    assert again(data).archive().data == data


def test_settings_and_date_are_those_of_the_archive(tmp_path, monkeypatch):
    (tmp_path / "template.md").write_text(
        "### Question 1\n> What?\n> Answer length: 1-2 words.\n>\n> Answer:\n"
    )
    course = tmp_path / "course.yaml"
    course.write_text(
        "title: Sensing\nlanguage: da\ncount: text\nlimits: {1: {words: [90, 99]}}\nseverities: {image_alt: error}\n"
        "templates: [template.md]\n"
    )  # fmt: skip
    path = small_report(tmp_path / "report")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    out = tmp_path / "out"
    done = run("build", path, "--to", "html,archive", "--course", course, "-o", out)
    assert done.code == 1
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    done = run("build", out / "report.json", "--to", "html,archive", "-o", tmp_path / "again")
    assert done.code == 1
    for name in ("report.html", "report.json"):
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()
    page = (out / "report.html").read_text()
    assert "Sensing" in page
    assert "1970-01-02" in page
    # Named on the command line, other settings come into force.
    course.write_text("title: Hearing\n")
    run("html", out / "report.json", "--course", course, "-o", tmp_path / "again")
    assert "Hearing" in (tmp_path / "again" / "report.html").read_text()
    assert read_course(course, tuple(RULES)).title == "Hearing"


def test_the_pdf_is_made_of_the_same(tmp_path):
    course = Course(date="2026-01-31", max_image_megapixels=1, max_pdf_pages=9)
    first = Publication(check(small_report(tmp_path), course))
    second = again(first.archive().data)
    assert first.job()[0].megapixels == 1
    assert second.job() == first.job()
    # A machine's limits are no stranger's to set.
    assert second.course.pdf_limits == Course().pdf_limits


def test_restorer_stays_in(tmp_path):
    path = small_report(tmp_path / "report")
    run("archive", path, "--with-restorer", "-o", tmp_path / "a")
    run("archive", tmp_path / "a" / "report.json", "-o", tmp_path / "b")
    one, two = ((tmp_path / name / "report.json").read_bytes() for name in "ab")
    assert one == two
    assert "restorer" in decode(two).members


def test_an_archive_can_be_built_where_it_lies(tmp_path):
    path = small_report(tmp_path)
    run("archive", path, "-o", tmp_path / "build")
    file = tmp_path / "build" / "report.json"
    before = file.read_bytes()
    assert run("build", file, "--to", "html,archive", "-o", tmp_path / "build").code == 0
    assert file.read_bytes() == before


# -- the archive in the PDF ------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Return a folder with the three formats of a small report, and the report's."""
    folder = tmp_path_factory.mktemp("published")
    path = small_report(folder / "report")
    built = build(path, folder / "out", DATED)
    assert not built.missing_library
    return folder


def test_pdf_carries_the_archive(published):
    with pikepdf.open(published / "out" / "report.pdf") as document:
        (name,) = document.attachments
        file = document.attachments[name]
        assert name == "report.json"
        assert file.get_file().read_bytes() == (published / "out" / "report.json").read_bytes()
        assert file.relationship == pikepdf.Name.Source
        assert file.get_file().mime_type == "application/json"
        assert file.get_file().creation_date is None
        assert file.get_file().mod_date is None
        assert list(document.Root.AF) == [file.obj]


def test_pdf_alone_gives_the_report_back(published, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes((published / "out" / "report.pdf").read_bytes())
    done = run("verify", file, cwd=tmp_path)
    assert (done.code, done.out) == (
        0,
        "report.pdf: the archive in it is as it was sealed; its pages were not compared\n",
    )
    assert run("restore", file, "-o", tmp_path / "again").code == 0
    for name in ("README.md", "figures/plan.png", "figures/bees.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (
            published / "report" / name
        ).read_bytes()
    done = run("build", file, "-o", tmp_path / "out")
    assert done.code == 0
    for name in ("report.html", "report.pdf", "report.json"):
        assert (tmp_path / "out" / name).read_bytes() == (published / "out" / name).read_bytes(), (
            name
        )


def test_pdf_without_it_is_smaller(published, tmp_path):
    done = run("pdf", published / "report", "--no-archive", "-o", tmp_path)
    assert done.code == 0
    with pikepdf.open(tmp_path / "report.pdf") as document:
        assert len(document.attachments) == 0
        assert "/AF" not in document.Root
    assert (tmp_path / "report.pdf").stat().st_size < (
        published / "out" / "report.pdf"
    ).stat().st_size
    done = run("verify", tmp_path / "report.pdf")
    assert done.code == 3
    assert "without an archive" in done.out


def test_changed_archive_in_a_pdf_is_found(published, tmp_path):
    with pikepdf.open(published / "out" / "report.pdf") as document:
        stream = document.attachments["report.json"].obj.EF.F
        stream.write(stream.read_bytes().replace(b"We counted", b"We painted", 1))
        document.save(tmp_path / "report.pdf")
    done = run("verify", tmp_path / "report.pdf")
    assert done.code == 1
    assert "another digest" in done.out
