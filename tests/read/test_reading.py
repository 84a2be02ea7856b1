"""Trouble as people make it: what is read of each, to the word."""

from __future__ import annotations

import pytest
from case_files import all_cases, checked, diagnostics, fact

CASES = all_cases("reading")


@pytest.mark.parametrize("case", [c for _, c in CASES], ids=[i for i, _ in CASES])
def test_case(case, tmp_path):
    result = checked(case, tmp_path)
    assert [(key, fact(result, key)) for key, _ in case.facts] == case.facts
    assert diagnostics(result) == case.diagnostics
