"""Tables get into a page's width: as they are, small, on a page on its side, with given widths."""

from __future__ import annotations

import re

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from support import png, write_report

from publisher.builders.table_width import room_of
from publisher.check import check
from publisher.publish.build import Options, build
from publisher.publish.publication import Publication


def table(*rows: list[str]) -> str:
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, f"|{' --- |' * len(rows[0])}", *body])


def rooms(folder, answer):
    report = check(write_report(folder, answer, figures={"figures/a.png": png()})).report
    return [room_of(found) for found in report.document.findall(nodes.table)]


WIDE = [f"value{n}.0000" for n in range(12)]
CELL = "".join(f"<td>{word}</td>" for word in WIDE)

OVERLAID = (  # a cell that spans columns reaches below one that spans rows
    f"<table><tr><td>{'w' * 300}</td><td rowspan=3>b</td></tr><tr><td colspan=2>c</td></tr>"
    "<tr><td>d</td><td>e</td></tr></table>"
)


@pytest.mark.parametrize(
    ("answer", "classes", "turned", "columns"),
    [
        (table(["a", "b"], ["some words in a cell " * 9, "more"]), [], False, 0),
        (table(["letters"] * 9), ["tight"], False, 0),
        (table(["letters"] * 13), ["small"], False, 0),
        (table(WIDE, WIDE), ["tight"], True, 0),
        (table(["a", "b"], ["w" * 300, "b"]), ["tight", "set"], False, 2),
        (table(["a" * 300] * 6), ["tight", "set"], True, 6),
        (table(["column"] * 50), ["tiny", "set"], True, 50),
        ("- item\n\n  " + table(WIDE).replace("\n", "\n  "), ["tiny", "set"], False, 12),
        (table(["![a](figures/a.png)", "b"]), ["tight", "set"], False, 2),
        (OVERLAID, ["tight", "set"], False, 3),
        (f"<table><tr><td rowspan=2>deep</td>{CELL}</tr><tr>{CELL}</tr></table>", ["tight"], True, 0),
    ],
)  # fmt: skip
def test_room(tmp_path, answer, classes, turned, columns):
    (found,) = rooms(tmp_path, answer)
    assert list(found.classes) == classes
    assert found.turned == turned
    assert len(found.widths) == columns


HEADERS = {
    "<tr><th>a</th><td>b</td></tr><tr><th>c</th><td>d</td></tr>": ["row", "row"],
    "<tr><th>a</th><th>b</th></tr><tr><th>c</th><td>d</td></tr>": ["col", "col", "row"],
    "<tr><th>a</th><td>b</td></tr><tr><td>c</td><td>d</td></tr>": [],
    "<tr><th rowspan=2>a</th><td>b</td></tr><tr><td>d</td></tr>": [],
}


@pytest.mark.parametrize("rows", HEADERS)
def test_headers(tmp_path, rows):
    path = write_report(tmp_path, f"<table>{rows}</table>\n\n<div><table>{rows}</table></div>")
    page = Publication(check(path)).html().data.decode()
    assert re.findall(r'<th scope="(\w+)"', page) == HEADERS[rows] * 2


SPANS = {
    "<tr><td>a</td><td>b</td></tr><tr><td colspan=7>c</td></tr>": ["colspan=2"],
    "<tr><td rowspan=9>a</td><td>b</td></tr><tr><td>c</td></tr>": ["rowspan=2"],
    "<tr><th rowspan=2>a</th><th>b</th></tr><tr><td>c</td></tr>": [],  # no further than the head
    "<tr><td colspan=2 rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr>"
    "<tr><td>d</td><td>e</td><td>f</td></tr>": ["colspan=2", "rowspan=2"],
    "<tr><td colspan=5>alone</td></tr>": [],
}


@pytest.mark.parametrize("rows", SPANS)
def test_no_cell_spans_what_is_not_there(tmp_path, rows):
    path = write_report(tmp_path, f"<table>{rows}</table>")
    page = Publication(check(path)).html().data.decode()
    found = re.findall(r'((?:col|row)span)="(\d+)"', page)
    assert [f"{name}={size}" for name, size in found] == SPANS[rows]


@given(
    st.integers(1, 60).flatmap(
        lambda n: st.lists(
            st.lists(
                st.sampled_from(("", "a", "two words", "A" * 25, "x" * 60)), min_size=n, max_size=n
            )
        )
    )
)
def test_property_all_columns_have_a_width(rows):
    """Of given widths none is missing or nothing: what stands in it would be cut."""
    body = nodes.tbody(
        "", *(nodes.row("", *(nodes.entry("", nodes.Text(cell)) for cell in row)) for row in rows)
    )
    room = room_of(nodes.table("", nodes.tgroup("", body)))
    assert len(room.widths) in (0, *map(len, rows[:1]))
    assert all(width > 0 for width in room.widths)
    assert not room.widths or abs(sum(room.widths) - 100) < 1


def test_a_table_wider_than_any_page_is_lines_of_text(tmp_path):
    rows = ("|".join(f"{letter}{n}" for n in range(700)) for letter in "ab")
    wide = "\n".join((next(rows), "|".join("-" * 700), next(rows)))
    path = write_report(tmp_path, wide, f"- [x] {wide.splitlines()[0]}")
    built = build(path, tmp_path / "out", options=Options(formats=["pdf", "html"]))
    assert not built.lost
    assert "<table" in (tmp_path / "out" / "report.html").read_text()


@pytest.mark.parametrize(
    "cell", ["a b", "supercalifragilistic" * 3, "https://example.org/" + "x" * 90]
)
def test_a_table_in_a_cell_has_the_room_of_the_cell(tmp_path, cell):
    inner = f"> > | {cell} | {cell} |\n> > |-|-|\n> > | {cell} | {cell} {cell} |\n"
    html = (
        f"<table><tr><td>{cell}</td><td rowspan=2>\n<details><summary>more</summary>\n\n{inner}"
        f"</details>\n</td></tr><tr><td><b>{cell}/{cell}</b></td></tr></table>"
    )
    path = write_report(tmp_path, html, html.replace("<td>", f"<td><table><tr><td>{cell}</table>"))
    assert not build(path, tmp_path / "out", options=Options(formats=["pdf"])).lost
