"""What a glance says no to asks nothing, however it is cut."""

from __future__ import annotations

import pytest
from edited_reports import excerpts, texts
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.read.cut.glance import asks, may_ask
from publisher.read.cut.segments import split

PIECES = [
    "#", "##", "### ", "\n", "\n", "\n\n", "\r\n", "\r", " ", "  ", "\t", "    ", ">", "> ", "- ", "* ", "1. ", "===\n", "---\n",
    "Question", "question", "Questions", "Q", "q", "Que\u00adstion", "Que<b>stion</b>", "Frage", "No. ", "number ",
    "1", "2", "3", " 1", " 2.", "Part", "**", "__", "<h3>", "</h3>", "<b", "<summary>", "<a\n", "words", ".", ":", "`",
    "Answer:", "> Answer:\n", "**Answer:**", "Svar:", "A:", "Our reply -", "> Respuesta:\n", "> Odpowied:\n", "(a) ", "_ans_:",
    "Answer length: 5 words\n", "> **Why?**\n", "Example\n", "```\n", "<!--", "-->", "<!-- publisher: ignore x: y -->\n",
    "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "\u2028", "\ufeff", "\u200b", "\x0b", "&#49;", "\\", "\u017f", "\u212a", "K",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | texts() | excerpts())
@example("Question\n3\n===\n")
@example("> Question\n> 3\n> ===\n")
@example("## 1 Frage\n\nSvar: ja\n")
@example("1 Install\nmore\n---\n> Why?\n>\n> Odpowied:\n")
@example("**Q\u00ad1**\n\n> Why?\n>\n> Answer:\n")
def test_where_a_glance_says_no_a_cut_finds_no_question(text):
    assert may_ask(text) or not split(text).questions


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("# Guide\n\nA question of taste.\n", False),
        ("## 2. Install\n\nSee https://example.org: 3 steps.\n", False),
        ("## 1 Frage\n\n> Warum?\n>\n> Antwort:\n\nDarum.\n", True),
        ("### Question 1\n\nWhy.\n", True),
        ("**Question 1** is hard\n", False),
    ],
)
def test_a_text_asks_what_a_cut_finds(text, asked):
    assert asks(text) == bool(split(text).questions) == asked


def test_a_numbered_heading_alone_is_no_reason_to_cut():
    assert not may_ask("# Guide\n\n## 2. Install\n\nRun this 3 times.\n\n- a\n- b\n")
