"""Each link within a report that leads somewhere on its page leads there in its book, in Word and in LaTeX, too."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from xml.etree import ElementTree as ET

import pytest
from constructs import write_constructs
from pdf.kitchen_sink import write_kitchen_sink
from support import Page, every_report, png, write_report

from publisher.check import check
from publisher.course.settings import Course
from publisher.publish.publication import Publication

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIGURES = {"figures/a.png": png(300, 100), "figures/b.png": png(20, 20)}
KINDS = {
    "anchor": '<a id="X"></a>Text.',
    "name": '<a name="X">Text</a> of a link that leads nowhere.',
    "anchor-alone": '<a id="X"></a>\n\nText.',
    "anchor-at-the-end": 'Text.\n\n<a id="X"></a>',
    "anchor-in-code": '- <a id="X"></a>\n  ```\n  code\n  ```',
    "anchor-in-bold": '**Text <a id="X"></a>goes on.**',
    "span-in-a-link": '[Text <span id="X">goes</span> on](https://example.org)',
    "anchor-of-a-list": '<a id="X"></a>\n- one\n- two',
    "anchor-behind-a-break": 'Text.<br><a id="X"></a>',
    "span": '<span id="X">Text.</span>',
    "heading": "#### X",
    "named-heading": '<h4 id="X">Heading</h4>',
    "anchor-in-a-heading": '#### <a id="X"></a>Heading',
    "paragraph": '<p id="X">Text.</p>',
    "block": '<div id="X">\n\nText.\n\n</div>',
    "quote": '<blockquote id="X">Text.</blockquote>',
    "list": '<ul id="X"><li>Item</li></ul>',
    "item": '<ol><li>Item</li><li id="X">Item</li></ol>',
    "item-of-a-table": '<ul><li id="X"><table><tr><td>Cell</td></tr></table></li></ul>',
    "term": '<dl><dt>Term</dt><dt id="X">Term</dt><dd>Meaning</dd></dl>',
    "meaning": '<dl><dt>Term</dt><dd id="X">Meaning</dd></dl>',
    "details": '<details id="X"><summary>Summary</summary>Text.</details>',
    "summary": '<details><summary id="X">Summary</summary>Text.</details>',
    "table": '<table id="X"><tr><th>Head</th></tr><tr><td>Cell</td></tr></table>',
    "row": '<table><tr><th>Head</th></tr><tr id="X"><td>Cell</td></tr></table>',
    "cell": '<table><tr><td>Cell</td><td id="X">Cell</td></tr></table>',
    "empty-cell": '<table><tr><td>Cell</td><td id="X"></td></tr></table>',
    "caption": '<table><caption id="X">Caption</caption><tr><td>Cell</td></tr></table>',
    "anchor-in-a-cell": '| a | b |\n|---|---|\n| <a id="X"></a>one | two |',
    "anchor-alone-in-a-cell": '| a | b |\n|---|---|\n| one | <a id="X"></a> |',
    "code": '<pre id="X">code</pre>',
    "formula": '<div id="X">\n\n$$\na = b\n$$\n\n</div>',
    "anchor-before-a-formula": '<a id="X"></a>$a = b$',
    "rule": '<hr id="X">',
    "figure": '<img id="X" src="figures/a.png" alt="A">',
    "anchor-of-a-figure": '<a id="X"></a>\n![A](figures/a.png)',
    "element-of-a-figure": '<figure id="X"><img src="figures/a.png"><figcaption>A</figcaption></figure>',
    "linked-figure": '<a id="X" href="https://example.org"><img src="figures/a.png" alt="A"></a>',
    "picture-in-a-line": 'Text <img id="X" src="figures/b.png" alt="B"> goes on.',
    "alert": '<div id="X">\n\n> [!NOTE]\n> Text.\n\n</div>',
    "reminder": '<a id="X"></a>\n> [!NOTE]\n> Text.',
}  # fmt: skip
"""Markdown of all that can have a name, by what it is; the name is ``X``."""
LINKS = """[text](#{0}), **[bold](#{0})** and [*two* `looks`](#{0}), [![B](figures/b.png)](#{0}), [$x$](#{0})

[![A](figures/a.png)](#{0})

#### A heading with [a link](#{0})

| [in a cell](#{0}) |
|---|
| x |
"""
"""All that can be a link."""
NOWHERE = "[nowhere](#nowhere), and a note[^1] that has a second number[^1].\n\n[^1]: To [it](#anchor), of its own.\n"


@cache
def publication_of(path):
    return Publication(check(path, Course(date="2026-01-31")))


def write_all(folder):
    """Write a report in which all that can have a name has one, and links of all kinds lead to each."""
    folder.mkdir()
    named = [text.replace("X", kind) for kind, text in KINDS.items()]
    links = [LINKS.format(kind) for kind in KINDS]
    return write_report(folder / "report", *named, "\n\n".join(links), NOWHERE, figures=FIGURES)


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
