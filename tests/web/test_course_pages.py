"""The pages of a course in a real browser: they sort, filter and follow keys, and ask for nothing.

``nox -s web`` brings the browser and builds the course that PUBLISHER_COURSE names.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

COURSE = os.environ.get("PUBLISHER_COURSE", "")
pytestmark = pytest.mark.skipif(
    not COURSE, reason="PUBLISHER_COURSE names no course that was built"
)


@pytest.fixture(params=[1280, 390])
def tab(opened, request):
    return opened("about:blank", viewport={"width": request.param, "height": 900})


@pytest.fixture
def index(tab):
    tab.goto((Path(COURSE) / "index.html").resolve().as_uri())
    return tab


def column(page, number):
    return page.locator(f"#table tbody tr:not([hidden]) > :nth-child({number})").all_inner_texts()


def groups(page):
    return [text.split("PDF")[0].strip() for text in column(page, 1)]


def test_table_has_every_group(index):
    assert sorted(groups(index)) == [
        "Broken",
        "Constructs",
        "Empty",
        "Group 1",
        "Group 2",
        "Group 3",
        "Group 4",
    ]
    assert index.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_table_sorts_by_words_both_ways(index):
    button = index.get_by_role("button", name="Sort by Words")
    for sign, order in ((1, "ascending"), (-1, "descending")):
        button.click()
        words = [int(text) for text in column(index, 5) if text.strip()]
        assert len(words) == 6
        assert words == sorted(words, key=lambda found: sign * found)
        assert index.locator("th[aria-sort]").get_attribute("aria-sort") == order
    index.get_by_role("button", name="Sort by Group").click()
    assert groups(index)[-4:] == ["Group 1", "Group 2", "Group 3", "Group 4"]


def test_table_filters(index):
    index.get_by_label("Group", exact=True).fill("group")
    assert groups(index) == ["Group 1", "Group 2", "Group 3", "Group 4"]
    assert index.locator("#filter-count").inner_text() == "4 of 7 groups"
    index.get_by_label("outside limits only").check()
    assert "Group 1" not in groups(index)
    assert groups(index)
    index.get_by_label("Group", exact=True).fill("")
    index.get_by_label("outside limits only").uncheck()
    index.locator("#filter-state").select_option("broken")
    assert groups(index) == ["Broken"]
    index.locator("#filter-state").select_option("")
    index.get_by_label("late only").check()
    assert groups(index) == []


def test_cell_leads_to_the_answer_and_its_page(index):
    row = index.locator("#table tbody tr", has_text="Group 1")
    assert (
        row.locator("a.page")
        .nth(1)
        .get_attribute("href")
        .startswith("groups/Group%201/report.pdf#page=")
    )
    row.locator("td a:not(.page)").first.click()
    assert index.url.endswith("groups/Group%201/report.html#question-1")
    assert index.locator("#question-1").is_visible()


def test_keys_lead_from_answer_to_answer_and_can_be_switched_off(tab):
    tab.goto((Path(COURSE) / "questions" / "question-14.html").resolve().as_uri())
    focused = "document.activeElement.id"
    shown = tab.locator(".answer-of").evaluate_all("(found) => found.map((a) => a.id)")
    assert shown == ["Constructs", "Empty", "Group%201", "Group%202", "Group%203", "Group%204"]
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        tab.keyboard.press(key)
        assert tab.evaluate(focused) == shown[at]
    assert tab.locator(".answer-of img").first.evaluate(
        "(img) => img.complete && img.naturalWidth > 0"
    )
    tab.get_by_label("keys:").uncheck()
    tab.keyboard.press("j")
    tab.keyboard.press("n")
    assert tab.url.endswith("question-14.html")
    assert tab.evaluate(focused) == "keys"
    tab.get_by_label("keys:").check()
    tab.keyboard.press("n")
    tab.wait_for_url("**/question-15.html")
    tab.keyboard.press("p")
    tab.wait_for_url("**/question-14.html")


def test_nothing_covers_the_answers(tab):
    tab.goto((Path(COURSE) / "questions" / "question-14.html").resolve().as_uri())
    placed = "(found) => found.map((e) => getComputedStyle(e).position)"
    assert "fixed" not in tab.locator("body *").evaluate_all(placed)


def test_all_can_be_read_without_a_script(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((Path(COURSE) / "index.html").resolve().as_uri())
    assert page.locator("#table tbody tr").count() == 7
    assert not page.locator("#filters").is_visible()
    context.close()
