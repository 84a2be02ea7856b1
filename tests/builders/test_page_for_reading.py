"""What the page has for whoever reads or reviews it, as far as its markup tells; `nox -s web` uses it."""

from __future__ import annotations

import re
from functools import cache

import pytest
from support import EXAMPLE, Page, question, write_report

from publisher.builders.page import ALONE, head
from publisher.check import check
from publisher.course.settings import Course
from publisher.publish.publication import Publication

CHECKLIST = """# Report

## Checklist

What was done.

* [x] one thing
* [ ] another [thing](#part)

## Part

"""
LIMITED = "What was done? Answer in 1-3 words."


@cache
def page_of(path):
    made = Publication(check(path))
    page = made.html()
    assert page.diagnostics == ()
    return page.data.decode()


@pytest.fixture
def page(tmp_path):
    asked = zip(("two words", "far too many words", ""), range(1, 4), strict=True)
    path = tmp_path / "README.md"
    path.write_text(
        CHECKLIST + "".join(question(number, answer, LIMITED) for answer, number in asked)
    )
    return page_of(path)


def test_style_fonts_and_script_are_small():
    made = head(ALONE, "page")
    assert len(made["style"].encode()) + len(made["script"].encode()) <= 200_000
    assert made["style"].count("url(data:font/woff2;base64,") == 6
    assert "url(fonts/" not in made["style"]


def test_checklist_is_folded_below_its_title_and_no_question_is(page):
    (folded,) = re.findall(r"<details class=\"folded\">(.*?)</details>", page, re.DOTALL)
    assert "1 of 2 ticked" in folded
    assert folded.count('role="img"') == 2
    before = page[: page.index(folded)]
    assert before.rstrip().endswith('<h2>Checklist</h2>\n<details class="folded">')
    assert 'class="question' not in folded


def test_first_question_of_the_example_comes_before_the_checklist_is_read():
    page = page_of(EXAMPLE)
    before = page[page.index("<main") : page.index('id="question-1"')]
    shown = re.sub(r"<details.*?</details>", "", before, flags=re.DOTALL)
    assert shown.count("<h2>") == 2
    assert "<li" not in shown


def test_what_is_wrong_can_be_all_that_is_shown(page):
    shown = Page(page)
    (choice,) = shown.all("label", class_="only-wrong")
    assert choice.text.split() == ["Only", "what", "is", "wrong", "2"]
    wrong = shown.all("li", class_="wrong")
    assert ["Part" in item.text for item in wrong] == [True, False, False]
    assert [e.attributes["id"] for e in shown.all("section", class_="question")] == [
        "question-1",
        "question-2",
        "question-3",
    ]
    style = head(ALONE, "page")["style"]
    for name in ("unanswered", "verdict-fail"):
        assert shown.all("section", class_=name)
        assert f".{name}" in style


def test_nothing_to_filter_where_nothing_is_wrong(tmp_path):
    page = Page(page_of(write_report(tmp_path, "words")))
    assert not page.all(class_="only-wrong")
    assert not page.all("li", class_="wrong")


def test_what_needs_the_script_is_hidden_until_it_runs(page):
    shown = Page(page)
    needing = [*shown.all("button"), *shown.all("fieldset"), *shown.all("label", class_="keys")]
    # Those of the dialog are hidden with it, those of templates are not there yet.
    inside = page[page.index("<dialog") : page.index("</body>")].count("<button")
    assert inside == 5
    for element in needing[:2] + needing[2 + inside :]:
        assert "hidden" in element.attributes
        assert "data-scripted" in element.attributes


def test_all_words_stand_in_the_templates():
    """The script holds none, so that a page's language is chosen in one place."""
    script = head(ALONE, "page")["script"]
    assert "innerHTML" not in script
    said = re.findall(r"(?:textContent|title|alt) = ([^;]*);", script)
    said += re.findall(r'setAttribute\("(?:aria-label|title|alt)", ([^;]*)\);', script)
    assert len(said) == 5
    for expression in said:
        computed = re.compile(r"\$\{[^{}]*\}|\([^()]*\)")
        while computed.search(expression):
            expression = computed.sub("", expression)
        literals = re.findall(r'"[^"]*"|`[^`]*`', expression)
        assert not re.search(r"[^\W\d_]", "".join(literals)), expression


def test_paper_has_none_of_it(page, tmp_path):
    from publisher.builders.page import page as page_text

    report = check(write_report(tmp_path, "words"))
    text = page_text(report.report, report.folder, Course(), for_print=True)
    for part in ("<script", "<style", "<dialog", "<button", "folded", "loading=", "only-wrong"):
        assert part in page or part == "loading="
        assert part not in text
