"""A prompt whose quote is one of GitHub's alerts is a prompt: what makes it an alert is no word of it."""

from __future__ import annotations

import pytest
from support import lacks, write_report

from publisher.archive.verify import verify
from publisher.check import check
from publisher.course.settings import Course
from publisher.publish.build import build
from publisher.publish.publication import Publication
from publisher.read.yardstick.template import Template

PROMPT = "> **What was done?**"


def with_prompt(folder, prompt):
    """Write a report whose prompt's first line is replaced."""
    path = write_report(folder, "Ten bees.")
    path.write_text(path.read_text(encoding="utf-8").replace(PROMPT, prompt), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("prompt", "asked"),
    [
        ("> [!IMPORTANT]\n> **What?** (20-30 words)", "What? (20-30 words)"),
        ("   >[!tip]  \n> **What?** (20-30 words)", "What? (20-30 words)"),
        ("> [!NOTE]\n>\n> What, in 20-30 words?", "What, in 20-30 words?"),
        ("> [!NOTE]\n> Remember.\n\n> What, in 20-30 words?", "Remember. What, in 20-30 words?"),
        # GitHub takes none of these for an alert.
        ("> [!NOTE] What, in 20-30 words?", "[!NOTE] What, in 20-30 words?"),
        ("> [!HINT]\n> What, in 20-30 words?", "[!HINT] What, in 20-30 words?"),
        ("> What, in 20-30 words?\n>\n> [!NOTE]", "What, in 20-30 words? [!NOTE]"),
    ],
)
def test_it_is_asked_what_it_says(tmp_path, prompt, asked):
    path = with_prompt(tmp_path / "report", prompt)
    result = check(path)
    (question,) = result.report.questions
    shown = [part for part in question.prompt.children if part.tagname == "paragraph"]
    assert " ".join(" ".join(part.astext() for part in shown).split()) == asked
    assert (question.limit_words[0], question.limit_words[1]) == (20, 30)
    assert {d.code for d in result.diagnostics} == {"answer_length"}
    assert lacks(Publication(result)) == []


def test_no_output_shows_the_mark_and_the_source_keeps_it(tmp_path):
    path = with_prompt(tmp_path / "report", "> [!IMPORTANT]\n> **What was done?**")
    built = build(path, tmp_path / "out")
    assert [d.message for d in built.diagnostics] == []
    assert "IMPORTANT" not in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "[!IMPORTANT]" in (tmp_path / "out" / "report.json").read_text(encoding="utf-8")
    assert not verify(tmp_path / "out" / "report.json").diagnostics
    # Within a prompt an alert is one, as anywhere.
    inner = with_prompt(tmp_path / "inner", "> What was done?\n>\n> > [!TIP]\n> > Count them.")
    assert "Tip:" in Publication(check(inner)).text().data.decode()


def test_a_template_may_have_it_and_a_report_not(tmp_path):
    asked = "> [!IMPORTANT]\n> **What was done?**"
    text = with_prompt(tmp_path / "template", asked).read_text(encoding="utf-8")
    empty = text.replace("Ten bees.", "--- question 1 fill here ---")
    course = Course(templates=(Template("2026", empty),))
    for number, prompt in enumerate((asked, PROMPT)):
        result = check(with_prompt(tmp_path / str(number), prompt), course)
        assert [d.code for d in result.diagnostics] == []
