"""No report that ``check`` can read ends ``build`` with a fault of ours: a few of them."""

from __future__ import annotations

from hypothesis import given, settings
from sound_reports import faults, sound_reports


@settings(max_examples=30)
@given(sound_reports())
def test_page_and_archive(report):
    assert faults(report, pdf=False) == []


@settings(max_examples=2)
@given(sound_reports())
def test_pdf(report):
    assert faults(report, pdf=True) == []
