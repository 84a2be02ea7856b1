"""A footnote counts, and stands, where it is first used, wherever its text was written."""

from __future__ import annotations

import pytest
from docutils import nodes
from support import question

from publisher.check import check
from publisher.course.settings import Course
from publisher.report.counting import counted

NOTE = "[^a]: four words of source"
PLACEHOLDER = "--- question 2 fill here ---"


def read(tmp_path, text):
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    return check(path)


def counts(result):
    return [(q.words_source, q.words_text, q.status) for q in result.report.questions]


def notes(result):
    """Return the labels of the notes that each answer holds."""
    return [[n["label"] for n in q.answer.findall(nodes.footnote)] for q in result.report.questions]


@pytest.mark.parametrize(
    ("answers", "labels", "words"),
    [
        (("One.[^a]", f"Two.\n\n{NOTE}"), [["a"], []], [6, 1]),
        ((f"One.\n\n{NOTE}", "Two.[^a]"), [[], ["a"]], [1, 6]),
        (("One.[^a]", f"Two.[^a]\n\n{NOTE}"), [["a"], []], [6, 1]),
        (("One.[^a]", f"> Two.\n>\n> {NOTE}"), [["a"], []], [6, 1]),
        (("One.", f"Two.\n\n{NOTE}"), [[], ["a"]], [1, 6]),
        (("`[^a]`", f"Two.\n\n{NOTE}"), [[], ["a"]], [1, 6]),
        (("One.[^a]", f"Two.\n\n{NOTE}\n    and more"), [["a"], []], [8, 1]),
        (("One.[^b]", f"Two.\n\n{NOTE}\n\n[^b]: see[^a]"), [["b", "a"], []], [8, 1]),
        (("One.[^a]", "Two.\n\n[^a]: see[^b]\n[^b]: see[^a]"), [["a", "b"], []], [5, 1]),
        (("One.", "Two.\n\n[^a]: see[^b]\n\n[^b]: see[^a]"), [[], ["a", "b"]], [1, 5]),
        (("One.[^a]\n\n[^a]: own", f"Two.[^a]\n\n{NOTE}"), [["a"], ["a"]], [3, 6]),
    ],
)
def test_it_counts_where_it_is_first_used(tmp_path, answers, labels, words):
    result = read(tmp_path, "".join(question(n, a) for n, a in enumerate(answers, 1)))
    assert notes(result) == labels
    assert [source for source, _, _ in counts(result)] == words


def test_what_a_reader_sees_is_counted_there_too(tmp_path):
    result = read(tmp_path, question(1, "One.[^a]") + question(2, f"Two.\n\n{NOTE}"))
    assert counts(result) == [(6, 5, "answered"), (1, 1, "answered")]


def test_notes_of_others_answer_no_question(tmp_path):
    result = read(tmp_path, question(1, "One.[^a]") + question(2, f"{PLACEHOLDER}\n\n{NOTE}"))
    assert counts(result) == [(6, 5, "answered"), (0, 0, "unanswered")]


def test_outside_of_answers(tmp_path):
    """A note that prose uses is no answer's; one below the last section is where it is used."""
    prose = read(tmp_path, f"# R\n\nWe.[^a]\n\n{question(1, f'One.[^a]{chr(10)}{chr(10)}{NOTE}')}")
    assert (counts(prose)[0][0], notes(prose)) == (1, [[]])
    kept = question(1, "One.[^a]") + f"## Kept from an earlier version\n\n{NOTE}\n"
    assert counts(read(tmp_path, kept)) == [(6, 5, "answered")]


def test_what_a_prompt_says_moves_nothing(tmp_path):
    asked = question(1, "One.", "What?[^a]") + question(2, f"Two.\n\n{NOTE}")
    assert notes(read(tmp_path, asked)) == [[], ["a"]]


def test_numbers_go_by_what_is_read_first(tmp_path):
    text = question(1, "One.[^b] Again.[^a]") + question(2, f"Two.[^c]\n\n{NOTE}\n[^b]: b\n[^c]: c")
    found = read(tmp_path, text).report.document.findall(nodes.footnote)
    assert {n["label"]: n["ids"][0] for n in found} == {
        "b": "footnote-1", "a": "footnote-2", "c": "footnote-3",
    }  # fmt: skip


def test_explain_shows_it_where_it_counts(tmp_path):
    text = question(1, "One.[^a]") + question(2, f"Two.\n\n{NOTE}")
    report = read(tmp_path, text).report
    told = [counted(report, text, n, Course()) for n in (1, 2)]
    assert "[[^a]:] [four] [words] [of] [source]" in told[0]
    assert "[source]" not in told[1].partition("text:")[0]
