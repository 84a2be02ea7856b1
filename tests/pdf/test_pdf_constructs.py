"""Every construct of GitHub's in one PDF: it keeps to both standards, and its effects are seen."""

from __future__ import annotations

import pypdfium2 as pdfium
from constructs import write_constructs

from publisher.build import build


def test_constructs(tmp_path, failures):
    built = build(write_constructs(tmp_path / "report"), ["pdf"], tmp_path / "out")
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
