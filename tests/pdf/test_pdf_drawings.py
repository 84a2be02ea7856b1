"""Drawings (SVG) as programs export them, and pictures of sizes that authors ask for."""

from __future__ import annotations

import pytest
from support import png, write_report

from publisher.build import build

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80">%s</svg>'


def built(folder, inside: str | bytes, *more: str):
    """Return what is said of a PDF with a drawing, by code, and the PDF's path."""
    data = inside if isinstance(inside, bytes) else (SVG % inside).encode()
    figures = {"figures/a.svg": data, "figures/a.png": png()}
    path = write_report(folder, "![The way of the data](figures/a.svg)", *more, figures=figures)
    made = build(path, ["pdf"], folder / "out")
    assert not made.lost, made.diagnostics
    return {d.code: d for d in made.diagnostics}, made.written[0]


def test_what_a_drawing_cuts_off_itself_is_no_loss(tmp_path):
    cut = '<text x="150" y="40">validation loss</text><text x="190" y="60">accuracy</text>'
    said, _ = built(tmp_path, cut + '<text x="9" y="20">epochs</text>')
    assert set(said) == {"figure_cut"}
    assert said["figure_cut"].severity == "note"
    assert said["figure_cut"].line == 10
    assert said["figure_cut"].message.startswith("figure 'figures/a.svg' cuts off ")
    assert "curacy" in said["figure_cut"].message
    assert "epochs" not in said["figure_cut"].message


@pytest.mark.parametrize("name", ["a.png", "a.svg"])
def test_a_picture_of_no_size_is_no_loss(tmp_path, name):
    sizes = [
        " ".join(f'{side}="{size}"' for side in sides)
        for sides in (("width",), ("height",), ("width", "height"))
        for size in ("0", "1", "2", "0%", "0.1")
    ]
    images = [f'<img src="figures/{name}" {size} alt="a line">' for size in sizes]
    answers = (f"{i}\n\nIn {i} a line\n\n| {i} | a |\n|-|-|\n| {i} | b |" for i in images)
    said, _ = built(tmp_path, "", *answers)
    assert said == {}


def test_drawings_of_no_size_are_no_loss(tmp_path):
    for number, size in enumerate(('width="0" height="9"', 'viewBox="0 0 0 0"', 'width="9e9"')):
        data = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect/></svg>'.encode()
        built(tmp_path / str(number), data)
