"""Whatever the text: reading never raises, every question is a node, and no word is lost."""

from __future__ import annotations

import pickle
import re
import sys

import pytest
from docutils import nodes
from edited_reports import excerpts, real_texts, template, texts
from github import github, shown
from hypothesis import given
from hypothesis import strategies as st

from publisher import nodes as ours
from publisher.course.settings import Course
from publisher.read.cut.answer import clean
from publisher.read.cut.segments import split
from publisher.read.files.folder import Folder
from publisher.read.files.load import Source
from publisher.read.parser import read
from publisher.report.view import Report
from publisher.rules import run
from publisher.sphinx.parser import ReportParser

_COMMENT = re.compile(r"<!--(?:>|[\s\S]*?-->)")
_OWN_WORD = re.compile(r"w\d+x")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("report"))


def tree(text, folder):
    source = Source(text.encode("utf-8", "surrogatepass"), text, "utf-8", False, None)
    return read(folder.root / "README.md", source, folder)


def held(document):
    """Return all text of a tree, that of attributes included."""
    found = []
    for node in document.findall():
        if isinstance(node, nodes.Text):
            found.append(node.astext())
        else:
            found += [str(value) for value in node.attributes.values()]
    return set(_OWN_WORD.findall(" ".join(found)))


def assert_sound(text, folder, seen=None):
    """Hold all that is true of any tree; ``seen``: the words that must be in it (default: all)."""
    document = tree(text, folder)
    parts = split(text)
    questions = list(document.findall(ours.question))
    assert [q["number"] for q in questions] == [q.number for q in parts.questions]
    words = held(document)
    for question in parts.questions:
        answer = clean(text, question).markdown
        answer = _COMMENT.sub(" ", answer) if "-->" in answer else answer
        wanted = set(_OWN_WORD.findall(answer))
        lost = (wanted if seen is None else wanted & seen) - words
        assert not lost, f"question {question.number}"
    assert_valid(document)
    findings = run(Report(document), Course())
    lines = len(parts.lines.items) + 1
    assert all(1 <= d.line <= lines for d in findings)
    return document


def assert_valid(document):
    """Hold what every builder relies on."""
    assert not list(document.findall(ours.html_fragment))
    assert not list(document.findall(nodes.system_message))
    for node in document.findall():
        parent = node.parent
        if isinstance(node, nodes.list_item):
            assert isinstance(parent, nodes.bullet_list | nodes.enumerated_list)
        if isinstance(node, nodes.bullet_list | nodes.enumerated_list):
            assert all(isinstance(x, nodes.list_item) for x in node.children)
        if isinstance(node, nodes.Text):
            assert isinstance(parent, nodes.TextElement), parent.tagname
        if isinstance(node, nodes.entry):
            assert isinstance(parent, nodes.row)
        if isinstance(parent, nodes.TextElement) and not isinstance(node, nodes.Text):
            inline = isinstance(node, nodes.Inline | nodes.image)
            assert inline, f"{node.tagname} in {parent.tagname}"
    ids = [i for n in document.findall(nodes.Element) for i in n["ids"]]
    assert len(ids) == len(set(ids))


@given(st.one_of(texts(), real_texts()))
def test_edited_report(folder, text):
    assert_sound(text, folder)


@given(excerpts())
def test_edited_excerpt_of_a_real_report(folder, text):
    seen = set(_OWN_WORD.findall("".join(shown(github(text)))))  # a row's cells too many are none
    assert_sound(text, folder, seen)


@given(st.text("`~<>-#*_[]()!|$ \n&:=\"'/abdilptrw1x", max_size=200))
def test_any_answer(folder, text):
    assert_sound(f"### Question 1\n> Answer:\n\n{text}\n\n### Question 2\n> Answer:\n\nw1x", folder)


