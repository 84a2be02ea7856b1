"""Small reports that broke an earlier version: what each gives now.  They stand outside of this project."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from support import run

CASES = Path(os.environ.get("PUBLISHER_CASES", "cases"))
EXPECTED = {  # codes of warnings and errors; the exit code of a build is 1 for an error, else 0
    "01-phone-jpeg": set(), "02-formula-words": set(), "03-formula-backslashes": set(),
    "04-anchors": {"link_dead"}, "05-front-matter-blank": set(), "05-front-matter-dots": set(),
    "06-svg-clipped-text": {"image_type"}, "07-svg-labels-lost": {"image_type"},
    "08-svg-font-face": {"image_type"}, "09-wide-table-heading": set(),
    "11-names-that-look-right": {"image_missing"}, "12-backslash-path": {"image_backslash"},
    "15-footnotes-at-end": {"answer_length"}, "17-group-number": set(), "18-tex-shown-raw": set(),
    "20-img-width-0": set(), "a16-unicode-digits-in-html": set(), "a17-picture-of-two-pixels": set(),
    "a18-image-host-with-invisible-sign": {"image_url"}, "a20-wide-table": {"table_wide"},
    "a21-footnote-label": set(), "a22-html-soup-source-proof": {"block_unclosed"},
}  # fmt: skip


@pytest.mark.skipif(not CASES.is_dir(), reason="PUBLISHER_CASES names no folder of cases")
@pytest.mark.parametrize("name", EXPECTED)
def test_a_report_that_broke_an_earlier_version(name, tmp_path):
    report = tmp_path / name
    shutil.copytree(CASES / name, report)
    found = run("check", report, "--format", "json").json["diagnostics"]
    bad = {d["code"]: d["severity"] for d in found if d["severity"] != "note"}
    assert set(bad) == EXPECTED[name]
    done = run("build", report, "-o", tmp_path / "out")
    assert done.code == ("error" in bad.values())
