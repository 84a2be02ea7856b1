"""Two versions of a part as one: each can be read in it, and what is marked is what differs."""

from __future__ import annotations

import base64
import re

import pytest
from docutils import nodes
from edited_reports import texts
from hypothesis import given, settings
from support import Page, png, run, write_report

from publisher import nodes as ours
from publisher.builders.highlight import Highlighter
from publisher.diff.merge import OP, blocks, merged, prose
from publisher.diff.page import _Translator
from publisher.diff.words import WordDiff
from publisher.read.files.folder import Folder
from publisher.read.files.load import Source
from publisher.read.parser import read


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("report"))


def tree(text, folder):
    source = Source(text.encode("utf-8", "surrogatepass"), text, "utf-8", False, None)
    return read(folder.root / "README.md", source, folder)


def letters(parts, *, without=""):
    """Return the letters of a part, without those that are marked as ``without``."""

    def of(node):
        if isinstance(node, nodes.Text):
            return node.astext()
        if node.get(OP) == without != "":
            return ""
        return "".join(map(of, node.children))

    return "".join("".join(map(of, parts)).split())


def answers(document):
    return {q["number"]: next(q.findall(ours.answer)) for q in document.findall(ours.question)}


@given(texts(), texts())
@settings(max_examples=40)
def test_property_both_versions_can_be_read(folder, one, other):
    old, new = tree(one, folder), tree(other, folder)
    before, after = answers(old), answers(new)
    pairs = [
        (blocks(before.get(number), "old"), blocks(after.get(number), "new"))
        for number in before | after
    ]
    pairs.append((prose(old, "old"), prose(new, "new")))
    for was, is_ in pairs:
        said = letters(was), letters(is_)
        root = merged(was, is_, WordDiff())
        root.document = new
        assert (letters([root], without="in"), letters([root], without="out")) == said
        if said[0] == said[1] == "":
            continue
        translator = _Translator(new, {"old": folder, "new": folder}, Highlighter())
        Page(f"<div>{translator.all_of(root)}</div>")  # all that opens is closed


def difference(tmp_path, old, new, **options):
    """Return the first answer of the page of two reports, as HTML."""
    one, other = (
        write_report(tmp_path / name, text, **options)
        for name, text in (("old", old), ("new", new))
    )
    html = run("diff", one, other, "--format", "html").out
    start = html.index('<div class="answer">')
    return html[start : html.index('<details class="markdown">', start)].replace(
        '<span class="said">', "<span>"
    )


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("We **used** it", "We **took** it", "<strong><del><span>out: </span>used</del> <ins>"),
        ("a `b` c", "a c", "a <del><span>out: </span><code>b</code></del> c"),
        ("one two", "one two three", "two <ins><span>in: </span>three</ins></p>"),
        ("one two three", "one two", "one two <del><span>out: </span>three</del></p>"),
        ("all of it", "something else", '<del class="block"><span>out: </span><p>all of it</p>'),
        ("one\n\ntwo", "one", '<p>one</p>\n<del class="block"><span>out: </span><p>two</p>'),
        ("- a b\n- c d", "- a b\n- c d\n- e f", '<li><ins class="block"><span>in: </span>'),
        ("- a b\n- c d", "- a b\n- c e", "c <del><span>out: </span>d</del> <ins>"),
        ("```\na\nb\n```", "```\na\nc\n```", "a\n<del><span>out: </span>b\n</del><ins>"),
        ("$x + 1$ of it", "$x + 2$ of it", "<ins><span>in: </span><math"),
        ("| a | b |\n|-|-|\n| c | d |", "| a | b |\n|-|-|\n| c | e |", "<del><span>out: </span>d"),
        (
            "[a](https://a.example)",
            "[a b](https://a.example)",
            "a <ins><span>in: </span>b</ins></a>",
        ),
        ("one[^1] two\n\n[^1]: note", "one[^1] three\n\n[^1]: note", "<sup>1</sup>"),
        ("**a b**, c", "**a b**, d", "<strong>a b</strong>, <del>"),
    ],
)
def test_what_is_shown(tmp_path, old, new, shown):
    assert shown in difference(tmp_path, old, new)


def test_what_is_the_same_is_folded_and_markup_is_no_word(tmp_path):
    html = difference(tmp_path, f"{'same ' * 60}\n\nold", f"{'same ' * 60}\n\nnew")
    assert "<summary>60 words that are the same</summary>" in html
    html = difference(tmp_path, "**bold** words", "*bold* words")
    assert "<em>bold</em> words" in html
    assert "<del>" not in html


def test_pictures_are_those_of_their_report(tmp_path):
    reports = [
        write_report(tmp_path / name, text, figures={"figures/a.png": png(size, 4)})
        for name, text, size in (
            ("old", "words\n\n![A plan of the yard](figures/a.png)", 3),
            ("new", "words\n\n![Another thing](figures/a.png)", 5),
        )
    ]
    html = run("diff", *reports, "--format", "html").out
    start = html.index('<div class="answer">')
    shown = re.findall(
        r'<(del|ins) class="block">.*?src="data:image/png;base64,([^"]*)"', html[start:], re.DOTALL
    )
    assert [(tag, base64.b64decode(data)) for tag, data in shown] == [
        ("del", png(3, 4)),
        ("ins", png(5, 4)),
    ]


def test_ids_and_links_of_both_reports_lead_nowhere_wrong(tmp_path):
    answer = "#### A heading\n\n[to it](#a-heading) and one[^1]\n\n[^1]: a note\n\n"
    html = difference(tmp_path, f"{answer}old", f"{answer}new")
    page = Page(html.partition("\n")[2].rpartition("</div>")[0].join(("<main>", "</main>")))
    assert not [e for e in page.elements if "id" in e.attributes]
    assert not page.all("a")
    assert "to it" in html
