"""What GitHub shows of an answer, our page shows: blocks, lists, tables, links, pictures, words.

GitHub's own parser is the judge.  Where we differ, ``tests/cases/github/differences.txt``
says so with the reason; a difference that is not listed there fails, and so does one that is
listed and does not exist.
"""

from __future__ import annotations

import difflib
import os
import re
from functools import cache
from pathlib import Path

import pytest
from constructs import CASES, constructs
from github import promised_html
from hypothesis import given
from hypothesis import strategies as st
from outline import outline
from support import every_report

from publisher import nodes as ours
from publisher.builders.highlight import Highlighter
from publisher.builders.translator import PageTranslator
from publisher.read.cut.answer import clean
from publisher.read.cut.segments import split
from publisher.read.files.folder import Folder, Located
from publisher.read.files.load import Source, load
from publisher.read.files.picture import Picture
from publisher.read.parser import read

SPECIFICATION = os.environ.get("COMMONMARK_SPEC", "")
"""The text of the CommonMark specification (spec.txt); ``nox -s commonmark`` fetches it."""

_EXAMPLE = re.compile(r"^`{32} example.*\n([\s\S]*?)^\.\n[\s\S]*?^`{32}$", re.MULTILINE)


class Shown(Folder):
    """A folder in which every picture is found, so that no note stands for one."""

    def locate(self, uri):
        return Located(uri, "")

    def picture(self, path):  # noqa: ARG002 - the name is the base class's
        return Picture("image/png", 8, 8, 0, "", "")


FOLDER = Shown(Path(__file__).resolve().parent)


def in_between(markdown):
    # A heading at an answer's end would begin the next section; dashes at its start are mended.
    return f"Before.\n\n{markdown.rstrip(chr(10))}\n\nAfter.\n"


def page_of(markdown):
    """Return the answer as our page has it; the question behind it is as it always is."""
    text = f"### Question 1\n> Answer:\n\n{markdown}\n\n### Question 2\n> Answer:\n\nw1x *w2x*"
    source = Source(text.encode("utf-8", "surrogatepass"), text, "utf-8", False, None)
    document = read(FOLDER.root / "README.md", source, FOLDER)
    first, second = document.findall(ours.question)
    answer, after = (q.next_node(ours.answer) for q in (first, second))
    assert after.pformat().splitlines()[1:] == [
        "    <paragraph>", "        w1x ", "        <emphasis>", "            w2x",
    ], "leaked into the next question"  # fmt: skip
    page = PageTranslator(document, str, lambda _: False, Highlighter())
    return page.render(answer)


def difference(markdown):
    """Return how our page and GitHub's differ, as lines; empty if they do not."""
    markdown = in_between(markdown)
    theirs, own = outline(promised_html(markdown)), outline(page_of(markdown))
    return list(difflib.unified_diff(theirs, own, "GitHub", "our page", lineterm="", n=1))


@cache
def listed():
    """Return the differences that have a reason, by name."""
    pairs = {}
    for line in (CASES / "differences.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, reason = line.partition(": ")
            assert reason, line
            assert name not in pairs, line
            pairs[name] = reason
    return pairs


def hold(name, markdown):
    found = difference(markdown)
    if name in listed():
        assert found, f"{name} is listed as a difference, and is none any more"
    else:
        assert not found, "\n".join([name, markdown, *found])


def cases():
    return [
        pytest.param(f"{file}, {name}", text, id=f"{file}: {name}")
        for file, name, text in constructs()
    ]


@pytest.mark.parametrize(("name", "markdown"), cases())
def test_construct(name, markdown):
    hold(name, markdown)


@pytest.mark.skipif(not SPECIFICATION, reason="COMMONMARK_SPEC names no specification")
def test_examples_of_the_specification():
    examples = _EXAMPLE.findall(Path(SPECIFICATION).read_text(encoding="utf-8"))
    assert len(examples) > 600
    for number, example in enumerate(examples, 1):
        hold(f"CommonMark {number}", example.replace("→", "\t"))
    numbers = {int(name.split()[1]) for name in listed() if name.startswith("CommonMark")}
    assert max(numbers) <= len(examples)


@every_report()
def test_answers_of_reports(path):
    text = load(path).text
    for question in split(text).questions:
        found = difference(clean(text, question).markdown)
        assert not found, "\n".join([f"question {question.number}", *found])


def test_every_listed_difference_is_of_something_that_is_tried():
    own = {case.values[0] for case in cases()}
    known = {name for name in listed() if not name.startswith("CommonMark ")}
    assert known <= own


@given(st.text("`~<>-#*_[]()!|$ \n&:=\"'/\\abdilptrw1x.@", max_size=120))
def test_no_property_of_an_answer_reaches_the_next_question(markdown):
    page_of(markdown)


@given(st.lists(st.sampled_from([text for *_, text in constructs()]), max_size=4))
def test_no_property_of_constructs_reaches_the_next_question(texts):
    page_of("".join(texts))
