"""``report.txt``: a report for a terminal and for mail, proved as the other outputs are."""

from __future__ import annotations

import textwrap
import unicodedata

import pytest
from constructs import write_constructs
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support import every_report, png, run, write_report

from publisher.builders.text.lines import pieces_of, width_of, wrapped
from publisher.builders.text.plain import WIDTH, text
from publisher.check import check
from publisher.course.settings import Course
from publisher.publish.publication import Publication

DATED = Course(date="2026-01-31")


def made_of(path, course=DATED):
    """Return the text and the codes of what is said of it."""
    made = Publication(check(path, course)).text()
    return made.data.decode(), [(d.code, d.severity) for d in made.diagnostics]


def answered(tmp_path, *answers, **figures):
    """Return the lines of the last answer."""
    said, found = made_of(write_report(tmp_path / "report", *answers, **figures))
    assert "word_lost" not in dict(found)
    return said.rpartition("> *What was done?*\n\n")[2]


def test_a_whole_report(tmp_path):
    path = write_report(
        tmp_path / "report",
        "Ten **bees** in [a hive](https://example.org/h), `x_1`.\n\n- [x] seen\n- [ ] not\n\n"
        "> quoted\n\n| a | b |\n|---|---|\n| 1 | two |\n\n![a hive](figures/a.png)",
        "--- question 2 fill here ---",
        figures={"figures/a.png": png(300, 200)},
    )
    said, found = made_of(path)
    assert said == textwrap.dedent(
        """\
        ======
        Report
        ======

        2026-01-31

        1 of 2 questions answered

        Part
        ====

        Question 1
        ----------

        [answered \u00b7 28 words \u00b7 1 image]

        > *What was done?*

        Ten *bees* in a hive <https://example.org/h>, `x_1`.

          \u2611 seen
          \u2610 not

        | quoted

        +---+-----+
        | a | b   |
        +===+=====+
        | 1 | two |
        +---+-----+

        [Figure 1: a hive (figures/a.png)]

        Question 2
        ----------

        [unanswered]

        > *What was done?*

        (Not answered.)

        [--- question 2 fill here ---]
        """
    )
    assert found == [("format_limited", "note")]


@every_report()
def test_real_reports_lose_no_word_and_keep_to_the_width(path):
    said, found = made_of(path)
    assert not {code for code, _ in found} - {"format_limited"}
    for line in said.splitlines():
        # What is wider is a word, an address or code.
        assert width_of(line) <= WIDTH or line.startswith(" " * 4) or len(line.split()) <= 3, line


def test_all_constructs_lose_no_word(tmp_path):
    _, found = made_of(write_constructs(tmp_path / "constructs"))
    assert found == [("format_limited", "note")]


def test_a_lost_word_is_found_and_our_own_stand_in_for_none(tmp_path):
    path = write_report(tmp_path / "report", "Answered words of an image: not.")
    publication = Publication(check(path, DATED))
    made = text(publication.report, publication.folder, DATED)
    gone = made.data.replace(b"Answered words of an image: not.", b"")
    assert not list(publication._proof.plain(made.data, made.own))
    (found,) = publication._proof.plain(gone, made.own)
    assert "report.txt lacks" in found.message


def test_what_commands_a_terminal_is_visible(tmp_path):
    said = answered(
        tmp_path, "red \x1b[31m, back \x08, turned \u202e, bell \x07 and `\x9b2J`\n\n    \x1b]8;;x"
    )
    assert not [c for c in said if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"]
    assert "\\x1b[31m" in said
    assert "\\u202e" in said


def test_formulas_notes_and_indices_are_lines_of_signs(tmp_path):
    said = answered(tmp_path, "H<sub>2</sub>O, $\\frac{a}{b} \\le x^2$[^1]\n\n[^1]: noted")
    assert "H_2O, a/b \u2264 x\u00b2[1]\n\n[1] noted" in said


def test_a_table_too_wide_for_a_line_is_written_by_rows(tmp_path):
    heads = [f"heading{n}heading" for n in range(8)]
    row = [f"value{n}" for n in range(8)]
    table = "\n".join("| " + " | ".join(r) + " |" for r in (heads, ["---"] * 8, row, row))
    said = answered(tmp_path, table)
    assert said.count("  - heading0heading:\n        value0\n") == 2


def test_spanned_cells_keep_their_places(tmp_path):
    said = answered(
        tmp_path,
        "<table><tr><th>a</th><th>b</th></tr><tr><td colspan='2'>one over two</td></tr>"
        "<tr><td>x</td><td>y</td></tr></table>",
    )
    widths = {len(line) for line in said.splitlines() if line.startswith(("|", "+"))}
    assert len(widths) == 1
    assert "one over" in said


@pytest.mark.parametrize(
    ("said", "width"),
    [("abc", 3), ("\u4e2d\u6587", 4), ("e\u0301", 1), ("\U0001f680", 2), ("\u2764\ufe0f", 2), ("\u00ad", 0)],
)  # fmt: skip
def test_width(said, width):
    assert width_of(said) == width


def test_chinese_is_wrapped_without_blanks():
    lines = wrapped("\u6d4b\u91cf" * 30, 20)
    assert [width_of(line) for line in lines] == [20] * 6


@given(st.text(max_size=200), st.integers(1, 40))
def test_wrapping_keeps_all_but_blanks(said, width):
    lines = wrapped(said, width, cut=True)
    assert "".join("".join(lines).split()) == "".join(said.split())
    assert all(width_of(line) <= max(2, width) for line in lines)
    assert "".join(pieces_of(said, width)) == said


@given(
    st.text(
        st.sampled_from("ab 1.\n|-*_`#>[]()!<>$\\~^:x\u4e2d\u0301\x1b\t"), min_size=1, max_size=120
    )
)
@example("| a | b |\n|---|---|\n| ![x](y.png) | $a|b$ |")
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_answer_loses_a_word_or_commands_a_terminal(tmp_path, answer):
    said, found = made_of(write_report(tmp_path / "report", answer))
    assert "word_lost" not in dict(found)
    assert not [c for c in said if unicodedata.category(c) == "Cc" and c != "\n"]


def test_the_command_writes_it_and_nothing_else(tmp_path):
    path = write_report(tmp_path / "report", "words")
    done = run("build", path, "--to", "text", "-o", tmp_path / "out")
    assert done.code == 0
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["report.txt"]


def test_it_speaks_the_reports_language(tmp_path):
    path = write_report(tmp_path / "report", "")
    said, _ = made_of(path, Course(language="da"))
    assert "(Ikke besvaret.)" in said
