"""A session says of a text what a check says of the file that holds it."""

from __future__ import annotations

import pytest

from publisher.check import check
from publisher.desk.session import Session

TEXT = (
    "# A\n\n### Question 1\n\n> **Say.**\n> Recommended answer length: 2-3 words.\n>\n> Answer:\n\n"
)


@pytest.mark.parametrize("answer", ["One", "One two three.", ""])
def test_an_editors_text_is_judged_as_its_file(tmp_path, answer):
    path = tmp_path / "README.md"
    path.write_text(TEXT + answer + "\n", encoding="utf-8", newline="\n")
    session = Session(path)
    by_text, by_file = session.check(TEXT + answer + "\n"), session.check()
    assert by_text.diagnostics == by_file.diagnostics == check(path).diagnostics
    assert str(by_text.report.document) == str(by_file.report.document)


def test_what_cannot_be_read_is_a_result(tmp_path):
    assert Session(tmp_path / "none.md").check().outcome == "broken"


@pytest.mark.parametrize("text", ["", "  \n", "a\0b", "|" * 200_000])
def test_a_text_that_cannot_be_read_is_refused_as_its_file_is(tmp_path, text):
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    session = Session(path)
    assert session.check(text).outcome == "broken"
    assert session.check(text).diagnostics == session.check().diagnostics


def test_half_a_character_is_shown_as_such(tmp_path):
    result = Session(tmp_path / "README.md").check(TEXT + "One \ud83d three.\n")
    assert result.report.questions[0].words == 3
