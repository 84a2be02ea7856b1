"""Every construct of GitHub's in one PDF: it keeps to both standards, and its effects are seen."""

from __future__ import annotations

import pypdfium2 as pdfium
from constructs import write_constructs
from support import write_report

from publisher.publish.build import Options, build


def test_constructs(tmp_path, failures):
    built = build(
        write_constructs(tmp_path / "report"), tmp_path / "out", options=Options(formats=["pdf"])
    )
    data = built.written[0].read_bytes()
    assert failures(data, tmp_path) == set()
    with pdfium.PdfDocument(data) as pdf:
        text = "".join(sheet.get_textpage().get_text_range() for sheet in pdf)
        outline = [(mark.level, mark.get_title()) for mark in pdf.get_toc()]
    lines = {" ".join(line.split()) for line in text.splitlines()}
    # A list's first number, formulas, folded parts, tags that are no HTML, line breaks.
    assert {"a ≤ b", "More readings", "plain *text* here"} <= lines
    assert {"5.", "6."} <= lines
    assert "Use <weblink> and <your name here>" in text
    assert {"one", "two", "A mermaid diagram, shown as its source."} <= lines
    # Headings in answers stay below their question.
    at = outline.index((2, "One"))
    assert outline[at : at + 4] == [(2, "One"), (3, "Two"), (2, "Three"), (3, "Four")]
    assert outline[at - 1][0] == 1
    assert outline[at - 1][1].startswith("Question ")


def test_a_tick_is_painted_with_its_item(tmp_path):
    path = write_report(tmp_path, "- [x] alpha\n- [ ] beta\n\n1. [x] gamma")
    built = build(path, tmp_path / "out", options=Options(formats=["pdf"]))
    with pdfium.PdfDocument(built.written[0]) as pdf:
        texts = []
        for page in pdf:
            text = page.get_textpage()
            kinds = [pdfium.raw.FPDF_PAGEOBJ_TEXT]
            texts += [part.extract() for part in page.get_objects(filter=kinds, textpage=text)]
    words = " ".join(" ".join(texts).split())
    assert "\u2611 alpha \u2610 beta" in words


def test_a_title_of_many_lines_has_room_above_a_page(tmp_path):
    path = write_report(tmp_path, "Text.")
    title, section = "word " * 300 + "last", "\u6f22\u5b57" * 200
    text = path.read_text(encoding="utf-8")
    text = text.replace("# Report", f"# {title}", 1).replace("## Part", f"## {section}", 1)
    path.write_text(text, encoding="utf-8")
    built = build(path, tmp_path / "out", options=Options(formats=["pdf"]))
    assert not built.lost, built.diagnostics
    with pdfium.PdfDocument(built.written[0]) as pdf:
        head = pdf[len(pdf) - 1].get_textpage().get_text_bounded(bottom=760)
    assert 10 < head.count("word") < 60
    assert "last" not in head
