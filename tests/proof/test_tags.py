"""The simple form of a page is read as Python's parser reads it; what is not of it is left to that."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import every_report

from publisher.check import check
from publisher.proof.tags import _parsed, _simple, tokens_of
from publisher.publish.publication import Publication

PIECES = [
    "<!DOCTYPE html>", "<!doctype html>\n", "<p>", "</p>", '<P CLASS="A b">', "<br>", "<br />", "<br/>", '<img src="a&amp;b" alt="">',
    '<a href="x>y" hidden>', "<a href='x'>", "<a href=x>", '<a  href="x"\n title="y" >', "</a >", "</ a>", "</>", "<>", "< p>", "<p", "<p/>",
    '<p/ class="x">', '<p class="x"id="y">', '<p class="x" class="y">', '<p class = "x">', "<p =x>", '<p "x">', '<svg viewBox="0 0 1 1">', "</svg>",
    '<path d="M0 0"/>', "<script>", "</script>", '<script type="x">', "a<b", "a</b", "<!--", "-->", "<!-- x -->", "<!x>", "<?x?>", "<![CDATA[x]]>",
    "<style>", "</style>", "p{a:b}", "<title>", "</title>", "<title>a &amp; b</title>", "<textarea>", "</textarea>", "<iframe>", "<noscript>",
    "<plaintext>", "<xmp>", "words ", "&", "&amp;", "&lt;p&gt;", "&#65;", "&#x41;", "&amp", "&copy", "&nbsp;", "<", ">", '"', "'", "\n", "\x00", "\u00e9",
    "<math><mi>x</mi></math>", "<my-tag>", "<b1>", "<p:q>", '<p x:y="z">', '<p @x="y">', "</p x>", "\r\n", "\x0c",
]  # fmt: skip


def joined(tokens):
    """Return the tokens with texts that follow each other as one."""
    found = []
    for kind, run in groupby(tokens, key=lambda token: token.kind):
        run = list(run)
        found += [("text", "".join(t.text for t in run))] if kind == "text" else map(tuple, run)
    return found


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
@example("<script>a<b</script><p>x</p>")
@example("<title>a<b</title>")
@example("<style><!-- </style> --></style>")
def test_a_page_of_the_simple_form_is_read_as_by_pythons_parser(html):
    found = _simple(html)
    assert found is None or joined(found) == joined(_parsed(html))


@pytest.mark.parametrize(
    "html", ["<p class='x'>a</p>", "<p>a<!-- b --></p>", "<textarea><p></textarea>", "<p>a < b</p>"]
)
def test_what_is_not_of_the_simple_form_is_left_to_the_parser(html):
    assert _simple(html) is None
    assert joined(tokens_of(html)) == joined(_parsed(html))


@every_report()
def test_our_pages_are_of_the_simple_form(path):
    """Else the proof would take twice the time, and nobody would see why."""
    made = Publication(check(path))
    for html in (made.html().data.decode(), made.job()[0].html):
        found = _simple(html)
        assert found is not None
        assert joined(found) == joined(_parsed(html))
