"""A report of all that people put into one: pages come out, whole, and both standards hold."""

from __future__ import annotations

import pypdfium2
import pytest
from kitchen_sink import ANSWERS, EMOJI, LINE, write_kitchen_sink
from support import every_report

from publisher.proof.pdf import read_pdf
from publisher.publish.build import Options, build


@pytest.fixture(scope="module")
def sink(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sink")
    built = build(
        write_kitchen_sink(folder / "report"), folder / "out", options=Options(formats=["pdf"])
    )
    return built, built.written[0].read_bytes()


def test_both_standards_hold(sink, failures, tmp_path):
    assert failures(sink[1], tmp_path) == set()


def test_nothing_is_cut_or_lost(sink):
    assert not sink[0].lost
    content = read_pdf(sink[1])
    assert content.cut == []
    assert {"499", "249001"} <= set(content.words)
    assert "x" * LINE in "".join(content.words)
    with pypdfium2.PdfDocument(sink[1]) as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert text.count("\N{FIRE}") == EMOJI / 10


def test_pictures_have_their_shapes(sink):
    shapes = set()
    with pypdfium2.PdfDocument(sink[1]) as pdf:
        for page in pdf:
            for picture in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
                left, bottom, right, top = picture.get_bounds()
                assert 0 < left < right < page.get_width()
                assert 0 < bottom < top < page.get_height()
                shapes.add(round((right - left) / (top - bottom), 1))
    # A strip, a tower, a photo as it lies, the same turned by EXIF.
    assert {18, 0.1, 1.5, 0.7} <= shapes


def test_what_belongs_to_a_text_from_the_right_stands_at_its_right(sink):
    places = {}
    with pypdfium2.PdfDocument(sink[1]) as pdf:
        for page in pdf:
            text = page.get_textpage()
            for part in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], textpage=text):
                places[part.extract()] = part.get_bounds()
    for text, mark in (("משימה", "☑"), ("הערה", "1")):  # what is read is turned round
        assert 0 < places[mark][0] - places[text[::-1]][2] < 20


def test_every_question_has_a_place(sink):
    built, _ = sink
    assert len(built.result.report.questions) == len(ANSWERS)
    (told,) = [d.message for d in built.diagnostics if d.code == "figure_unprintable"]
    assert told.startswith("figure 'figures/script.svg' could not be put into the PDF (it holds ")


@every_report()
def test_reports(path, failures, tmp_path):
    built = build(path, tmp_path / "out", options=Options(formats=["pdf"]))
    assert failures(built.written[0].read_bytes(), tmp_path) == set()
