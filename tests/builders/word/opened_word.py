"""Each ``report.docx`` opened by LibreOffice, which prints it: nothing is lost on its pages.  ``nox -s word``."""

from __future__ import annotations

import subprocess

import pypdfium2
import pytest
from constructs import write_constructs
from support import EXAMPLE, more_reports

from publisher.check import check
from publisher.course.settings import Course
from publisher.publish.publication import Publication

REPORTS = {path.parent.name: path for path in [EXAMPLE, *more_reports()]} | {"constructs": None}


@pytest.mark.parametrize("name", REPORTS)
def test_libreoffice_opens_it_and_shows_every_word(tmp_path, name):
    path = REPORTS[name] or write_constructs(tmp_path / "constructs")
    publication = Publication(check(path, Course(date="2026-01-31")))
    (tmp_path / "report.docx").write_bytes(publication.docx().data)
    own = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", "--headless", own, "--convert-to", "pdf", "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as opened:
        text = "".join(page.get_textpage().get_text_bounded() for page in opened)
    # As of what TeX sets: all words of the tree, formulas by their letters.
    assert list(publication._proof.typeset(text, (), lambda _: False)) == []
