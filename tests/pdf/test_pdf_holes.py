"""Below the text there are no holes: a figure becomes smaller, and what is announced is not parted from its line."""

from __future__ import annotations

import pypdfium2
import pytest
from support import png, write_report

from publisher.publish.build import Options, build

FIGURES = {
    "figures/a.png": png(600, 420),
    "figures/b.png": png(240, 180),
    "figures/c.png": png(240, 400),
}
LINE = "Some words of a line that goes on to its end, and then there is one more of it.\n\n"


def pages_of(folder, answer):
    """Return of each page behind the contents its text, and the heights of its pictures in points."""
    path = write_report(folder / "report", answer, figures=FIGURES)
    (file, _) = build(path, folder / "out", options=Options(formats=["pdf"])).written
    with pypdfium2.PdfDocument(file.read_bytes()) as pdf:
        found = []
        for page in list(pdf)[2:]:
            bounds = [
                item.get_bounds()
                for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
            ]
            words = page.get_textpage().get_text_range().split()
            found.append((" ".join(words), [top - bottom for _, bottom, _, top in bounds]))
        return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The height of the figure where it has room."""
    ((_, (height,)),) = pages_of(tmp_path_factory.mktemp("whole"), "![A plan](figures/a.png)")
    return height


@pytest.mark.parametrize(
    ("lines", "page", "share"), [(5, 0, (1, 1)), (13, 0, (0.7, 0.95)), (18, 1, (1, 1))]
)
def test_a_figure_becomes_smaller_before_it_leaves_a_hole(tmp_path, whole, lines, page, share):
    pages = pages_of(tmp_path, LINE * lines + "![A plan](figures/a.png)\n\nBehind.")
    heights = [height for _, height in pages]
    assert [len(height) for height in heights][page] == sum(map(len, heights)) == 1
    least, most = share
    assert least * whole - 1 <= heights[page][0] <= most * whole + 1
    assert "Figure 1: A plan" in pages[page][0]


def test_figures_side_by_side_become_smaller_together(tmp_path):
    row = "![A plan](figures/b.png) ![B plan](figures/c.png)"
    ((_, whole),) = pages_of(tmp_path / "whole", row)
    ((_, heights), *_) = pages_of(tmp_path, LINE * 14 + f"{row}\n\nBehind.")
    assert heights[0] == pytest.approx(whole[0])  # there is room for the lower one
    assert 0.7 * whole[1] - 1 <= heights[1] <= 0.95 * whole[1]


def test_a_size_that_an_author_gave_stays(tmp_path):
    pages = pages_of(tmp_path, LINE * 17 + '<img src="figures/a.png" alt="A plan" height="300">')
    assert [height for _, (height,) in pages[1:]] == [pytest.approx(225, abs=2)]


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """How many lines have room on the first page."""
    pages = pages_of(tmp_path_factory.mktemp("room"), LINE * 60)
    return pages[0][0].count("Some words")


@pytest.mark.parametrize(
    ("announced", "begins"),
    [("- one\n- two", "one"), ("```\ncode\n```", "code"), ("$$\nx = 1\n$$", "x = 1")],
)
def test_a_line_that_ends_in_a_colon_keeps_to_what_follows(tmp_path, room, announced, begins):
    pages = pages_of(tmp_path, LINE * (room - 1) + f"These follow:\n\n{announced}\n")
    (page,) = (text for text, _ in pages if "These follow:" in text)
    assert begins in page.partition("These follow:")[2]


def ends_of(folder, *answers):
    """Return how far above the page's lower edge the text of each page behind the contents ends, in points."""
    path = write_report(folder / "report", *answers)
    (file, _) = build(path, folder / "out", options=Options(formats=["pdf"])).written
    with pypdfium2.PdfDocument(file.read_bytes()) as pdf:
        return [min(_bottoms(page)) for page in list(pdf)[2:]]


def _bottoms(page):
    for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
        _, bottom, _, _ = item.get_bounds()
        if bottom > page.get_height() * 0.085:  # the foot is lower
            yield bottom


MANY = "Words of a paragraph.\n\n"


def test_a_page_ends_level_where_a_heading_keeps_to_its_answer(tmp_path):
    full, *_ = ends_of(tmp_path / "full", LINE * 60)
    found = {
        count: ends_of(tmp_path / str(count), MANY * count, MANY * 30) for count in range(20, 27)
    }
    # The second question begins on the next page, and the gaps of the first take up what is left, as far as they may.
    ends = [pages[0] - full for pages in found.values() if len(pages) > 1]
    assert min(ends) > -1
    assert sum(end < 4 for end in ends) >= len(ends) - 2


def test_a_page_that_nothing_follows_stays_as_it_is(tmp_path):
    (one,) = ends_of(tmp_path / "one", MANY * 2)
    (other,) = ends_of(tmp_path / "other", MANY * 3)
    (third,) = ends_of(tmp_path / "third", MANY * 4)
    assert one - other == pytest.approx(other - third, abs=0.1)


def test_the_ground_of_code_moves_with_it(tmp_path):
    code = "```\nsome_code\n```\n\n"
    path = write_report(tmp_path / "report", MANY * 10 + code + MANY * 10, MANY * 30)
    (file, _) = build(path, tmp_path / "out", options=Options(formats=["pdf"])).written
    with pypdfium2.PdfDocument(file.read_bytes()) as pdf:
        page = pdf[2]
        text = page.get_textpage()
        left, bottom, _, _ = text.get_charbox(text.get_text_range().index("some_code"))
        shown = page.render(scale=1).to_pil().convert("RGB")
        assert shown.getpixel((int(left) + 200, int(page.get_height() - bottom) - 2)) == (
            246,
            245,
            241,
        )


def test_the_number_of_a_note_moves_with_it(tmp_path):
    noted = "Words[^1].\n\n[^1]: A note of some words.\n\n"
    path = write_report(tmp_path / "report", MANY * 20 + noted, MANY * 30)
    (file, _) = build(path, tmp_path / "out", options=Options(formats=["pdf"])).written
    with pypdfium2.PdfDocument(file.read_bytes()) as pdf:
        text = pdf[2].get_textpage()
        shown = text.get_text_range()
        _, below, _, _ = text.get_charbox(shown.index("A note of some words."))
        numbers = [text.get_charbox(place)[1] for place, sign in enumerate(shown) if sign == "1"]
        assert min(abs(number - below) for number in numbers) < 3
