"""What rules say of ranges, counts, addresses and repairs."""

from __future__ import annotations

import pytest

from publisher.check import check
from publisher.report.phrases import advice, counted, in_words, questions, shortened


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (None, "at least 0"),
        ((3, None), "at least 3"),
        ((2, 2), "2"),
        ((50, 100), "50-100"),
        ((0, 3), "at most 3"),
    ],
)
def test_a_range(limit, said):
    assert in_words(limit) == said


@pytest.mark.parametrize(
    ("count", "limit", "said"),
    [
        (1, (3, 5), "add at least 2 words"),
        (2, (3, 5), "add at least 1 word"),
        (9, (3, 5), "take out at least 4 words"),
        (9, (3, None), "take out at least 0 words"),
        (0, None, "take out at least 0 words"),
    ],
)
def test_what_to_do(count, limit, said):
    assert advice(count, limit, "word") == said


def test_questions_and_counts():
    assert questions([3]) == "question 3"
    assert questions([1, 2, 3, 7]) == "questions 1-3, 7"
    assert questions([1, 2]) == "questions 1-2"
    assert [counted(n, "image") for n in (0, 1, 2)] == ["0 images", "1 image", "2 images"]


def test_a_long_address_keeps_its_ends():
    assert shortened("a" * 80) == "a" * 80
    assert shortened("a" * 50 + "b" * 6 + "c" * 25) == "a" * 50 + "..." + "c" * 25


def quoted(numbers):
    return "\n\n".join(f"### Question {n}\n> Answer:\n\n> Words." for n in numbers)


@pytest.mark.parametrize(("numbers", "question"), [([1], 1), ([1, 2], None)])
def test_what_is_in_several_questions_is_of_none(tmp_path, numbers, question):
    (tmp_path / "README.md").write_text(quoted(numbers), encoding="utf-8")
    found = check(tmp_path / "README.md").diagnostics
    assert [(d.code, d.question) for d in found] == [("answer_quoted", question)]


def test_a_missing_question_is_named(tmp_path):
    (tmp_path / "README.md").write_text(quoted([1, 3]), encoding="utf-8")
    found = [d for d in check(tmp_path / "README.md").diagnostics if d.code == "question_missing"]
    assert [d.question for d in found] == [2]
