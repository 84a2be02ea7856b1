"""No report that ``check`` can read ends ``build`` with a fault of ours: thousands of them.  Long."""

from __future__ import annotations

from hypothesis import given, settings
from sound_reports import faults, sound_reports


@settings(max_examples=10 * settings.default.max_examples)
@given(sound_reports())
def test_page_and_archive(report):
    assert faults(report, pdf=False) == []


@given(sound_reports())
def test_pdf(report):
    assert faults(report, pdf=True) == []
