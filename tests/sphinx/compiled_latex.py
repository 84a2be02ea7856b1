"""What `-b latex` writes, compiled as a new user does it: sphinx-build, then make.  nox -s latex."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from support import EXAMPLE, alphanumeric, lost_words, more_reports

from publisher.check import check
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
    lost = {}
    for question in report.questions:
        words = re.findall(r"[^\W_]+", " ".join(visible_words(question.answer)))
        missing = lost_words([w for w in map(alphanumeric, words) if w], text)
        if missing:
            lost[question.number] = missing
    assert lost == {}
