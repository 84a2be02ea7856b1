"""A cover says what a report is of, not what its file once was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import lacks

from publisher.check import check
from publisher.publish.publication import Publication
from publisher.report.titles import without_template


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Exam template for 02476 Operations", "02476 Operations"),
        ("Report template for the course 12", "Course 12"),
        ("Template: Bees", "Bees"),
        ("The final project report template for Bees", "Bees"),
        ("Bees - report template", "Bees"),
        ("Bees (exam template)", "Bees"),
        ("Eksamensskabelon til 02476", "02476"),
        ("Rapportskabelon for Bier", "Bier"),
        ("Vorlage für den Bericht", "Bericht"),
        ("Projektvorlage: Bienen", "Bienen"),
        ("Bees", "Bees"),
        ("nettles along the canal", "nettles along the canal"),
        ("eBay prices, a report", "eBay prices, a report"),
        ("Report template", "Report template"),
        ("Templates for gloves", "Templates for gloves"),
        ("A study of template matching", "A study of template matching"),
        ("", ""),
    ],
)
def test_titles(title, shown):
    assert without_template(title) == shown


@given(st.text(max_size=40))
def test_something_is_left_of_every_title(title):
    shown = without_template(title)
    assert bool(shown) == bool(title)
    assert without_template(f"Report template for {title}x").casefold().endswith("x")


@pytest.mark.parametrize("before", ["> [!NOTE]", "> [!TIP]\n> Read this.\n", "Words before.\n"])
def test_what_stands_above_the_first_heading_is_not_the_title(before, tmp_path):
    path = tmp_path / "README.md"
    path.write_text(f"{before}\n# Bees\n\n### Question 1\n\n> Why?\n>\n> Answer:\n\nSo.\n")
    result = check(path)
    assert result.report is not None
    assert (result.report.title, result.report.title_line) == ("Bees", before.count("\n") + 2)
    assert lacks(Publication(result)) == []
