"""Migration loses no line of an answer, and done twice it changes nothing more."""

from __future__ import annotations

import re
from collections import Counter

from edited_reports import template, texts
from hypothesis import given

from publisher.authoring.migrate import migrate
from publisher.read.cut.answer import clean
from publisher.read.yardstick.recognise import split_by_template
from publisher.read.yardstick.template import Template

_MARKER = re.compile(r"^[\s>#*_]*answers?\b[^:\n]{0,20}:[*_]*", re.IGNORECASE)


def empty(lines: list[str]) -> list[str]:
    """Return the report without its answers and ticks."""
    kept, answer = [], False
    for line in lines:
        answer = answer and not line.startswith("#")
        if not answer:
            kept.append(line.replace("[x]", "[ ]"))
        if line == "> Answer:":
            kept += ["", "--- question 1 fill here ---", ""]
            answer = True
    return kept


def renumbered(lines: list[str]) -> list[str]:
    """Return the next year's template: a question in front of the third, others moved up."""
    found = []
    for line in lines:
        number = int(line[13:]) if line.startswith("### Question ") else 0
        if number == 3:
            found += ["### Question 3", "> **Something new is asked here**", ">", "> Answer:", ""]
        found.append(f"### Question {number + 1}" if number >= 3 else line)
    return [line.replace("## Part two", "## Part number two") for line in found]


OLD = Template("old", "\n".join(empty(template())) + "\n")
NEW = Template("new", "\n".join(renumbered(empty(template()))) + "\n")


def lines_of(text: str) -> Counter[str]:
    lines = (_MARKER.sub("", line).strip() for line in re.split(r"\r\n|\r|\n", text))
    return Counter(line for line in lines if line.strip("- "))


def answer_lines(text: str, templates: list[Template]) -> Counter[str]:
    """Return the lines of the answers that hold more than a placeholder."""
    found: Counter[str] = Counter()
    parts, _ = split_by_template(text, templates)
    for question in parts.questions:
        if any(line.strip() for line in clean(text, question).lines):
            found += lines_of(text[question.answer.start : question.answer.end])
    return found


def own_words(text: str) -> set[str]:
    return set(re.findall(r"w\d+x", text))


@given(texts())
def test_nothing_is_lost_in_the_same_version(text):
    moved = migrate(text, [OLD]).text
    assert not answer_lines(text, [OLD]) - lines_of(moved)
    assert own_words(text) <= own_words(moved)
    assert migrate(moved, [OLD]).text == moved


@given(texts())
def test_nothing_is_lost_in_the_next_version(text):
    moved = migrate(text, [OLD, NEW]).text
    assert not answer_lines(text, [OLD, NEW]) - lines_of(moved)
    assert own_words(text) <= own_words(moved)
    assert migrate(moved, [OLD, NEW]).text == moved
