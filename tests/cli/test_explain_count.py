"""``publisher explain --report --question`` shows every word that is counted, and no other."""

from __future__ import annotations

import re

import pytest
from support import run

TEXT = "### Question 7\n> Answer length: 1-9 words.\n>\n> Answer:\n\nWe **ran** `make all` -\n"


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "README.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_marks_the_words_of_both_rules(report):
    done = run("explain", "--report", str(report), "--question", "7")
    assert done.code == 0
    source, text = done.out.split("\ntext: ")
    assert re.findall(r"\[(.*?)\]", source) == ["We", "**ran**", "`make", "all`", "-"]
    assert re.findall(r"\[(.*?)\]", text) == ["We", "ran"]
    assert done.out.startswith(
        "question 7: 5 words by 'source', 2 by 'text'; limit: 1-9; 'source' judges\n"
    )
    assert "     6: [We]" in source


def test_a_repeated_marker_is_no_word(report):
    report.write_text(TEXT + "\n> Answer:\n\nAgain\n", encoding="utf-8")
    done = run("explain", "--report", str(report), "--question", "7")
    source, text = done.out.split("\ntext: ")
    assert re.findall(r"\[(.*?)\]", source) == ["We", "**ran**", "`make", "all`", "-", "Again"]
    assert re.findall(r"\[(.*?)\]", text) == ["We", "ran", "Again"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--question", "7"], "expected --report and --question together"),
        (["--report", "R", "--question", "8"], "there is no question 8; found: 7"),
        (["unanswered", "--report", "R", "--question", "7"], "and no code"),
    ],
)
def test_wrong_usage(report, arguments, said):
    done = run("explain", *(str(report) if x == "R" else x for x in arguments))
    assert done.code == 2
    assert said in done.err


WHOLE = """\
### Question 7
> Insert 1-2 images and write 1-99 words.
>
> Answer:

The ![our bucket](figures/a.png) holds `data`,
which is a well-known word of more letters than a line takes: {long}

### Question 7
Yes.
"""


def test_the_whole_of_it(report):
    long = "-".join(["letters"] * 14)
    report.write_text(WHOLE.format(long=long), encoding="utf-8")
    done = run("explain", "--report", str(report), "--question", "7")
    assert (
        done.out
        == f"""\
question 7: 18 words by 'source', 15 by 'text'; limit: 1-99; 'source' judges
images: 1; limit: 1-2

source: the blank-separated pieces of the answer's Markdown
     6: [The] [![our] [bucket](figures/a.png)] [holds] [`data`,]
     7: [which] [is] [a] [well-known] [word] [of] [more] [letters] [than] [a] [line] [takes:] [{long}]

text: the pieces that hold a letter or digit of what a reader sees: no code, formulas, URLs, images
        [The] [holds] [which] [is] [a] [well-known] [word] [of] [more] [letters] [than] [a] [line]
        [takes:]
        [{long}]

question 7: 1 words by 'source', 1 by 'text'; limit: none; 'source' judges
images: 0; limit: none

source: the blank-separated pieces of the answer's Markdown
    10: [Yes.]

text: the pieces that hold a letter or digit of what a reader sees: no code, formulas, URLs, images
        [Yes.]
"""
    )
