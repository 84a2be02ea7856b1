"""Where links lead is legible on paper: once an answer, and only where the text does not say it."""

from __future__ import annotations

import re

import pikepdf
import pytest
from support import png, run, write_report

from publisher.builders.link_notes import needs_note
from publisher.check import check
from publisher.publish.publication import Publication

ANSWER = """See [the docs](https://example.org/re), [them](https://example.org/re) and <https://example.org/auto>.

#### A "quoted" [heading](https://example.org/heading)

| a |
| --- |
| [cell](https://example.org/cell?a=1&b=2) |

[![a picture](figures/a.png)](https://example.org/picture)

A note[^1], [up](#part), [a file](figures/a.png).

[^1]: With [a link](https://example.org/note).
"""


@pytest.fixture
def report(tmp_path):
    again = "[again](https://example.org/re)"
    return write_report(
        tmp_path / "report", ANSWER, again, figures={"figures/a.png": png(300, 200)}
    )


def test_notes_of_an_answer(report):
    made = Publication(check(report))
    page = made.job()[0].html
    notes = [re.findall(r"\[(\d+)\]</span>\xa0(.*?)</div>", n) for n in page.split("link-notes")]
    assert [note for note in notes if note] == [
        [
            ("1", "https://example.org/re"),
            ("2", "https://example.org/heading"),
            ("3", "https://example.org/cell?a=1&amp;b=2"),
            ("4", "https://example.org/picture"),
            ("5", "https://example.org/note"),
        ],
        [("1", "https://example.org/re")],
    ]
    marks = re.findall(r'(\w+)(?:</\w+>)*<sup class="link-reference">\[(\d)\]', page)
    assert marks == [
        *(("docs", "1"), ("them", "1"), ("heading", "2"), ("cell", "3")),
        *(("picture", "4"), ("link", "5"), ("again", "1")),
    ]
    assert "[1]" not in made.html().data.decode()


@pytest.mark.parametrize(
    ("address", "text", "needed"),
    [
        ("https://example.org/a", "a", True),
        ("https://example.org/a", "https://example.org/a", False),
        ("https://example.org/a/", "www.Example.org/a", False),
        ("https://example.org/a%20b", "the page example.org/a b says it", False),
        ("https://example.org/ab", "example.org/a", True),
        ("mailto:a@example.org", "a@example.org", False),
        ("mailto:a@example.org", "write to us", True),
        ("ftp://example.org/a", "", True),
        ("#part", "above", False),
        ("notes.md", "notes", False),
    ],
)
def test_what_needs_a_note(address, text, needed):
    assert needs_note(address, text) == needed


def test_notes_are_notes_and_the_proof_knows_them(report, tmp_path):
    out = tmp_path / "out"
    assert run("pdf", report, "-o", out).code == 0
    with pikepdf.open(out / "report.pdf") as pdf:
        kinds = [str(o.S) for o in pdf.objects if _is(o, "/StructElem")]
        assert {k: kinds.count(k) for k in ("/Note", "/Reference", "/Lbl")} == {
            "/Note": 7,
            "/Reference": 3 + 7,  # in the contents; marks
            "/Lbl": 6,
        }
        titles = [
            str(o.Title) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Title" in o
        ]
    assert 'A "quoted" heading' in titles


def _is(item, kind):
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == kind and "/S" in item
