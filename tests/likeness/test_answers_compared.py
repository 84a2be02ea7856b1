"""What of an answer is compared: running text, without what is somebody else's; a stranger's tree is never trusted."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from support import write_report

from publisher.archive.decode import decode
from publisher.course.settings import Course
from publisher.likeness.texts import MOST_WORDS, asked_in, templates_in
from publisher.publish.build import Options, make


def asked(tmp_path, *answers):
    """Return what is compared of a report with these answers."""
    path = write_report(tmp_path, *answers)
    built = make(path, tmp_path / "out", Course(), Options(formats=("archive",)))
    return asked_in(decode(built.files["report.json"]).members)


def test_answer_is_its_running_text(tmp_path):
    answer = (
        "We *measured* [the node](https://example.org) at\nnight.\n\n"
        "- It slept\n- it woke[^1]\n\n| a | b |\n| - | - |\n| c | d |\n\n[^1]: At six."
    )
    (found,) = asked(tmp_path, answer)
    assert found.answer == (
        "We measured the node at night.\n\nIt slept\n\nit woke\n\na\n\nb\n\nc\n\nd\n\nAt six."
    )


def test_quotes_code_and_formulas_are_taken_out(tmp_path):
    answer = (
        "We call `sleep()` when $x^2$ is **small**.\n\n> As others said.\n\n"
        "```python\nnot_ours()\n```\n\n$$\ny = 2\n$$\n\n--- question 1 fill here ---\n\nThen it sleeps."
    )
    (found,) = asked(tmp_path, answer)
    assert found.answer == (
        "We call \ufffc when \ufffc is small.\n\n\ufdd0\n\n\ufdd0\n\n\ufdd0\n\nThen it sleeps."
    )


def test_prompt_is_what_was_asked_with_its_example(tmp_path):
    (found,) = asked(tmp_path, "Ten.")
    assert found.prompt
    assert "Ten" not in found.prompt
    assert "Answer:" not in found.prompt


def tree(*children):
    return {"document": {"root": {"type": "document", "children": [*children]}}}


def answered(number, *children):
    return {
        "type": "question",
        "number": number,
        "children": [{"type": "answer", "children": [*children]}],
    }


def test_answers_under_one_number_are_one():
    (found,) = asked_in(tree(answered(1, "a"), answered(1, "b")))
    assert found.answer == "a\n\n\ufdd0\n\nb"


def test_what_no_page_can_hold_is_taken_out_of_a_strangers_words():
    (found,) = asked_in(tree(answered(1, "a\0b\x1d\ufdd0c\ud800 \u0085d")))
    assert found.answer == "abc\ufffd d"


def test_very_long_answer_is_cut_and_said_to_be():
    (found,) = asked_in(tree(answered(1, "a " * (MOST_WORDS + 5))))
    assert (len(found.answer.split()), found.cut) == (MOST_WORDS, True)


def test_deep_tree_is_read_without_recursion():
    deep = {"type": "paragraph", "children": ["x"]}
    for _ in range(5000):
        deep = {"type": "list_item", "children": [deep]}
    (found,) = asked_in(tree(answered(1, deep)))
    assert found.answer == "x"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["question", "answer", "prompt", "x"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "document",
                    "root",
                    "children",
                    "type",
                    "number",
                    "settings",
                    "templates",
                    "markdown",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(st.dictionaries(st.sampled_from(["document", "settings"]), JSON))
def test_property_whatever_an_archive_holds_is_read(members):
    members = json.loads(json.dumps(members))
    assert all(isinstance(found.answer, str) for found in asked_in(members))
    assert all(isinstance(text, str) for text in templates_in(members))
