"""What `--to latexpdf` makes of the example, all constructs, all formulas and PUBLISHER_REPORTS: ``nox -s latex``."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from constructs import write_constructs, write_formulas
from linked_places import write_all
from pdf.kitchen_sink import write_kitchen_sink
from support import EXAMPLE, more_reports

from publisher.check import check
from publisher.course.settings import Course
from publisher.pdf import tex
from publisher.publish.publication import Publication

REPORTS = {path.parent.name: path for path in [EXAMPLE, *more_reports()]}
MADE = {
    "constructs": write_constructs,
    "formulas": write_formulas,
    "kitchen sink": write_kitchen_sink,
    "places": write_all,
}
_MOST = 14.2
"""Points, 5 mm: by so much a line may stand out."""
_CAPTION = re.compile(r"Figure \d+(?: \(repeated\))?(?::|\r?\n|$)")
_OUT = re.compile(r"Overfull \\hbox \(([\d.]+)pt too wide\)")


def report_of(name, folder):
    return MADE[name](folder / name) if name in MADE else REPORTS[name]


def begins_with_caption(page):
    """Return the first words of a page that begins with a caption: its picture is left behind on the page before."""
    text = page.get_textpage()
    found = _CAPTION.match(text.get_text_range())
    if not found:
        return ""
    (_, _, _, top) = text.get_charbox(0)
    pictures = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    return "" if any(picture.get_bounds()[1] > top for picture in pictures) else found[0]


@pytest.mark.parametrize("name", [*MADE, *REPORTS])
def test_it_is_set_and_nothing_is_lost_or_stands_out(tmp_path, monkeypatch, name):
    logs = []
    typeset = tex.typeset

    def kept(*arguments):
        made, log = typeset(*arguments)
        logs.append(log)
        return made, log

    monkeypatch.setattr(tex, "typeset", kept)
    output = Publication(check(report_of(name, tmp_path), Course(date="2026-01-31"))).latexpdf()
    with pypdfium2.PdfDocument(output.data) as opened:
        assert [said for said in map(begins_with_caption, opened) if said] == []
    assert [d.message for d in output.diagnostics] == []
    (log,) = logs
    assert "Missing character" not in log
    assert "has been referenced but does not exist" not in log
    assert [size for size in _OUT.findall(log) if float(size) > _MOST] == []
