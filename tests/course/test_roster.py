"""Who takes a course: the columns of a roster, and errors with their lines."""

from __future__ import annotations

from collections import Counter

import pytest

from publisher.course.file import read_course
from publisher.course.roster import Person, read_roster
from publisher.course.settings import CourseError
from publisher.course.table import TableError
from publisher.privacy.people import People


def roster(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "roster.csv"
    file.write_bytes(text.encode(encoding))
    return read_roster(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_columns_are_read_by_their_names(tmp_path, encoding):
    text = (
        "Group;First name;Last_Name;Study number;Username;E-mail;LMS-ID;Mark\n"
        "bees;Søren;Roe;s123456;sroe;s.roe@x.org;90817263;7\n;;;;;;;\n;;;;hive;;;;;\n"
    )
    assert roster(tmp_path, text, encoding) == (
        Person("Søren Roe", "s123456", "bees", "sroe", "s.roe@x.org", "90817263", 2),
        Person("", "", username="hive", line=4),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Jane Roe\n", "roster.csv:1: expected a CSV file whose first line names the columns"),
        ("group\nbees\n", "roster.csv:1: expected a CSV file"),
        ("name,name\nJane,Roe\n", "each once"),
        ("name\nJane Roe,s123456\n", "roster.csv:2: expected 1 cells, as in the first line"),
        ('name\n"Jane\n', "roster.csv:2: "),
        (f"name\nJane\n{'x' * 101}\n", "roster.csv:3: expected at most 100 characters, found 101"),
        ("name\n--\n", "roster.csv:2: expected a name or a study number, found '--'"),
    ],
)
def test_what_is_no_row_is_told_with_its_line(tmp_path, text, said):
    with pytest.raises(TableError, match=said):
        roster(tmp_path, text)


def test_everybody_is_in_a_group_of_the_course(tmp_path):
    (tmp_path / "roster.csv").write_text("name,group\nJane,bees\nAnn,\nBo,wasps\n")
    (tmp_path / "groups.csv").write_text("group\nbees\n")
    file = tmp_path / "course.yaml"
    file.write_text("roster: roster.csv\n")
    assert [p.group for p in read_course(file, ()).roster] == ["bees", "", "wasps"]
    file.write_text("groups: groups.csv\nroster: roster.csv\n")
    with pytest.raises(CourseError, match=r"roster\.csv:4: group: expected .* found 'wasps'"):
        read_course(file, ())
    file.write_text("groups: groups.csv\nroster:\n- {name: Jane, group: bee}\n")
    with pytest.raises(CourseError, match=r"course\.yaml:2: roster: group: .* found 'bee'"):
        read_course(file, ())


def test_accounts_are_replaced_like_names():
    held = [Person("Jane Roe", "s123456", "", "hivekeeper", "j.r-bees@x.org", "90817263")]
    people = People(held, (), b"0123456789abcdef")
    told: Counter[str] = Counter()
    made = people.replace("@hivekeeper <j.r-bees@x.org> 90817263 hivekeepers jane", told)
    (one,) = {word for word in made.replace("@", " ").replace("<", " ").split() if "p-" in word}
    assert made == f"@{one} <{one}@x.org> {one} hivekeepers {one}"
