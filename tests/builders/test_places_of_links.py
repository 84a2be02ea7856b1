"""Each link within a report that leads somewhere on its page leads there in its book, in Word and in LaTeX, too."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from xml.etree import ElementTree as ET

import pytest
from constructs import write_constructs
from linked_places import KINDS, write_all
from pdf.kitchen_sink import write_kitchen_sink
from support import Page, every_report, write_report

from publisher.check import check
from publisher.course.settings import Course
from publisher.publish.publication import Publication

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def publication_of(path):
    return Publication(check(path, Course(date="2026-01-31")))


def page_links(path):
    """Return the places and the links of the page, without those that the page adds for itself."""
    elements = Page(publication_of(path).html().data.decode()).elements
    ids = {e.attributes["id"] for e in elements if "id" in e.attributes}
    links = [e.attributes["href"][1:] for e in elements if e.attributes.get("href", "")[:1] == "#"]
    return ids, links


def assert_page(path):
    ids, links = page_links(path)
    assert set(links) <= ids


def assert_word(path):
    pytest.importorskip("docx")
    with zipfile.ZipFile(io.BytesIO(publication_of(path).docx().data)) as package:
        document = ET.fromstring(package.read("word/document.xml"))  # noqa: S314 - it is ours
    marks = [mark.get(f"{W}name", "") for mark in document.iter(f"{W}bookmarkStart")]
    numbers = [mark.get(f"{W}id") for mark in document.iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks))
    assert len(numbers) == len(set(numbers))
    assert numbers == [mark.get(f"{W}id") for mark in document.iter(f"{W}bookmarkEnd")]
    assert all(0 < len(mark) <= 40 for mark in marks)
    links = {link.get(f"{W}anchor") for link in document.iter(f"{W}hyperlink")} - {None}
    assert links <= set(marks)
    return len(links)


def assert_latex(path):
    text = publication_of(path).latex().folder["report-latex/report.tex"].decode()
    targets = re.findall(r"\\reporttarget\[([^\]]*)\]", text)
    assert len(targets) == len(set(targets))
    links = set(re.findall(r"\\reportplace\[([^\]]*)\]", text))
    assert links <= set(targets)
    return len(links)


def assert_book(path):
    with zipfile.ZipFile(io.BytesIO(publication_of(path).epub().data)) as book:
        pages = {
            name.removeprefix("book/"): ET.fromstring(book.read(name))  # noqa: S314 - it is ours
            for name in book.namelist()
            if name.endswith(".xhtml")
        }
    ids = {name: [e.get("id") for e in page.iter() if e.get("id")] for name, page in pages.items()}
    assert all(len(found) == len(set(found)) for found in ids.values())
    links = set()
    for name, page in pages.items():
        for element in page.iter():
            file, mark, place = element.get("href", "").partition("#")
            if mark and ":" not in file:
                assert place in ids[file or name]
                links.add(place)
    return len(links)


def assert_all(path):
    assert_page(path)
    assert_word(path)
    assert_latex(path)
    assert_book(path)


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    return write_all(tmp_path_factory.mktemp("places") / "all")


def test_each_kind_of_place_is_on_the_page(everything):
    assert_page(everything)
    ids, links = page_links(everything)
    assert set(KINDS) <= ids
    assert set(KINDS) | {"footnote-1"} <= set(links)


def test_each_kind_of_place_is_in_word(everything):
    # Two numbers lead to the note, which leads to the first of them; those of headings without a link are no links.
    assert assert_word(everything) == len(KINDS) + 2
    with zipfile.ZipFile(io.BytesIO(publication_of(everything).docx().data)) as package:
        text = package.read("word/document.xml").decode()
    # Five of pieces that look different, a picture and a formula in a line, a figure, in a heading and in a cell.
    assert len(re.findall(r"<w:hyperlink[^>]*w:anchor", text)) == len(KINDS) * 10 + 4
    assert "nowhere" in re.sub(r"<w:hyperlink.*?</w:hyperlink>", "", text)


def test_each_kind_of_place_is_in_latex(everything):
    assert assert_latex(everything) == len(KINDS) + 2
    text = publication_of(everything).latex().folder["report-latex/report.tex"].decode()
    assert len(re.findall(r"\\reportplace", text)) == len(KINDS) * 8 + 4
    assert "nowhere" not in "".join(re.findall(r"\\reportplace\[[^]]*\]\{[^}]*\}", text))


def test_each_kind_of_place_is_in_the_book(everything):
    assert assert_book(everything) >= len(KINDS) + 2


def test_no_format_loses_a_word_for_its_places(everything):
    publication = publication_of(everything)
    for made in (publication.docx, publication.latex, publication.epub, publication.text):
        assert "word_lost" not in {d.code for d in made().diagnostics}


def test_what_paper_leaves_out_is_no_target(tmp_path):
    path = write_report(tmp_path / "report", "See [there](#asked).")
    asked = path.read_text(encoding="utf-8").replace(
        "> Answer:", '> <a id="asked"></a>Say how.\n>\n> Answer:'
    )
    path.write_text(asked, encoding="utf-8")
    for prompts, expected in (("full", True), ("none", False)):
        course = Course(date="2026-01-31").printed({"prompts": prompts})
        text = Publication(check(path, course)).latex().folder["report-latex/report.tex"].decode()
        assert ("\\reportplace[asked]{there}" in text, "\\reporttarget[asked]" in text) == (
            expected,
            expected,
        )


@every_report()
def test_no_link_of_a_real_report_is_dead(path):
    assert_all(path)


@pytest.mark.parametrize("write", [write_constructs, write_kitchen_sink])
def test_no_link_of_the_reports_of_everything_is_dead(tmp_path, write):
    assert_all(write(tmp_path / "report"))
