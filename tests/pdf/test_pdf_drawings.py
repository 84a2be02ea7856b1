"""Drawings (SVG) as programs export them, and pictures of sizes that authors ask for."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pypdfium2
import pytest
from support import png, write_report

from publisher.publish.build import Options, build

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80">%s</svg>'


def built(folder, inside: str | bytes, *more: str):
    """Return what is said of a PDF with a drawing, by code, and the PDF's path."""
    data = inside if isinstance(inside, bytes) else (SVG % inside).encode()
    figures = {"figures/a.svg": data, "figures/a.png": png()}
    path = write_report(folder, "![The way of the data](figures/a.svg)", *more, figures=figures)
    made = build(path, folder / "out", options=Options(formats=["pdf"]))
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


def test_each_use_of_a_drawing_that_cuts_off_text_has_its_line(tmp_path):
    data = (SVG % '<text x="150" y="40">validation loss</text>').encode()
    use = "![The way of the data](figures/a.svg)"
    path = write_report(tmp_path, use, f"Once more:\n\n{use}", figures={"figures/a.svg": data})
    made = build(path, tmp_path / "out", options=Options(formats=["pdf"]))
    lines = [n for n, x in enumerate(path.read_text().splitlines(), 1) if x == use]
    assert [d.line for d in made.diagnostics if d.code == "figure_cut"] == lines


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


# -- what programs export -------------------------------------------------------------------

HTML = 'xmlns="http://www.w3.org/1999/xhtml"'
EXTENSIBLE = "http://www.w3.org/TR/SVG11/feature#Extensibility"
BASE64 = base64.b64encode(png(40, 20)).decode()


def mermaid(style: str = "") -> str:
    """Return a drawing in Mermaid's manner: rules by id, labels that are HTML."""
    box = (
        '<g class="node" transform="translate({0},40)"><rect x="-40" y="-15" width="80" height="30"/>'
        '<g class="label" transform="translate(-36,-12)"><foreignObject width="72" height="24">'
        f'<div {HTML} style="display: table-cell; white-space: nowrap;{style}">'
        '<span class="nodeLabel"><p>{1}</p></span></div></foreignObject></g></g>'
    )
    rules = "#d{font-family:arial;font-size:16px;}@keyframes dash{to{stroke-dashoffset:0;}}"
    return f"<style>{rules}</style>" + box.format(50, "Load data") + box.format(150, "Train<br/>it")


def drawio(fallback: str) -> str:
    """Return a label in draw.io's manner: HTML without a place, and another form of it."""
    return (
        '<g><rect width="99" height="40" fill="light-dark(#ffffff, #121212)"/><g><switch>'
        f'<foreignObject width="100%" height="100%" requiredFeatures="{EXTENSIBLE}">'
        f'<div {HTML} style="display: flex; margin-left: 1px;"><div><font>Deploy the model</font>'
        f"</div></div></foreignObject>{fallback}</switch></g></g>"
        f'<switch><g requiredFeatures="{EXTENSIBLE}"/><a href="https://example.org/help">'
        '<text x="9" y="70">No full support</text></a></switch>'
    )


