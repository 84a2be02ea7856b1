"""What `--to latexpdf` makes of the example, all constructs, all formulas and PUBLISHER_REPORTS: ``nox -s latex``."""

from __future__ import annotations

import re

import pytest
from builders.test_places import write_all
from constructs import write_constructs, write_formulas
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
_OUT = re.compile(r"Overfull \\hbox \(([\d.]+)pt too wide\)")


def report_of(name, folder):
    return MADE[name](folder / name) if name in MADE else REPORTS[name]


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
    assert [d.message for d in output.diagnostics] == []
    (log,) = logs
    assert "Missing character" not in log
    assert "has been referenced but does not exist" not in log
    assert [size for size in _OUT.findall(log) if float(size) > _MOST] == []
