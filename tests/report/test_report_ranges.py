"""Where in the source a diagnostic is."""

from __future__ import annotations

import pytest
from case_files import all_cases, checked, place
from docutils import nodes

from publisher.check import check
from publisher.read.blocks.lines import Lines

HEAD = "### Question 1\n> Answer:\n\n"


def found(folder, text, code="image_missing"):
    """Return what the ranges of a code's diagnostics hold in a report of one answer."""
    path = folder / "README.md"
    path.write_bytes((HEAD + text).encode())
    result = check(path)
    lines = Lines.of(result.source.text)
    return [
        lines.text[lines.starts[start.line - 1] + start.column - 1 :][
            : lines.starts[end.line - 1] + end.column - lines.starts[start.line - 1] - start.column
        ]
        for start, end in (d.range for d in result.diagnostics if d.code == code)
    ]


@pytest.mark.parametrize(
    ("text", "images"),
    [
        (
            "A \U0001f680 e\u0301\t![One](a.png) and ![two](a.png)\n",
            ["![One](a.png)", "![two](a.png)"],
        ),
        ("One\r\n> two ![Of it](a.png)\r\n", ["![Of it](a.png)"]),
        ("`![One](a.png)` ![Two](a.png)\n", ["![Two](a.png)"]),
        ("* one\n* ![Two](<a b.png>)\n", ["![Two](<a b.png>)"]),
        ("![By name][plan]\n\n[plan]: a.png\n", ["![By name][plan]"]),
        ("| a |\n| --- |\n| ![In a cell](a.png) |\n", ["![In a cell](a.png)"]),
        ("[![In a link](a.png)](https://example.org)\n", ["![In a link](a.png)"]),
        ("![Its text is\nlong](a.png)\n", ["![Its text is\nlong](a.png)"]),
        ("Text <img alt=\"As HTML\" src='a.png'>\n", ["<img alt=\"As HTML\" src='a.png'>"]),
    ],
)
def test_image(tmp_path, text, images):
    assert found(tmp_path, text) == images


def test_answer_ends_before_the_next_question(tmp_path):
    path = tmp_path / "README.md"
    head = "### Question 1\n> Answer length: 50-100 words.\n>\n> Answer:\n\n"
    path.write_text(head + "Too\n\n#### Few\n\nso.\n\n### Question 2\n> Answer:\n\nMore.\n")
    (only,) = (d for d in check(path).diagnostics if d.code == "answer_length")
    assert place(only) == "6:1-10:4"


def test_most_cases_of_rules_have_a_range(tmp_path):
    told = [
        diagnostic.end is not None
        for number, (_, case) in enumerate(all_cases("rules"))
        for diagnostic in checked(case, _made(tmp_path / str(number))).diagnostics
    ]
    assert sum(told) >= 0.9 * len(told)


def _made(folder):
    folder.mkdir()
    return folder


def test_paragraph_is_read_again_once(tmp_path):
    path = tmp_path / "README.md"
    path.write_text(HEAD + "![One](a.png)\n" * 50)
    report = check(path).report
    ranges, known = report.ranges, len(report.ranges._read)
    held = [ranges.node(n) for n in report.document.findall(nodes.Element) if n.get("uri")]
    assert len(ranges._read) == known == 1
    assert held == sorted(set(held))
