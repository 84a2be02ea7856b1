"""Blanks at which no line ends on paper; who copies the text has what was typed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import write_report

from publisher.pdf.child.keeps import HELD, hold_words
from publisher.publish.build import Options, build

WORDS = st.sampled_from(
    [
        "12",
        "3.5",
        "GB",
        "kg",
        "%",
        "ms",
        "Figure",
        "figures",
        "Fig.",
        "a",
        "words",
        "of",
        "code",
        "s.",
        "x",
    ]
)
TREES = st.recursive(
    st.tuples(st.sampled_from(["p", "li", "b", "code", "a", "h4", "td"]), st.lists(WORDS), st.lists(WORDS), st.just(())),
    lambda inner: st.tuples(st.sampled_from(["p", "div", "ul", "span", "h4"]), st.lists(WORDS), st.lists(WORDS), st.lists(inner, max_size=4)),
)  # fmt: skip


def element(drawn):
    tag, text, tail, inner = drawn
    made = ET.Element(tag)
    made.text, made.tail = " ".join(text), " ".join(tail)
    made.extend(map(element, inner))
    return made


@given(TREES)
def test_only_blanks_change_and_none_in_code_links_and_headings(drawn):
    before, root = element(("body", [], [], [drawn])), element(("body", [], [], [drawn]))
    hold_words(root)
    assert "".join(root.itertext()).replace(HELD, " ") == "".join(before.itertext())
    for kept in ("code", "a", "h4"):
        assert all(HELD not in "".join(found.itertext()) for found in root.iter(kept))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("It has 16 GB and 2.5 kg, 30 % of 10 V.", "16_GB 2.5_kg, 30_% 10_V."),
        ("a line of 16\nGB and\nmore", "16_GB"),
        ("See Figure 3, Fig. 4 and figures 5 to 7", "Figure_3, Fig._4 figures_5"),
        ("as in spørgsmål 4 and Tabelle 2", "spørgsmål_4 Tabelle_2"),
        ("In 2026 Ann had 12 mice and 3 Words", ""),
        ("A configure 3 times", ""),
        ("x" * 80 + " ends with it.", "with_it."),
        ("x" * 80 + " ends with something.", ""),
        ("short, so be it", ""),
    ],
)
def test_what_is_held(text, held):
    root = element(("body", [], [], [("p", [text], [], ())]))
    hold_words(root)
    assert " ".join(w for w in root[0].text.split(" ") if HELD in w).replace(HELD, "_") == held


def test_no_line_ends_there_and_the_copy_has_blanks(tmp_path):
    answer = "".join(
        f"{'x' * n} it took 16 GB. " + "And more of it follows here. " * 2 + "\n\n"
        for n in range(50, 70)
    )
    path = write_report(tmp_path / "report", answer)
    made = build(path, tmp_path / "out", options=Options(formats=["pdf"]))
    assert not made.lost
    parted = 0
    with pypdfium2.PdfDocument(made.written[0].read_bytes()) as pdf:
        for page in list(pdf)[2:]:
            text = page.get_textpage().get_text_range()
            assert HELD not in text
            parted += text.count("16\r\n")
            assert "took 16 GB" in " ".join(text.split())
    assert parted == 0
