"""What `-b latex` writes, compiled as a new user does it: sphinx-build, then make.  nox -s latex."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from support import EXAMPLE, more_reports

from publisher.builders.latex.escape import lacking
from publisher.check import check
from publisher.proof.words import at_line, lost, words_of
from publisher.read.transforms import visible_words

REPORTS = [EXAMPLE, *more_reports()]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.parent.name)
def test_make_compiles_it_and_no_word_of_an_answer_is_lost(tmp_path, path):
    source, out = tmp_path / "source", tmp_path / "out"
    shutil.copytree(path.parent, source)
    (source / "conf.py").write_text('extensions = ["publisher"]\n', encoding="utf-8")
    asked = ("-q", "-b", "latex", "-d", tmp_path / "trees", source, out)
    subprocess.run([sys.executable, "-P", "-m", "sphinx", *map(str, asked)], check=True)
    options = "LATEXMKOPTS=-interaction=nonstopmode"
    subprocess.run(["make", options], cwd=out, check=True, capture_output=True, timeout=600)
    (pdf,) = out.glob("*.pdf")
    log = pdf.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert "Missing character" not in log
    with pypdfium2.PdfDocument(pdf) as opened:
        text = "".join(page.get_textpage().get_text_bounded() for page in opened)
    report = check(Path(path)).report
    # By their letters: a word may go on behind the foot and the head of a page.
    boxes = {ord(sign): f" U+{ord(sign):04X} " for sign in lacking(report.document.astext())}
    wanted = [
        word
        for question in report.questions
        for word in at_line(
            " ".join(visible_words(question.answer)).translate(boxes), question.line
        )
    ]
    assert lost(wanted, words_of(text)) == []
