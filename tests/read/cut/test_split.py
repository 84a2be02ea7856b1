"""Segments are a partition of the text, and no answer reaches into the next question."""

from __future__ import annotations

import re
from itertools import chain, pairwise

import pytest
from edited_reports import HOSTILE, QUESTIONS, edit, edited, questions, real_texts, template, texts
from hypothesis import given
from hypothesis import strategies as st

from publisher.read.cut.segments import split

LINES = template()
# Openers of blocks that swallow all that follows, if nothing closes them.
OPENERS = [
    x for x in HOSTILE if x.startswith(("`", "~", "- `", "> `", "   `", "<")) or "**" in x
] + ["$$", "> " * 70, "- " * 70, "[" * 40, "\\", "> [!NOTE]", "[^1]: note", "| a | b"]


def assert_partition(text):
    parts = split(text)
    assert "".join(text[s.start : s.end] for s in parts.segments) == text
    assert all(a.end == b.start for a, b in pairwise(parts.segments))
    assert [s.line for s in parts.segments] == sorted(s.line for s in parts.segments)
    assert all(q.heading in parts.segments for q in parts.questions)
    assert all(q.answer in parts.segments for q in parts.questions)
    kinds = [s.kind for s in parts.segments]
    assert kinds.count("heading") == kinds.count("answer") == len(parts.questions)
    return parts


@given(st.one_of(texts(), real_texts()))
def test_edited_report(text):
    assert_partition(text)


@given(st.text(max_size=300))
def test_any_text(text):
    assert_partition(text)


@given(st.text("#> \n\r-`~<!*_:AnswerQuestion1", max_size=200))
def test_any_text_of_marks(text):
    assert_partition(text)


def segments(parts):
    """Return what each question holds, as text, without its number's neighbours."""
    return {
        q.number: tuple(
            parts.text[s.start : s.end] if s else None for s in (q.heading, q.prompt, q.answer)
        )
        for q in parts.questions
    }


_NAMES_A_QUESTION = re.compile(r"question|\bq|^\W*\d+\W*$", re.IGNORECASE)


def _span(segment):
    return segment.start, segment.end


@given(
    st.integers(1, QUESTIONS),
    st.lists(st.sampled_from(OPENERS), min_size=1, max_size=3),
    st.integers(0, 15),
    st.sampled_from(["\n", "\r\n"]),
)
def test_open_block_stays_in_its_answer(number, openers, below, end):
    at = LINES.index(f"### Question {number}") + 7 + below
    after = LINES.index(f"### Question {number + 1}") if number < QUESTIONS else len(LINES)
    # Behind a heading of the template that introduces a question no one writes.
    part = next((n for n in range(at, after) if LINES[n].startswith("## ")), after)
    at = min(at, part - 1)
    before = segments(split(end.join(LINES)))
    broken = split(end.join([*LINES[:at], *openers, *LINES[at:]]))
    assert [q.number for q in broken.questions] == list(range(1, QUESTIONS + 1))
    after_it = segments(broken)
    for other in before:
        if other != number:
            assert after_it[other] == before[other]


@given(questions(3), st.lists(edit, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_edits_of_one_answer_leave_the_other_questions(asked, edits, end):
    # The answer's first line may be the marker's own.
    before, it, behind = asked
    whole = split(end.join(chain.from_iterable(asked)))
    assert len(whole.questions) == 3
    first = whole.questions[1].answer.line - len(before)
    after = first + whole.text[slice(*_span(whole.questions[1].answer))].count("\n")
    answer = [x for x in edited(it[first:after], edits) if not _NAMES_A_QUESTION.search(x)]
    broken = split(end.join([*before, *it[:first], *answer, "", *it[after:], *behind]))
    kept = (segments(whole), segments(broken))
    for number in (whole.questions[0].number, whole.questions[2].number):
        assert kept[1][number] == kept[0][number]
    assert broken.questions[1].number == whole.questions[1].number


@pytest.mark.parametrize("opener", ["```", "- ```bash", "<!--", "~~~~"])
def test_open_block_in_every_answer(opener):
    lines = [x for x in LINES if "```" not in x]
    text = "\n".join(lines).replace("> Answer:\n", f"> Answer:\n\n{opener}\n")
    parts = split(text)
    assert [q.number for q in parts.questions] == list(range(1, QUESTIONS + 1))
    assert all(f"{opener}\n" in text[q.answer.start : q.answer.end] for q in parts.questions)


def test_linear_in_questions_and_in_lines():
    def text(count):
        return "".join(f"### Question {n}\n> Answer:\n\n```\nwords\n\n" for n in range(1, count))

    assert len(split(text(3000)).questions) == 2999
    assert len(split("x" * 2_000_000 + "\n### Question 1\n").questions) == 1
    assert len(split(" " * 300_000 + "#\n### Question 1\n").questions) == 1
