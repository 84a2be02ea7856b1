"""``report.docx``: whole, and what Word needs of it; ``nox -s word`` opens it in LibreOffice."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from xml.etree import ElementTree as ET

import pytest
from constructs import write_constructs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from support import every_report, png, run, write_report

from publisher.check import check
from publisher.course.settings import Course
from publisher.publish.publication import Publication

pytest.importorskip("docx")

DATED = Course(date="2026-01-31")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made_of(path, course=DATED):
    made = Publication(check(path, course)).docx()
    with zipfile.ZipFile(io.BytesIO(made.data)) as package:
        assert package.testzip() is None
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        files = {name: package.read(name) for name in package.namelist()}
    assert next(iter(files)) == "[Content_Types].xml"
    return files, [(d.code, d.message) for d in made.diagnostics]


def document_of(files):
    return ET.fromstring(files["word/document.xml"])  # noqa: S314 - it is ours


def paragraphs_of(files):
    """Return the style and the text of each paragraph."""
    found = []
    for paragraph in document_of(files).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        said = paragraph.iter()
        text = "".join({f"{W}t": t.text or "", f"{W}tab": "\t"}.get(t.tag, "") for t in said)
        found.append(("" if style is None else style.get(f"{W}val"), text))
    return found


@every_report()
def test_real_reports_lose_no_word(path):
    files, found = made_of(path)
    assert not {code for code, _ in found} - {"format_limited"}
    for name, data in files.items():
        if name.endswith((".xml", ".rels")):
            ET.fromstring(data)  # noqa: S314 - it is ours
    for cell in document_of(files).iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"  # or Word calls the file damaged


def test_all_constructs_lose_no_word(tmp_path):
    _, found = made_of(write_constructs(tmp_path / "constructs"))
    assert not {code for code, _ in found} - {"format_limited"}


def test_what_is_what(tmp_path):
    path = write_report(
        tmp_path / "report",
        "Ten **bees** in [a hive](https://example.org/h).\n\n- [x] seen\n- [ ] not\n\n```\na\n  b\n```\n\n"
        "| a | b |\n|---|---|\n| 1 | two |\n\n![a hive](figures/a.png)\n\n2. two\n3. three",
        figures={"figures/a.png": png(300, 100)},
    )
    files, found = made_of(path)
    assert found == []
    shown = paragraphs_of(files)
    for expected in (
        ("Title", "Report"),
        ("Heading1", "Part"),
        ("Heading2", "Question 1"),
        ("Prompt", "What was done?"),
        ("", "Ten bees in a hive."),
        ("", "\u2611\tseen"),
        ("", "\u2610\tnot"),
        ("Code", "a  b"),
        ("TableHead", "a"),
        ("TableText", "two"),
        ("Caption", "Figure 1: a hive"),
    ):
        assert expected in shown
    document = files["word/document.xml"].decode()
    assert 'descr="a hive"' in document
    assert "<w:tblHeader/>" in document
    assert 'w:startOverride w:val="2"' in files["word/numbering.xml"].decode()
    assert (
        'Target="https://example.org/h" TargetMode="External"'
        in files["word/_rels/document.xml.rels"].decode()
    )
    core = files["docProps/core.xml"].decode()
    assert "2026-01-31T00:00:00Z" in core
    assert "python-docx" not in core


def test_no_run_of_blanks_is_shown_outside_of_code(tmp_path):
    path = write_report(
        tmp_path / "report",
        "![a](figures/a.png) Ten  \tbees   **  in**   `a  b`  hive.",
        figures={"figures/a.png": png(300, 100)},
    )
    files, _ = made_of(path)
    assert ("", "Ten bees ** in** a  b hive.") in paragraphs_of(files)


def paragraph_of(files, text):
    """Return the properties of the paragraph that says a text."""
    for paragraph in document_of(files).iter(f"{W}p"):
        if text in "".join(t.text or "" for t in paragraph.iter(f"{W}t")):
            properties = paragraph.find(f"{W}pPr")
            return "" if properties is None else ET.tostring(properties).decode()
    raise AssertionError(text)


def test_what_a_section_is_about_stays_with_its_first_question(tmp_path):
    path = write_report(tmp_path / "report", "Ten.")
    path.write_text(
        path.read_text("utf-8").replace("## Part\n", "## Part\n\n> Of bees.\n"), "utf-8"
    )
    files, _ = made_of(path)
    assert "keepNext" in paragraph_of(files, "Of bees.")
    assert "keepNext" not in paragraph_of(files, "Ten.")


def test_boxes_stand_before_their_lines_and_prompts_apart_from_answers(tmp_path):
    files, _ = made_of(write_report(tmp_path / "report", "- [x] seen\n- [ ] not\n"))
    assert "hanging=" in paragraph_of(files, "seen")
    assert ":after=" in paragraph_of(files, "seen")  # less than behind the last
    assert ":after=" not in paragraph_of(files, "not")
    assert ":after=" in paragraph_of(files, "What was done?")


def test_a_picture_is_as_wide_as_its_author_asked(tmp_path):
    path = write_report(
        tmp_path / "report",
        '<img src="figures/a.png" width="50%" alt="a">\n\n<img src="figures/a.png" width="96" alt="b">',
        figures={"figures/a.png": png(3000, 1000)},
    )
    files, _ = made_of(path)
    document = files["word/document.xml"].decode()
    half, inch = re.findall(r'<wp:extent cx="(\d+)"', document)
    assert abs(int(half) - 8 * 360_000) < 10_000  # of 16 cm
    assert int(inch) == 914_400
    assert document.count('distL="0"') == 2  # LibreOffice's own is 3 mm


def test_a_lost_word_and_a_lost_picture_are_found(tmp_path):
    path = write_report(
        tmp_path / "report",
        "Ten bees.\n\n![hive](figures/a.png)",
        figures={"figures/a.png": png(300, 100)},
    )
    publication = Publication(check(path, DATED))
    data = publication.docx().data
    for gone, told in ((b"Ten bees.", "bees"), (b"r:embed", "1 figure")):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                held = old.read(name)
                new.writestr(name, held.replace(gone, b"" if gone[:1] == b"T" else b"r:link"))
        (found, *_) = publication._proof.word(out.getvalue(), (), {})
        assert told in found.message


def test_types_that_word_may_not_know_become_png_and_are_told(tmp_path):
    out = io.BytesIO()
    Image.radial_gradient("L").save(out, "WEBP")
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><rect width="96" height="48"/></svg>'
    path = write_report(
        tmp_path / "report",
        "![a](figures/a.webp)\n\n![b](figures/b.svg)",
        figures={"figures/a.webp": out.getvalue(), "figures/b.svg": drawing},
    )
    files, found = made_of(path)
    assert [message for _, message in found] == [
        "report.docx shows 'figures/a.webp' as PNG",
        "report.docx shows 'figures/b.svg' as PNG",
    ]
    shown = [name for name in files if "figures" in name]
    assert shown == ["word/figures/001.png", "word/figures/002.png"]
    sizes = re.findall(r'<wp:extent cx="(\d+)"', files["word/document.xml"].decode())
    assert int(sizes[0]) == 256 * 9525


@given(
    st.text(
        st.sampled_from(
            "ab 1.\n|-*_`#>[]()!<>$\\~^:{}%&x\u4e2d\u05d0\u0301\x1b\x0b\ufffe\u2028\"'"
        ),
        min_size=1,
        max_size=120,
    )
)
@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_answer_is_well_formed_and_whole(tmp_path, answer):
    files, found = made_of(write_report(tmp_path / "report", answer))
    assert "word_lost" not in dict(found)
    document_of(files)


def test_cells_that_span_stay_whole(tmp_path):
    table = (
        "<table><tr><th colspan='2'>head</th></tr><tr><td rowspan='2'>a</td><td>b</td></tr>"
        "<tr><td>c<table><tr><td>inner</td></tr></table></td></tr></table>"
    )
    files, found = made_of(write_report(tmp_path / "report", table))
    assert found == []
    document = files["word/document.xml"].decode()
    assert '<w:gridSpan w:val="2"/>' in document
    assert '<w:vMerge w:val="restart"/>' in document


def test_without_python_docx_it_is_exit_5_and_the_others_are_made(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    path = write_report(tmp_path / "report", "words")
    done = run("build", path, "--to", "docx,text", "-o", tmp_path / "out", "--no-cache")
    assert done.code == 5
    assert "pip install 'report-publisher[docx]'" in done.err
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["report.txt"]
