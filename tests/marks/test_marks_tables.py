"""Graders' tables: what is read, what is refused with its line, and how marks are joined."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.course.table import TableError
from publisher.marks.settle import by_grader, pointed, settle
from publisher.marks.table import Mark, MarksError, read_marks

RECEIPT = "-".join(["ABCD"] * 8)
OTHER = "-".join(["EFGH"] * 8)


def known(name):
    if name not in ("one", "two"):
        raise ValueError("expected a group of the course")
    return name


def marks_of(tmp_path, *tables, maxima=None):
    """Return the marks in tables with these rows, below a header."""
    paths = []
    for number, rows in enumerate(tables):
        paths.append(tmp_path / f"{number}.csv")
        paths[-1].write_text("group,question,points,comment,grader,receipt\n" + rows)
    return read_marks(paths, known, maxima or {})


def settled(tmp_path, *tables):
    return settle(marks_of(tmp_path, *tables))


def test_tables_of_many_graders_are_joined(tmp_path):
    found = settled(
        tmp_path,
        "one,1,7,Well said,Ann,\none,2,,Show the loss,Ann,\ntwo,1,3,,Ann,\n",
        f"one,1,7.0,,Bo,{RECEIPT}\none,2,2.5,,Bo,\none,,,A fine report,Bo,\n",
    )
    assert list(found) == ["one", "two"]
    one = found["one"]
    assert (one.questions["1"].points, one.questions["2"].points) == (Decimal(7), Decimal("2.5"))
    assert one.questions["1"].comments == (("Ann", "Well said"),)
    assert one.questions["2"].comments == (("Ann", "Show the loss"),)
    assert one.whole.comments == (("Bo", "A fine report"),)
    assert (one.total, found["two"].total) == (Decimal("9.5"), Decimal(3))
    assert one.receipts == (RECEIPT,)


def test_total_that_was_given_holds_over_the_sum(tmp_path):
    assert settled(tmp_path, "one,1,7,,Ann,\none,total,10,,Ann,\n")["one"].total == Decimal(10)


def test_only_comments_are_no_points(tmp_path):
    assert settled(tmp_path, "one,1,,Hm,Ann,\n")["one"].total is None


def test_graders_who_differ_are_a_conflict_until_one_row_settles_it(tmp_path):
    rows = ("one,1,7,,Ann,\n", "one,1,5,,Bo,\none,2,1,,Bo,\n", "one,2,2,,Ann,\n")
    with pytest.raises(MarksError) as error:
        settled(tmp_path, *rows)
    first, second, advice = str(error.value).splitlines()
    assert first.startswith("group 'one', question 1: 7 by Ann (")
    assert "0.csv:2), 5 by Bo (" in first
    assert second.startswith("group 'one', question 2: 1 by Bo (")
    assert "grader 'agreed'" in advice
    found = settled(tmp_path, *rows, "one,1,6,As discussed,agreed,\none,2,2,,Agreed,\n")
    assert [s.points for s in found["one"].questions.values()] == [Decimal(6), Decimal(2)]


def test_marks_for_different_hand_ins_are_a_conflict(tmp_path):
    rows = (f"one,1,7,,Ann,{RECEIPT}\n", f"one,1,7,,Bo,{OTHER}\n")
    with pytest.raises(MarksError, match=f"question 1 for 2 hand-ins: 7 by Ann for {RECEIPT}"):
        settled(tmp_path, *rows)
    found = settled(tmp_path, *rows, f"one,1,8,,agreed,{OTHER}\n")
    assert found["one"].receipts == (OTHER,)


def test_rows_of_a_form_that_are_not_filled_in_are_no_marks(tmp_path):
    assert marks_of(tmp_path, f"one,1,,,,{RECEIPT}\nnobody,2,,,,\n") == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("three,1,7,,Ann,\n", "0.csv:2: group: expected a group of the course, found 'three'"),
        ("one,x,7,,Ann,\n", "0.csv:2: question: expected a question's number"),
        (
            "one,1,-7,,Ann,\n",
            "0.csv:2: points: expected a number from 0 such as 7 or 7.5, found '-7'",
        ),
        ("one,1,good,,Ann,\n", "points: expected a number from 0"),
        ("one,1,NaN,,Ann,\n", "points: expected a number from 0"),
        (
            "one,1,7.5,,Ann,\n",
            "0.csv:2: points: expected at most 7, the course's points, found 7.5",
        ),
        ("one,,101,,Ann,\n", "expected at most 100, the course's points"),
        ("one,1,7,,Ann,abc\n", "0.csv:2: receipt: expected 32 letters"),
        (
            "one,1,7,,Ann,\none,01,6,,ann,\n",
            "0.csv:3: expected one mark by 'ann' for group 'one', question 1; another",
        ),
        ("one,1,7,,,\none,1,7,,,\n", "expected one mark without a grader for"),
        (f"one,1,7,{'x' * 10_001},Ann,\n", "comment: expected at most 10,000 characters"),
    ],
)
def test_what_is_no_mark_is_told_with_its_line(tmp_path, row, said):
    with pytest.raises(MarksError) as error:
        marks_of(tmp_path, row, maxima={"1": 7, "": 100})
    assert said in str(error.value)


def test_what_is_no_table_of_marks_is_told(tmp_path):
    table = tmp_path / "marks.csv"
    for text, said in {
        "group,score\none,7\n": "expected a CSV file whose first line names the columns: group, question",
        "question,points\n1,7\n": "found no column 'group'",
        "group,points,coment\none,7,x\n": "did you mean 'comment'?",
    }.items():
        table.write_text(text)
        with pytest.raises(TableError) as error:
            read_marks([table], known, {})
        assert said in str(error.value)


def test_what_a_spreadsheet_was_kept_from_is_no_part_of_a_comment(tmp_path):
    (mark,) = marks_of(tmp_path, "one,1,7,'=A1 is wrong,Ann,\n")
    assert mark.comment == "=A1 is wrong"


def test_semicolons_and_decimal_commas_are_read(tmp_path):
    table = tmp_path / "marks.csv"
    table.write_bytes("group;question;points;comment\none;1;7,5;Grün\n".encode("cp1252"))
    (mark,) = read_marks([table], known, {})
    assert (mark.points, mark.comment) == (Decimal("7.5"), "Grün")


def test_points_of_a_grader_are_kept_apart(tmp_path):
    found = by_grader(
        marks_of(tmp_path, "one,1,7,,Ann,\ntwo,1,3,,Ann,\ntwo,1,3,,Bo,\ntwo,2,,x,Bo,\n")
    )
    assert found == {("1", "Ann"): [Decimal(3), Decimal(7)], ("1", "Bo"): [Decimal(3)]}


@given(st.decimals(min_value=0, max_value=999_999, places=4))
def test_property_points_are_written_as_they_are_read(points):
    assert Decimal(pointed(points)) == points
    assert not pointed(points).endswith((".", ".0"))


MARKS = st.builds(
    Mark,
    group=st.sampled_from(["one", "two"]),
    question=st.sampled_from(["", "1", "2"]),
    points=st.none() | st.integers(0, 3).map(Decimal),
    comment=st.sampled_from(["", "x", "y"]),
    grader=st.sampled_from(["Ann", "Bo", "agreed"]),
    receipt=st.just(""),
    where=st.just("f:1"),
)


@given(st.lists(MARKS, max_size=12))
def test_property_no_mark_is_lost_and_none_is_invented(marks):
    try:
        found = settle(marks)
    except MarksError:
        given = {}
        for mark in marks:
            if mark.points is not None and mark.grader != "agreed":
                given.setdefault((mark.group, mark.question), set()).add(mark.points)
        assert any(len(points) > 1 for points in given.values())
        return
    held = {
        (group, key): one
        for group, its in found.items()
        for key, one in (*its.questions.items(), *([("", its.whole)] if its.whole else []))
    }
    assert set(held) == {(mark.group, mark.question) for mark in marks}
    for (group, question), one in held.items():
        rows = [m for m in marks if (m.group, m.question) == (group, question)]
        assert (one.points is None) == all(m.points is None for m in rows)
        assert one.points in {m.points for m in rows}
        assert {text for _, text in one.comments} == {m.comment for m in rows if m.comment}
