"""Formulas in the PDF: drawn with the font's glyphs, tagged, found by who searches, and never off the page."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2 as pdfium
import pytest
from standards import structure
from support import write_report

from publisher.pdf.child import formulas
from publisher.publish.build import Options, build

LONG = " + ".join(f"a_{{{n}}} x^{{{n}}}" for n in range(60))
RUN = " + ".join(f"b_{n}" for n in range(8))
ANSWER = rf"""Here $\frac{{a}}{{b}} \le x^2$ stands, $\hat{{y}}_i$, the $k$-means, and **bold $z^2$**.

#### Of $\mathcal{{L}}(\theta)$

$$
\sum_{{i=1}}^n x_i = \begin{{pmatrix}} 1 & 2 \\ 3 & 4 \end{{pmatrix}}^{{-1}}
$$

$$
\begin{{align}} a &= b \tag{{1}} \\ c &= \sqrt{{d}} \tag{{2}} \end{{align}}
$$

Long: ${LONG}$ ends.

| a | b |
| --- | --- |
| $\int_0^1 f$ | [link $w^2$](https://example.org) |

שלום ${RUN}$ עולם.

Not: $\foo$, $\text{{日}}$, $\frac{{\text{{日}}}}{{2}}$.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    path = write_report(tmp_path_factory.mktemp("report"), ANSWER)
    return build(path, tmp_path_factory.mktemp("out"), options=Options(formats=["pdf"]))


@pytest.fixture(scope="module")
def data(built):
    return built.written[0].read_bytes()


def texts(data):
    with pdfium.PdfDocument(data) as pdf:
        return " ".join("\n".join(p.get_textpage().get_text_bounded() for p in pdf).split())


def test_passes_both_standards(data, failures, tmp_path):
    assert failures(data, tmp_path) == set()


def test_what_is_said(built):
    assert [(d.code, d.message) for d in built.diagnostics if "formula" in d.code] == [
        ("formula_as_signs", r"formula '\text{日}' is printed as a line of signs: the font of formulas has no U+65E5"),
        ("formula_as_signs", r"formula '\frac{\text{日}}{2}' is printed as a line of signs: the font of formulas has no U+65E5"),
    ]  # fmt: skip
    lines = built.result.path.read_text(encoding="utf-8").splitlines()
    (at,) = (n for n, line in enumerate(lines, 1) if line.startswith("Not: "))
    assert {d.line for d in built.diagnostics if d.code == "formula_as_signs"} == {at}


def test_a_formula_is_one_with_its_latex(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        kinds = [element for _, element in structure(pdf)]
        said = [str(e.Alt) for e in kinds if e.S == "/Formula"]
        assert [e for e in kinds if e.S == "/Figure"] == []
    assert said[0] == r"\frac{a}{b} \le x^2"
    assert LONG in said
    assert len(said) == len(set(said)) == ANSWER.count("$") // 2 - 2 - 1  # of $$, and \foo


def test_who_searches_finds_it_where_it_stands(data):
    text = texts(data)
    for line in (
        "Here a/b ≤ x² stands, ŷ_i, the k-means, and bold z².",
        "Of ℒ(θ)",
        "∑_(i=1)ⁿ x_i = (1, 2; 3, 4)⁻¹",
        "a = b (1); c = √d (2)",
        "link w²",
        "日/2",
    ):
        assert line in text.replace("\ufffe", ""), line


def test_a_bookmark_says_the_formula(data):
    with pdfium.PdfDocument(data) as pdf:
        assert "Of ℒ(θ)" in [mark.get_title() for mark in pdf.get_toc()]


def boxes(data):
    """Return the boxes of all texts, each with the size of its page."""
    with pdfium.PdfDocument(data) as pdf:
        return [
            (item.get_bounds(), page.get_size())
            for page in pdf
            for item in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT])
        ]


def test_nothing_is_off_the_page(data):
    for (left, bottom, right, top), (width, height) in boxes(data):
        assert 40 <= left <= right <= width - 40
        assert 20 <= bottom <= top <= height - 20


def place(data, text):
    """Return where a text begins: its page, left and bottom."""
    with pdfium.PdfDocument(data) as pdf:
        for number, page in enumerate(pdf):
            found = page.get_textpage()
            if (hit := found.search(text).get_next()) is not None:
                left, bottom, _, _ = found.get_charbox(hit[0])
                return number, left, bottom
    raise AssertionError(text)


def test_a_formula_stands_on_the_base_line(data):
    (page, _, word), (other, _, formula) = place(data, "Here"), place(data, "a/b ≤")
    assert page == other
    assert formula == pytest.approx(word, abs=0.3)


def test_from_right_to_left_a_formula_keeps_its_order(data):
    word = "שלום"[::-1]  # PDFium gives letters as they stand, with or without a formula beside them
    first, last, before = place(data, "b₀"), place(data, "b₇"), place(data, word)
    assert first[0] == last[0]
    assert first[2] == pytest.approx(last[2], abs=0.1)
    assert first[1] < last[1] < before[1]


def test_same_bytes(data, tmp_path):
    path = write_report(tmp_path / "again", ANSWER)
    again = build(path, tmp_path / "out", options=Options(formats=["pdf"]))
    assert again.written[0].read_bytes() == data


def test_without_harfbuzz_there_is_a_line_of_signs(monkeypatch):
    from publisher.pdf.formulas import font

    monkeypatch.setattr(font, "_LIBRARIES", ("no-such-library",))
    font._harfbuzz.cache_clear()
    page = ET.fromstring(  # noqa: S314 - written here
        '<p>a <span class="formula" data-latex="x^2">x²<math xmlns="http://www.w3.org/1998/Math/MathML">'
        "<mi>x</mi></math></span> b</p>"
    )
    made = formulas.draw_formulas(page, None)
    font._harfbuzz.cache_clear()
    assert "".join(page.itertext()) == "a x² b"
    assert made.images == {}
    assert made.plain == {"x^2": ("this machine's libraries cannot draw it", "")}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>the F th</p>", "the  th"),
        ("<p>the Fth</p>", "the \u2060th"),
        ("<p>aFb</p>", "a\u2060\u2060b"),
        ("<p><b>x</b>nF.</p>", "xn\u2060."),
    ],
)
def test_a_letter_stays_with_its_formula(tmp_path, html, expected):
    held = '<span class="formula" data-latex="x">x<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></span>'
    page = ET.fromstring(html.replace("F", held))  # noqa: S314 - as above
    made = formulas.draw_formulas(page, tmp_path)
    assert "".join(page.itertext()) == expected
    assert [image.text for image in made.images.values()] == ["x"]
    assert [path.name for path in tmp_path.iterdir()] == ["STIXTwoMath-Regular.ttf"]


def test_a_page_without_formulas_has_no_font_of_them(tmp_path):
    path = write_report(tmp_path / "r", "No formula: `$x$`.")
    made = build(path, tmp_path / "o", options=Options(formats=["pdf"]))
    with pikepdf.open(made.written[0]) as pdf:
        fonts = [
            str(o.BaseFont)
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o
        ]
    assert fonts
    assert not any("STIX" in name for name in fonts)
