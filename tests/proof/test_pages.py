"""The pages file says where a question stands, as the PDF's own text does."""

from __future__ import annotations

import json

import pypdfium2
from support import run, write_report


def test_each_question_is_on_the_pages_that_are_named(tmp_path):
    long = "\n\n".join(f"paragraph {n} " + "word " * 60 for n in range(40))
    path = write_report(tmp_path, "alpha first", long + " omega", "last gamma")
    done = run("pdf", path, "-o", tmp_path / "out")
    assert done.code == 0, done.err
    pages = json.loads((tmp_path / "out" / "report.pages.json").read_bytes())
    assert pages["format"] == "publisher.pages/1"
    with pypdfium2.PdfDocument(tmp_path / "out" / "report.pdf") as pdf:
        texts = [page.get_textpage().get_text_range() for page in pdf]
    assert pages["pdf"]["pages"] == len(texts)
    first, second, third = pages["questions"]
    assert "alpha first" in texts[first["first_page"] - 1]
    assert second["last_page"] > second["first_page"]
    assert "paragraph 0" in texts[second["first_page"] - 1]
    assert "omega" in texts[second["last_page"] - 1]
    assert "last gamma" in texts[third["last_page"] - 1]


def test_no_pages_without_a_pdf(tmp_path):
    path = write_report(tmp_path, "words")
    run("build", path, "--to", "html,archive", "-o", tmp_path / "out")
    assert not (tmp_path / "out" / "report.pages.json").exists()
