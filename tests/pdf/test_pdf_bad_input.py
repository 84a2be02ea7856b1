"""What no report should hold, and some do: formulas that no one can set, and hundreds of figures of all shapes."""

from __future__ import annotations

import random

import pypdfium2
import pytest
from support import png, write_report

from publisher.check import check
from publisher.publish.build import Options, build

FORMULAS = {
    "10 kB of terms": " + ".join(f"x_{{{n}}}^{{2}}" for n in range(1000))[:10_000],
    "10 kB of one word": "a" * 10_000,
    "fractions 200 deep": r"\frac{1}{" * 200 + "x" + "}" * 200,
    "roots 200 deep": r"\sqrt{" * 200 + "x" + "}" * 200,
    "braces 200 deep": "{" * 200 + "x" + "}" * 200,
    "a macro without an end": r"\def\a{\a\a}\a",
    "macros that double": "".join(rf"\newcommand{{\m{c}}}{{\n{c}\n{c}}}" for c in "abcdefgh")
    + r"\ma",
    "braces without an end": r"\frac{\frac{" * 50,
    "brackets without an end": r"\left(" * 200,
}


@pytest.mark.parametrize("block", ["$${}$$", "$`{}`$"])
def test_formulas_that_no_one_can_set_are_shown_as_source_with_a_note(tmp_path, block):
    answers = [block.format(source) for source in FORMULAS.values()]
    path = write_report(tmp_path / "report", *(f"Before.\n\n{text}\n\nBehind." for text in answers))
    made = build(path, tmp_path / "out", options=Options(formats=["pdf"]))
    assert not made.lost
    told = {d.question for d in check(path).diagnostics if d.code == "formula_as_source"}
    with pypdfium2.PdfDocument(made.written[0].read_bytes()) as pdf:
        text = "".join("".join(page.get_textpage().get_text_range() for page in pdf).split())
    assert text.count("Behind.") == len(FORMULAS)
    # What is only long or deep is set, or shown as source; what has no end is always source.
    for number, (name, source) in enumerate(FORMULAS.items(), 1):
        if "without an end" in name or "macros" in name:
            assert number in told
            assert "".join(source.split())[:60] in text.replace("\u200b", "").replace("\u2060", "")


SIDES = (1, 2, 9, 40, 64, 65, 300, 1200, 5000)
PLACES = (
    "![A figure]({})",
    "Words ![a figure]({}) and more words of the line.",
    "- an item\n\n  ![A figure]({})",
    "> quoted\n>\n> ![A figure]({})",
    "| a | b |\n| --- | --- |\n| ![A figure]({}) | words |",
    "#### A heading ![a figure]({})",
    "[![A figure]({})](https://example.org)",
    '<img src="{}" alt="A figure" width="3000" height="20">',
    '<img src="{}" alt="A figure" height="4000">',
    '<div align="center"><img src="{}" alt="A figure" width="150%"></div>',
)


def test_300_figures_of_all_shapes_stand_on_their_pages(tmp_path):
    chance = random.Random(16)  # noqa: S311 - shapes, no secrets
    shapes = [(chance.choice(SIDES), chance.choice(SIDES)) for _ in range(300)]
    figures = {f"figures/{n}.png": png(*shape) for n, shape in enumerate(shapes)}
    written = [chance.choice(PLACES).format(name) for name in figures]
    answers = ["\n\n".join(written[at : at + 30]) for at in range(0, 300, 30)]
    path = write_report(tmp_path / "report", *answers, figures=figures)
    made = build(path, tmp_path / "out", options=Options(formats=["pdf"]))
    assert not made.lost
    assert "figure_cut" not in {d.code for d in made.diagnostics}
    drawn = 0
    with pypdfium2.PdfDocument(made.written[0].read_bytes()) as pdf:
        for page in pdf:
            width, height = page.get_size()
            for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
                left, bottom, right, top = item.get_bounds()
                assert 0 <= left < right <= width
                assert 0 <= bottom < top <= height
                drawn += 1
    assert drawn == 300
