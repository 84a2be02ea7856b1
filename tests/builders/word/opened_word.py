"""Each ``report.docx`` opened by LibreOffice, which prints it: nothing is lost on its pages.  ``nox -s word``."""

from __future__ import annotations

import subprocess

import pypdfium2
import pytest
from constructs import write_constructs, write_formulas
from support import EXAMPLE, more_reports

from publisher.check import check
from publisher.course.settings import Course
from publisher.proof.prove import _spelt, _spelt_out
from publisher.proof.tree import Asked, shown_words
from publisher.proof.words import lost, words_of
from publisher.publish.publication import Publication

REPORTS = {path.parent.name: path for path in [EXAMPLE, *more_reports()]}
MADE = {"constructs": write_constructs, "formulas": write_formulas}


@pytest.mark.parametrize("name", [*MADE, *REPORTS])
def test_libreoffice_opens_it_and_shows_every_word(tmp_path, name):
    path = MADE[name](tmp_path / name) if name in MADE else REPORTS[name]
    publication = Publication(check(path, Course(date="2026-01-31")))
    (tmp_path / "report.docx").write_bytes(publication.docx().data)
    own = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", "--headless", own, "--convert-to", "pdf", "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as opened:
        text = "".join(page.get_textpage().get_text_bounded() for page in opened)
    assert "¿" not in text  # what LibreOffice takes for a fault in a formula
    # As the package is proved, by its words: formulas by their letters.
    asked = Asked(digest_of=lambda _: "", formula=_spelt)
    wanted = _spelt_out(shown_words(publication.report.document, asked))
    assert lost(wanted, words_of(text)) == []
