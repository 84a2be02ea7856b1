"""Numbers in HTML, as strangers write them: other alphabets' digits, none, thousands of them."""

from __future__ import annotations

import pytest
from docutils import nodes
from support import run, write_report

from publisher.check import check
from publisher.read.html.elements import whole_number

MANY = "9" * 5_000


@pytest.mark.parametrize(
    ("written", "read"),
    [
        *(("3", 3), (" 12px", 12), ("+2", 2), ("0", 0), ("1.5", 1), (MANY, 999_999_999)),
        *(
            ("³", None),
            ("٣", None),
            ("２", None),
            ("-3", None),
            ("", None),
            ("x", None),
            (None, None),
        ),
    ],
)
def test_whole_number(written, read):
    assert whole_number(written) == read


@pytest.mark.parametrize("number", ["³", "٣", "２", "-3", "1.5", "x3", MANY])
def test_no_number_of_html_ends_a_run(number, tmp_path):
    path = write_report(
        tmp_path,
        f"<ol start='{number}'><li>alpha</li></ol>\n\n<table><tr><td colspan='{number}' rowspan="
        f"'{number}'>beta</td></tr></table>\n\n<img src='http://e.org/a' alt='&#{number};' width='{number}'>"
        f"\n\n<div>&#{number};</div>\n\n&#{number}; <a href='http://e.org/&#x{number};'>gamma</a>\n\n{number}. delta",
    )
    done = run("build", path, "--to", "html,archive", "-o", tmp_path / "out")
    assert done.code == 0, done.err


def test_a_character_of_thousands_of_digits_is_none(tmp_path):
    path = write_report(tmp_path, f"<a href='http://e.org/&#{MANY};&#65;'>x</a>")
    (link,) = check(path).report.document.findall(nodes.reference)
    assert link["refuri"] == "http://e.org/\ufffdA"
