"""``report.epub``: a book, well formed and whole; ``nox -s epub`` holds it against EPUBCheck and axe."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
from constructs import write_constructs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from support import EXAMPLE, every_report, png, run, write_report

from publisher.builders.pictures import Pictures
from publisher.check import check
from publisher.course.settings import Course
from publisher.publish.publication import Publication
from publisher.read.files.folder import Folder

DATED = Course(date="2026-01-31")
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><rect width="90" height="40"/>%b</svg>'


def parsed(data):
    """Return a file of ours as a tree; fails where it is not well formed."""
    return ET.fromstring(data)  # noqa: S314 - it is ours


def made_of(path, course=DATED):
    """Return the files of the book and what is said of it."""
    made = Publication(check(path, course)).epub()
    with zipfile.ZipFile(io.BytesIO(made.data)) as book:
        assert book.testzip() is None
        files = {name: book.read(name) for name in book.namelist()}
    assert next(iter(files)) == "mimetype"
    return files, [(d.code, d.severity, d.message) for d in made.diagnostics]


def chapters_of(files):
    return {name: data for name, data in files.items() if name.startswith("book/part-")}


@every_report()
def test_real_reports_lose_no_word_and_are_well_formed(path):
    files, found = made_of(path)
    assert found == []
    for name, data in files.items():
        if name.endswith(("xhtml", "opf", "svg", "xml")) and "figures" not in name:
            parsed(data)
    ids = {
        (name, e.get("id"))
        for name, data in files.items()
        if name.endswith(".xhtml")
        for e in parsed(data).iter()
        if e.get("id")
    }
    for name, data in files.items():
        if not name.endswith(".xhtml"):
            continue
        links = re.findall(rb'href="([^":]*)"', data)
        for link in (link.decode() for link in links):
            page, _, place = link.partition("#")
            assert not page or f"book/{page}" in files
            assert not place or (f"book/{page}" if page else name, place) in ids, link


def test_all_constructs_lose_no_word(tmp_path):
    _, found = made_of(write_constructs(tmp_path / "constructs"))
    assert found == []


def test_a_chapter_a_part_in_order_with_states_in_the_contents():
    files, _ = made_of(EXAMPLE)
    package = files["book/package.opf"].decode()
    assert re.findall(r'idref="file-([\w-]+)-xhtml"', package)[:3] == [
        "cover",
        "contents",
        "part-001",
    ]
    contents = files["book/contents.xhtml"].decode()
    assert "Project checklist (36/50)" in contents
    assert "answered</span></a></li>" in contents
    for said in ("accessMode", "accessibilityFeature", "accessibilityHazard"):
        assert f"schema:{said}" in package
    assert package.count('properties="mathml"') == 1
    assert '<meta property="dcterms:modified">2026-01-31T00:00:00Z</meta>' in package
    for data in chapters_of(files).values():
        assert data.count(b"<h1") == 1


def test_what_folds_on_a_page_is_unfolded_in_a_book(tmp_path):
    answer = "<details><summary>More</summary>\n\nTen bees.\n\n</details>"
    files, _ = made_of(write_report(tmp_path / "report", answer))
    chapters = b"".join(data for name, data in files.items() if "part-" in name)
    assert chapters.count(b"<details") == chapters.count(b'<details open="open"') == 1


def test_a_report_without_a_date_says_the_first_day_of_a_zip(tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    files, _ = made_of(write_report(tmp_path / "report", "words"), Course())
    package = files["book/package.opf"].decode()
    assert "1980-01-01T00:00:00Z" in package
    assert "dc:date" not in package


def test_a_lost_word_and_a_lost_picture_are_found(tmp_path):
    path = write_report(
        tmp_path / "report",
        "Ten bees.\n\n![bees](figures/a.png)",
        figures={"figures/a.png": png(300, 100)},
    )
    publication = Publication(check(path, DATED))
    data = publication.epub().data
    for gone, told in ((b"Ten bees.", "2 words"), (b'src="figures/001.png"', "1 figure")):
        (found, *_) = publication._proof.book(without(gone, data), {})
        assert told in found.message


def without(gone, data):
    """Return a book from whose files something is taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(gone, b""))
    return out.getvalue()


def test_types_that_no_book_has_stand_there_as_png_and_are_told(tmp_path):
    out = io.BytesIO()
    Image.radial_gradient("L").save(out, "BMP")
    path = write_report(
        tmp_path / "report",
        "![a](figures/a.bmp) ![b](figures/b.svg) ![c](figures/c.svg)",
        figures={
            "figures/a.bmp": out.getvalue(),
            "figures/b.svg": DRAWING % b"",
            "figures/c.svg": DRAWING % b"<script>alert(1)</script><set attributeName='x'/>",
        },
    )
    files, found = made_of(path)
    shown = {name: data for name, data in files.items() if "figures" in name}
    assert sorted(shown) == [
        "book/figures/001.png",
        "book/figures/002.svg",
        "book/figures/003.png",
    ]
    assert shown["book/figures/001.png"].startswith(b"\x89PNG")
    assert "report.epub shows 'figures/a.bmp' as PNG" in [message for _, _, message in found]
    assert {code for code, _, _ in found} == {"format_limited"}


@pytest.mark.parametrize(
    "more",
    [
        b"<script/>",
        b"<g onload='x'/>",
        b"<image href='http://example.org/x.png'/>",
        b"<a xlink:href='javascript:x'/>",
        b"<style>@import 'x'</style>",
        b"<rect fill='url(http://example.org/x)'/>",
        b"<!ENTITY x 'y'>",
        b"<foreignObject/>",
    ],
)
def test_a_drawing_that_runs_or_fetches_is_none_that_stands_in_a_book(tmp_path, more):
    (tmp_path / "a.svg").write_bytes(DRAWING % more)
    (tmp_path / "b.svg").write_bytes(DRAWING % b"<use xlink:href='#x'/><rect fill='url(#y)'/>")
    pictures = Pictures(Folder(tmp_path), {"image/svg+xml": "svg"})
    assert [pictures.name(name) for name in ("a.svg", "b.svg")] == [
        "figures/001.png",
        "figures/002.svg",
    ]


@given(
    st.text(
        st.sampled_from("ab 1.\n|-*_`#>[]()!<>$\\~^:x\u4e2d\x0b\x1b\ufffe&;\"'="),
        min_size=1,
        max_size=120,
    )
)
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_answer_is_well_formed_and_whole(tmp_path, answer):
    files, found = made_of(write_report(tmp_path / "report", answer))
    assert "word_lost" not in {code for code, _, _ in found}
    for data in chapters_of(files).values():
        parsed(data)


def test_without_pango_a_book_with_such_pictures_is_not_made(tmp_path, monkeypatch):
    from publisher.pdf.errors import PdfLibraryMissing

    def missing(*_, **__):
        raise PdfLibraryMissing("no Pango")

    monkeypatch.setattr("publisher.pdf.convert.to_png", missing)
    path = write_report(
        tmp_path / "report",
        "![c](figures/c.svg)",
        figures={"figures/c.svg": DRAWING % b"<script/>"},
    )
    done = run("build", path, "--to", "epub,text", "-o", tmp_path / "out")
    assert done.code == 5
    assert "no Pango" in done.err
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["report.txt"]
