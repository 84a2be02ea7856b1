"""Quotes and dashes on paper look as print has them; who copies the text has what was typed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import tree_of, write_report

from publisher.pdf.child.quotes import set_quotes
from publisher.publish.build import Options, build

LETTERS = st.text("ab1 \"'-.,()\n“’–", max_size=30)
TREES = st.recursive(
    st.tuples(st.sampled_from(["p", "li", "b", "code", "a", "h4", "td"]), LETTERS, LETTERS, st.just(())),
    lambda inner: st.tuples(st.sampled_from(["p", "div", "ul", "span"]), LETTERS, LETTERS, st.lists(inner, max_size=4)),
)  # fmt: skip


@given(TREES, st.sampled_from(["en", "en-GB", "da", "de", "fr", ""]))
def test_each_sign_stands_for_one_text(drawn, language):
    before, root = tree_of(("body", "", "", [drawn])), tree_of(("body", "", "", [drawn]))
    typed = set_quotes(root, language)
    shown, written = "".join(root.itertext()), "".join(before.itertext())
    assert typed.keys().isdisjoint(written)
    for sign, text in typed.items():
        shown = shown.replace(sign, text)
    assert shown == written
    for kept in ("code", "a", "h4"):
        for new, old in zip(root.iter(kept), before.iter(kept), strict=True):
            assert "".join(new.itertext()) == "".join(old.itertext())


def shown_of(text, language="en"):
    root = ET.fromstring(f"<body><p>{text}</p></body>")  # noqa: S314 - a text of ours
    set_quotes(root, language)
    return "".join(root.itertext())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('"Yes", he said', "“Yes”, he said"),
        ('("so") and "a <b>bold</b>" or <i>"it"</i>', "(“so”) and “a bold” or “it”"),
        ('"a <code>"x"</code>" too', '“a "x"” too'),
        ("\"a 'b' c\"", "“a ‘b’ c”"),
        ("don't, the bees' hive, 'one'", "don’t, the bees’ hive, ‘one’"),
        ('a 5" pipe and "this', 'a 5" pipe and "this'),
        ("5' and 6\" wide", "5' and 6\" wide"),
        ("in the '90s", "in the '90s"),
        ("one - two -- three - four", "one ‒ two -- three ‒ four"),
        ("--host, -p, a-b, 1-2, -", "--host, -p, a-b, 1-2, -"),
        ('עוד "מילה" - it\'s', 'עוד "מילה" - it\'s'),
        ('his “own” and "typed"', 'his “own” and "typed"'),
    ],
)
def test_signs(text, shown):
    assert shown_of(text) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [("da-DK", "“it’s” a"), ("de", "„it's“ a"), ("fr", '"it\'s" a'), ("", '"it\'s" a')],
)
def test_each_language_has_its_own(language, shown):
    assert shown_of('"it\'s" a', language) == shown


def test_what_is_copied_is_what_was_typed(tmp_path):
    answer = "She said \"it's **the** e\u0301t\u0323e\u0301 'one'\" - and went."
    path = write_report(tmp_path / "report", answer)
    built = build(path, tmp_path / "out", options=Options(formats=["pdf"]))
    assert built.result.diagnostics == []
    with pypdfium2.PdfDocument(built.written[0].read_bytes()) as pdf:
        text = pdf[2].get_textpage().get_text_range()
    assert answer.replace("**", "") in " ".join(text.split())
    assert not set("“”‘’‒") & set(text)