TAGS = [
    "p",
    "div",
    "b",
    "i",
    "a",
    "td",
    "tr",
    "table",
    "ul",
    "li",
    "details",
    "summary",
    "pre",
    "code",
    "img",
    "br",
    "span",
    "select",
    "svg",
    "h2",
    "x",
]
tag = st.one_of(
    st.sampled_from(TAGS).map("<{}>".format),
    st.sampled_from(TAGS).map("</{}>".format),
    st.sampled_from(['<a href="x">', "<img src=x alt='w9x'>", '<p title="', "<!--", "-->", "<"]),
    st.sampled_from(["\n", "\n\n", "- ", "> ", "| w8x | w9x |\n|---|---|\n", "**", "`", "w1x "]),
)


@given(st.lists(tag, max_size=40).map("".join))
def test_any_html(folder, html):
    text = f"### Question 1\n> Answer:\n\n{html}\n\nw7x\n"
    seen = set(_OWN_WORD.findall("".join(shown(github(html)))))  # in <p title="w1x"> there is none
    assert_sound(text, folder, seen)


DEEP = {
    "quotes": "> " * 1000 + "w1x",
    "items": "- " * 1000 + "w1x",
    "lists": "\n".join("  " * n + f"- w{n}x" for n in range(1000)),
    "emphasis": "**a " * 1000 + "w1x" + " a**" * 1000,
    "struck": "~~a " * 1000 + "w1x" + " a~~" * 1000,
    "links": "[" * 1000 + "w1x" + "](x)" * 1000,
    "images": "![" * 1000 + "w1x" + "](x)" * 1000,
    "div": "<div>" * 1000 + "w1x",
    "table": "<table><tr><td>" * 1000 + "w1x",
    "b on lines": "\n\n".join(["<b>w1x"] * 1000),
    "details": "<details>\n\n" * 500 + "w1x",
    "footnotes": "\n".join("    " * n + f"[^{n}]: w{n}x" for n in range(300)),
    "just allowed": "> " * 14 + "<div>" * 14 + "w1x",
    "tables just allowed": "<table><tr><td>" * 28 + "w1x",
}


@pytest.mark.parametrize("deep", DEEP.values(), ids=DEEP)
@pytest.mark.parametrize("place", ["answer", "prompt", "prose", "heading"])
def test_deep_nesting(folder, deep, place):
    line = deep.replace("\n", " ")
    text = {
        "answer": f"### Question 1\n> Answer:\n\n{deep}\n",
        "prompt": f"### Question 1\n> {line}\n>\n> Answer:\n\nYes.\n",
        "prose": f"{deep}\n\n### Question 1\n> Answer:\n\nYes.\n",
        "heading": f"# {line}\n\n### Question 1: {line}\n> Answer:\n\nYes.\n",
    }[place]
    document = assert_sound(text + "\n### Question 2\n> Answer:\n\nTwo.\n", folder)
    assert set(_OWN_WORD.findall(text)) <= held(document)
    # What Sphinx does with a tree: it must do for Python's recursion.
    document.reporter = None
    assert sys.getrecursionlimit() <= 1000
    assert pickle.loads(pickle.dumps(document)).pformat() == document.deepcopy().pformat()


LONG = [
    "a",
    "*a ",
    "[",
    "![",
    "`a",
    "<a ",
    "<b>",
    "<!--",
    "a@",
    "http://",
    "$a",
    "\\",
    "- ",
    "<p ",
    "&",
]


@pytest.mark.parametrize("piece", LONG)
def test_long_lines(folder, piece):
    assert_sound(f"### Question 1\n> Answer:\n\nw1x {piece * 100_000}\n\nw2x\n", folder)


def test_the_same_tree_twice(folder):
    text = "\n".join(template())
    assert tree(text, folder).pformat() == tree(text, folder).pformat()


def test_parser_reads_bytes_again_unless_the_text_was_changed(tmp_path):
    from docutils.core import publish_doctree

    path = tmp_path / "README.md"
    path.write_bytes("### Question 1\n> Answer:\n\nSøren\n".encode("cp1252"))

    def parsed(text):
        return publish_doctree(text, source_path=str(path), parser=ReportParser())

    same = path.read_bytes().decode("cp1252")
    assert parsed(same)["encoding"] == "cp1252"
    assert parsed(same.replace("Søren", "Other")).astext().endswith("Other")
