"""Formulas, emoji and bare addresses in a line of text: what is one, and what is not."""

from __future__ import annotations

import time

import pytest
from docutils import nodes

from publisher import nodes as ours
from publisher.read.files.folder import Folder
from publisher.read.files.load import Source
from publisher.read.parser import read


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    folder = Folder(tmp_path_factory.mktemp("report"))

    def parsed(markdown):
        text = f"### Question 1\n> Answer:\n\n{markdown}\n"
        source = Source(text.encode(), text, "utf-8", False, None)
        return read(folder.root / "README.md", source, folder).next_node(ours.answer)

    return parsed


def of(node, *kinds):
    return [n.astext() for n in node.findall() if isinstance(n, kinds)]


@pytest.mark.parametrize(
    ("markdown", "formulas"),
    [
        ("$x$ and ($y$), $z$. $a$-th", ["x", "y", "z", "a"]),
        ("$`a_1*b*`$ $$c$$", ["a_1*b*", "c"]),
        (r"$\$5$ $a\\$", [r"\$5", "a\\\\"]),
        ("over $a +\nb$ lines", ["a +\nb"]),
        ("$$\na\n$$\n\n```math\nb\n```\n\n$$ c $$", ["a", "b", "c"]),
        ("$50 to $100, US$5 and A$6, 7$ or 8$", []),
        ("$ a $ and $$ and $ $ and a$b$c and x$y$", []),
        (r"\$a$ `$b$` [$c](https://example.org/$d)", []),
        ("5 $, then 6$. $HOME/`x$`", []),
        ("$a\n\nb$", []),
        ("$$\na\n\nb\n$$", []),
    ],
)
def test_formulas(answer, markdown, formulas):
    assert of(answer(markdown), nodes.math, nodes.math_block) == formulas


@pytest.mark.parametrize(
    ("markdown", "signs"),
    [
        (":rocket: (:+1:) :thumbsup:, :heart:", ["🚀", "👍", "👍", "❤\ufe0f"]),
        ("**:x:** [:dog:](https://example.org)", ["❌", "🐶"]),
        ("`:x:` :nothing-of-the-kind: std::x::y 10:100:20 https://h:8080/:x:y :x", []),
        ("```\n:x:\n```", []),
    ],
)
def test_emoji(answer, markdown, signs):
    found = answer(markdown)
    assert of(found, ours.emoji) == signs
    assert all(node["name"] for node in found.findall(ours.emoji))


@pytest.mark.parametrize(
    "part",
    [
        "$",
        "$`",
        "$a",
        "$$a ",
        "\\$a$",
        ":x",
        "http:",
        "http://",
        "http://_",
        "a@",
        "a@b.",
        "x@y.z;",
    ],
)
def test_marks_without_end_take_no_time(answer, part):
    start = time.process_time()
    assert answer(part * (29_000 // len(part))).astext()
    assert time.process_time() - start < 10
