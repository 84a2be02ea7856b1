"""Who hands in: a row a group, and an error with its line for what is none."""

from __future__ import annotations

import pytest

from publisher.course.groups import Group, key_fault, read_groups
from publisher.course.table import TableError


def groups(tmp_path, text, zone="", encoding="utf-8"):
    file = tmp_path / "groups.csv"
    file.write_bytes(text.encode(encoding))
    return read_groups(file, zone)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_groups_are_read(tmp_path, delimiter, encoding, end):
    rows = [
        ("Group", "Repository", "Folder"),
        ("Bi 1", "https://x/y", ""),
        ("Sæl", "", "a/b"),
        ("", "", ""),
    ]
    text = end.join(delimiter.join(row) for row in rows) + end
    assert groups(tmp_path, text, encoding=encoding) == (
        Group("Bi 1", "https://x/y", "reports", None, 2),
        Group("Sæl", "", "a/b", None, 3),
    )


def test_extension_is_an_absolute_moment(tmp_path):
    found = groups(tmp_path, "group,deadline\na,2026-02-01T12:00\nb,\n", "Europe/Copenhagen")
    assert [g.deadline and g.deadline.utc for g in found] == ["2026-02-01T11:00:00Z", None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "groups.csv: the file is empty; expected a CSV file whose"),
        ("one,https://x/y\n", "groups.csv:1: expected a CSV file whose first line names"),
        ("group,repository\n", "expected a row for each group, found none"),
        ("group,group\na,b\n", "each once"),
        (
            "group\na\nb\na\n",
            "groups.csv:4: group: expected each group once; 'a' stands in line 2, too",
        ),
        ("group\nBees\nbees\n", "'bees' and 'Bees' are one folder"),
        ("group\n../a\n", "groups.csv:2: group: expected a name that can be a folder's"),
        ("group\nCON\n", "can be a folder's"),
        ("group\n=1+1\n", "begins with a letter"),
        ("group\na\x1b[2Jb\n", r"'a\\x1b\[2Jb'"),
        ("group,folder\na,../..\n", "groups.csv:2: folder: expected a path in the repository"),
        ("group,deadline\na,soon\n", "groups.csv:2: deadline: expected a date with a time"),
        ("group,deadline\na,2026-02-01T12:00\n", "groups.csv:2: deadline: .* or a time_zone"),
        ("group,repository\na,b,c\n", "groups.csv:2: expected 2 cells"),
        ('group\n"a\n', "groups.csv:2: a quotation mark .* is never closed"),
        (
            "group,repo\na,b\n",
            "groups.csv:1: the column 'repo' is not read; did you mean 'repository'",
        ),
        ("group,dedline\na,b\n", "did you mean 'deadline'"),
        (f"group\n{'x' * 81}\n", "at most 80 printable characters, found 81"),
    ],
)
def test_what_is_no_row_is_told_with_its_line(tmp_path, text, said):
    with pytest.raises(TableError, match=said):
        groups(tmp_path, text)


@pytest.mark.parametrize("key", ["1", "Group 7", "s123456", "æbler", "a.b", "a-b_c"])
def test_usual_names_are_keys(key):
    assert key_fault(key) == ""
