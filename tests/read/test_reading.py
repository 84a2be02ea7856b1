"""Trouble as people make it: what is read of each, to the word."""

from __future__ import annotations

import pytest
from case_files import CASES as FOLDER
from case_files import all_cases, checked, diagnostics, fact

CASES = all_cases("reading")


@pytest.mark.parametrize("case", [c for _, c in CASES], ids=[i for i, _ in CASES])
def test_case(case, tmp_path):
    result = checked(case, tmp_path)
    assert [(key, fact(result, key)) for key, _ in case.facts] == case.facts
    assert diagnostics(result) == case.diagnostics


def test_every_trouble_that_was_seen_has_its_cases():
    text = (FOLDER / "troubles.txt").read_text(encoding="utf-8")
    troubles = [x.split("\n  ") for x in text.split("\n\n")[1:]]
    assert all(len(lines) > 1 for lines in troubles)
    named = {line.strip() for _, *lines in troubles for line in lines}
    known = {f"{f}/{name}" for f in ("reading", "rules") for name, _ in all_cases(f)}
    assert not named - known
