"""Long runs of short pieces: none of them runs over the page's edge, and none gains a letter."""

from __future__ import annotations

from io import StringIO
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2
import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st
from support import tree_of, write_report

from publisher.pdf.child.breaks import (
    BREAK,
    INLINE,
    LINE,
    LONGEST,
    PIECE,
    allow_breaks,
    cut_words,
    hold_options,
)
from publisher.pdf.objects.text_maps import JOINER
from publisher.publish.build import Options, build

TEXTS = st.none() | st.text("ab \n", max_size=LONGEST)
TAGS = st.sampled_from(["b", "span", "p", "img"])
TREES = st.recursive(
    st.tuples(TAGS, TEXTS, TEXTS, st.just(())),
    lambda inner: st.tuples(TAGS, TEXTS, TEXTS, st.lists(inner, max_size=4)),
)


def runs(root):
    """Return the runs of letters, each as the list of its pieces."""
    pieces = [[]]

    def add(text):
        for place, part in enumerate((text or "").replace("\n", " ").split(" ")):
            if place:
                pieces.append([])
            if part:
                pieces[-1].append(part)

    def walk(node):
        add(node.text)
        for child in node:
            if child.tag not in INLINE:
                pieces.append([])
            walk(child)
            if child.tag not in INLINE:
                pieces.append([])
            add(child.tail)

    walk(root)
    return [run for run in pieces if run]


@given(TREES)
def test_only_runs_that_are_too_long_may_be_broken_and_everywhere_between_pieces(drawn):
    before, root = runs(tree_of(drawn)), tree_of(drawn)
    root.tail = None
    allow_breaks(root)
    for old, new in zip(before, runs(root), strict=True):
        size = sum(map(len, old))
        wanted = [p + BREAK for p in old[:-1]] + old[-1:] if size > LONGEST else old
        assert new == wanted


@pytest.mark.parametrize(
    "answer",
    ["```python\n" + "x=1;" * 80 + "\n```", "**a**`b`" * 80, "<b>m</b><i>n</i>" * 90],
    ids=["code in colours", "emphasis and code", "HTML"],
)
def test_nothing_runs_over_the_edge(answer, tmp_path):
    built = build(
        write_report(tmp_path / "report", answer),
        tmp_path / "out",
        options=Options(formats=["pdf"]),
    )
    assert [d.message for d in built.diagnostics] == []


def cut(html: str):
    # A short text would be taken for the name of a file.
    root = tinyhtml5.parse(StringIO(f"<body>{html}"), namespace_html_elements=False)
    before = "".join(root.itertext())
    cut_words(root)
    after = "".join(root.itertext())
    assert after.replace(BREAK, "") == before
    return root, after


LETTERS = st.text(st.sampled_from("ab-/ é\u0301שต中🚀👩\u200d💻\n"), max_size=9).flatmap(
    lambda text: st.sampled_from([text, text * 40])
)


@given(st.lists(st.tuples(st.sampled_from(["b", "p", "code", "td"]), LETTERS, LETTERS)))
def test_no_text_changes(parts):
    cut("".join(f"<{tag}>{inner}</{tag}>{tail}" for tag, inner, tail in parts))


@pytest.mark.parametrize("word", ["x" * LINE, "=" * LINE, "a-1" * LINE, "שלום" * LINE])
def test_words_longer_than_a_line_break_between_all_letters(word):
    assert cut(f"<b>a {word} b</b> {word}")[1].count(BREAK) == 2 * len(word)


@pytest.mark.parametrize(
    "text",
    [
        *("x" * (LINE - 1), "path/to-a?file|" * LINE, "word " * LINE, "中文" * LINE),
        *("ภาษาไทย" * LINE, "👩\u200d💻" * LINE),
    ],
)
def test_other_words_break_where_they_do(text):
    assert BREAK not in cut(text)[1]


def test_a_letter_keeps_its_accents_and_a_very_long_word_comes_in_pieces():
    root, text = cut("e\u0301" * 1000)
    assert BREAK + "\u0301" not in text
    pieces = ["".join(piece.split(BREAK)) for piece in root.find("body").itertext()]
    assert max(map(len, pieces)) <= PIECE


@pytest.mark.parametrize(
    ("code", "held"),
    [
        ("run --host x -p 1 (-q)", "run --_host x -_p 1 (-_q)"),
        ("a-b a--b x - y -- --- ->", "a-b a--b x - y -- --- ->"),
        ("--" * 5 + " -", "--" * 5 + " -"),
    ],
)
def test_an_option_keeps_its_hyphens(code, held):
    root = ET.Element("p")
    root.text = "--word "
    inner = ET.SubElement(root, "code")
    inner.text, inner.tail = code, " --word"
    hold_options(root)
    assert "".join(root.itertext()) == f"--word {held.replace('_', JOINER)} --word"


def test_no_line_of_a_pdf_ends_within_an_option(tmp_path):
    answer = "#### `--name`\n\n[`--word`](https://example.org)\n\n"
    answer += "\n\n".join(f"{'x' * n} " + "`--host localhost --users 50` " * 9 for n in range(8))
    built = build(
        write_report(tmp_path / "report", answer),
        tmp_path / "out",
        options=Options(formats=["pdf"]),
    )
    with pypdfium2.PdfDocument(built.written[0]) as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
        assert "--name" in [bookmark.get_title() for bookmark in pdf.get_toc()]
    with pikepdf.open(built.written[0]) as pdf:
        said = [str(a.Contents) for page in pdf.pages for a in page.get("/Annots", ())]
    assert "--word (https://example.org)" in said
    assert (text.count("--host"), text.count("--users")) == (72, 72)