def text_of(path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        pages = (page.get_textpage().get_text_range() for page in pdf)
        return " ".join(" ".join(pages).split())


def colours_of(path) -> set[tuple[int, ...]]:
    """Return the colours on the page with the first figure."""
    with pypdfium2.PdfDocument(path) as pdf:
        found = set()
        for page in pdf:
            found |= {c for _, c in page.render(scale=1).to_pil().getcolors(1 << 24)}
    return found


def test_labels_that_are_html_are_printed_as_text(tmp_path):
    said, pdf = built(tmp_path, mermaid())
    assert set(said) == {"figure_restyled"}
    assert said["figure_restyled"].severity == "note"
    assert said["figure_restyled"].message == (
        "figure 'figures/a.svg' looks otherwise in the PDF: its HTML labels are plain text"
    )
    text = text_of(pdf)
    for word in ("Load data", "Train", "it"):
        assert word in text


def test_a_label_that_has_no_place_in_print_is_told(tmp_path):
    said, pdf = built(tmp_path, drawio(""))
    assert set(said) == {"figure_incomplete"}
    assert said["figure_incomplete"].severity == "warning"
    assert said["figure_incomplete"].message == (
        "figure 'figures/a.svg' is shown in the PDF without the label 'Deploy the model'"
    )
    assert "No full support" not in text_of(pdf)


@pytest.mark.parametrize(
    ("fallback", "codes"),
    [
        ('<text x="9" y="20">Deploy the model</text>', set()),
        ('<text x="9" y="20">Deploy the mo...</text>', {"figure_incomplete"}),
        (f'<image width="40" height="20" xlink:href="data:image/png;base64,{BASE64}"/>', set()),
    ],
)
def test_of_a_switch_print_shows_what_it_can(tmp_path, fallback, codes):
    inside = drawio(
        fallback.replace("xlink:href", 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href')
    )
    said, pdf = built(tmp_path, inside)
    assert set(said) == codes
    assert ("Deploy the mo" in text_of(pdf)) == ("<text" in fallback)


def test_colours_are_those_for_white_paper(tmp_path):
    dark = "light-dark({}, var(--dark, rgb(1, 2, 3)))"
    inside = (
        f'<style>.a {{ fill: {dark.format("#fa0000")} }}</style><rect class="a" width="60" height="40"/>'
        f'<rect x="70" width="60" height="40" fill="{dark.format("rgb(0, 250, 0)")}"/>'
        '<rect x="140" width="60" height="40" style="fill: var(--mine, rgb(0, 0, 250))"/>'
    )
    said, pdf = built(tmp_path, inside)
    assert said == {}
    assert {(250, 0, 0), (0, 250, 0), (0, 0, 250)} <= colours_of(pdf)


def test_one_language_of_a_switch_is_shown(tmp_path):
    inside = (
        '<switch><text systemLanguage="da" y="20">dansk</text><text systemLanguage="de, en-GB" y="20">'
        'british</text><text y="20">any</text></switch><text systemLanguage="nl" y="60">nederlands</text>'
        '<switch><g requiredExtensions="http://example.org/x"><text y="40">x</text></g>'
        '<text y="40">plain</text></switch>'
    )
    said, pdf = built(tmp_path, inside)
    assert said == {}
    shown = text_of(pdf)
    assert "british" in shown
    assert "plain" in shown
    for word in ("dansk", "any ", "nederlands"):
        assert word not in shown


def test_fonts_in_a_drawing_are_replaced(tmp_path):
    fonts = (
        '<defs><style class="style-fonts">@import url(https://example.org/css?family=Hand);'
        '@font-face { font-family: "Hand"; src: url(data:font/woff2;base64,d09GMg==); }'
        '@font-face { font-family: Far; src: url("https://example.org/far.woff2"); }'
        "text { fill: red }</style></defs>"
    )
    said, pdf = built(tmp_path, fonts + '<text x="9" y="40" font-family="Hand, Far">API</text>')
    assert set(said) == {"figure_restyled"}
    assert said["figure_restyled"].message.endswith(
        "a style sheet elsewhere is not loaded, its own fonts are replaced"
    )
    assert "API" in text_of(pdf)
    assert any(r > 200 and g < 60 and b < 60 for r, g, b in colours_of(pdf))


def test_pictures_in_a_drawing_are_shown(tmp_path, picture):
    red = base64.b64encode(picture(colour=(250, 0, 0))).decode()
    inner = SVG.replace("80", "200") % (
        f"<rect width='200' height='200' fill='#0000fa'/><image width='9' href='data:;base64,{red}'/>"
    )
    escaped = quote(inner)
    coded = base64.b64encode((SVG % '<circle r="99" fill="#00fa00"/>').encode()).decode()
    said, pdf = built(
        tmp_path,
        f'<image x="1" width="60" height="40" href="data:image/png;base64,{red}"/>'
        f'<defs><image id="i" width="40" height="40" href="data:image/svg+xml;base64,{coded}"/></defs>'
        f'<use href="#i" x="70"/><use href="#i" x="80"/>'
        f'<image x="130" width="60" height="40" href="data:image/svg+xml,{escaped}"/>',
    )
    assert said == {}
    assert {(250, 0, 0), (0, 250, 0), (0, 0, 250)} <= colours_of(pdf)


def test_a_picture_that_is_not_in_the_drawing_costs_itself(tmp_path):
    said, pdf = built(
        tmp_path,
        '<image width="9" height="9" href="https://example.org/a.png"/><image href="b.png"/>'
        '<image width="9" height="9" href="data:image/png;base64,AAAA"/><text y="40">still here</text>',
    )
    assert set(said) == {"figure_incomplete"}
    for part in ("https://example.org/a.png", "b.png", "a picture in it (not a picture"):
        assert part in said["figure_incomplete"].message
    assert "still here" in text_of(pdf)


def test_texts_that_a_drawing_declares_are_expanded(tmp_path):
    before = (
        '<?xml version="1.0"?><!-- made by a program --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [\n<!ENTITY ns_svg '
        '"http://www.w3.org/2000/svg">\n<!ENTITY who "the team">\n]>'
    )
    data = before + (SVG % '<text y="40">by &who;</text>').replace(
        "http://www.w3.org/2000/svg", "&ns_svg;"
    )
    said, pdf = built(tmp_path, data.encode())
    assert said == {}
    assert "by the team" in text_of(pdf)


@pytest.mark.parametrize(
    "inside",
    [
        '<foreignObject/><foreignObject width="9"><p>x</p></foreignObject>',
        '<foreignObject x="1e9" width="NaN" height="-1"><p xmlns="">x</p></foreignObject>',
        '<foreignObject width="1" height="0.001"><a>word word</a></foreignObject>',
        '<text>a<desc>b</desc>c<foreignObject width="9" height="9">d</foreignObject>e</text>',
        "<switch/><switch><switch><g/></switch></switch>",
        '<image/><image href=""/><image href="data:"/><image href="data:,"/>',
        '<image href="data:image/svg+xml,x"/><image href="data:image/png;base64,="/>',
        "<style>}{@media print{rect{fill:red}}</style><style/><style>a{b:url(#c)}</style>",
    ],
)
def test_odd_drawings_are_drawn(tmp_path, inside):
    said, _ = built(tmp_path, inside)
    assert "figure_unprintable" not in said
