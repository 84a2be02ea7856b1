"""Long runs of short pieces: none of them runs over the page's edge, and none gains a letter."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import write_report

from publisher.build import build
from publisher.pdf.breaks import BREAK, INLINE, LONGEST, allow_breaks

TEXTS = st.none() | st.text("ab \n", max_size=LONGEST)
TAGS = st.sampled_from(["b", "span", "p", "img"])
TREES = st.recursive(
    st.tuples(TAGS, TEXTS, TEXTS, st.just(())),
    lambda inner: st.tuples(TAGS, TEXTS, TEXTS, st.lists(inner, max_size=4)),
)


def element(drawn):
    tag, text, tail, inner = drawn
    made = ET.Element(tag)
    made.text, made.tail = text, tail
    made.extend(map(element, inner))
    return made


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
    before, root = runs(element(drawn)), element(drawn)
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
    built = build(write_report(tmp_path / "report", answer), ["pdf"], tmp_path / "out")
    assert [d.message for d in built.diagnostics] == []
