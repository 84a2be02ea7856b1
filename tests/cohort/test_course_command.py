"""``publisher course``: as a teacher uses it."""

from __future__ import annotations

import pytest
from support import question, run
from test_collect import Repository

from publisher.cli.course import Pace
from publisher.doors.output import OutputError, write


@pytest.fixture
def course(tmp_path):
    """Write a course of two groups, of which one has a report in a folder; return its file."""
    (tmp_path / "one" / "reports").mkdir(parents=True)
    (tmp_path / "one" / "reports" / "README.md").write_text(f"# Bees\n\n{question(1, 'Ten.')}")
    (tmp_path / "groups.csv").write_text("group,repository\none,one\ntwo,two\n")
    file = tmp_path / "course.yaml"
    file.write_text(
        "groups: groups.csv\ndeadline: 2026-01-23T23:59:00\ntime_zone: Europe/Copenhagen\n"
    )
    return file


def test_collect_gives_a_row_and_a_folder_a_group(course, tmp_path):
    done = run("course", "collect", "-c", course, "-o", tmp_path / "handins")
    rows = sorted(line.split("\t") for line in done.out.splitlines())
    assert [row[:3] for row in rows] == [["one", "handed in", "unknown"], ["two", "missing", ""]]
    assert "no such file or folder" in rows[1][3]
    assert "2 groups: 1 handed in, 1 did not" in done.err
    assert done.code == 1
    assert (tmp_path / "handins" / "one" / "reports" / "README.md").is_file()
    assert (tmp_path / "handins" / "two" / "handin.json").is_file()


@pytest.mark.usefixtures("in_process")
def test_what_all_have_in_common_is_told_once_and_what_was_not_taken_with_why(course, tmp_path):
    for key in ("one", "two"):
        made = Repository(tmp_path / "git" / key).commit(
            {"reports/README.md": question(1, "Ten.")}, -1
        )
        (made.folder / "reports" / "away").symlink_to("/etc/hostname")
        (made.folder / "reports" / "gone").symlink_to("../none")
        made.git("add", "-A")
        made.git("commit", "-q", "-m", "x", hours=-1)
    (tmp_path / "groups.csv").write_text("group,repository\none,git/one\ntwo,git/two\n")
    done = run("course", "collect", "-c", course, "-o", tmp_path / "handins")
    why = "a link that leads to no file of the report's folder"
    assert [line.split("\t")[3] for line in done.out.splitlines()] == [
        f"not taken: 'away', 'gone' ({why})"
    ] * 2
    assert done.err.count("2 groups: the server sends whole repositories only") == 1


def test_address_without_its_scheme_is_asked_for(course, tmp_path):
    (tmp_path / "groups.csv").write_text("group,repository\none,github.com/one/bees\n")
    done = run("course", "collect", "-c", course, "-o", tmp_path / "handins")
    assert "did you mean https://github.com/one/bees?" in done.out


@pytest.mark.usefixtures("in_process")
def test_folder_without_a_report_is_told(tmp_path):
    for key, path in {"one": "a/b/reports/README.md", "two": "all.zip", "three": "x.txt"}.items():
        place = tmp_path / "handins" / key / path
        place.parent.mkdir(parents=True)
        place.write_text(f"# Bees\n\n{question(1, 'Ten.')}")
    done = run("course", "build", tmp_path / "handins", "-o", tmp_path / "out", "--check-only")
    assert (done.code, done.out) == (0, "one\tdone\tok\tno\t\n")
    assert "no report is in 'three', 'two', below" in done.err
    assert "'publisher course collect' opens zips" in done.err


@pytest.mark.usefixtures("in_process")
def test_full_disk_ends_the_run_and_leaves_what_is_done(tmp_path, monkeypatch):
    for key in ("one", "two"):
        place = tmp_path / "handins" / key / "README.md"
        place.parent.mkdir(parents=True)
        place.write_text(f"# Bees\n\n{question(1, 'Ten.')}")
    command = ("course", "build", tmp_path / "handins", "-o", tmp_path / "out", "--check-only")

    def full(path, data):
        if path.name == "check.json" and (tmp_path / "out" / "groups" / "one").is_dir():
            raise OutputError(f"{path}: cannot be written: No space left on device")
        write(path, data)

    with monkeypatch.context() as patched:
        patched.setattr("publisher.doors.output.write", full)
        done = run(*command)
    assert (done.code, done.out) == (2, "one\tdone\tok\tno\t\n")
    assert "No space left on device" in done.err
    assert (run(*command).code, run(*command).out) == (0, "")


def test_folder_of_hand_ins_is_no_report(tmp_path):
    for key in ("Group 1", "Group 2"):
        place = tmp_path / key / "reports" / "README.md"
        place.parent.mkdir(parents=True)
        place.write_text(f"# Bees\n\n{question(1, 'Ten.')}")
    done = run("check", tmp_path)
    assert done.code == 3
    assert (
        f"Group 1, Group 2; name one of them, or 'publisher course build {tmp_path}' for all"
        in done.err
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("title: x", "groups: expected the path of a CSV file with a row a group"),
        ("groups: nowhere.csv", ":1: groups: "),
        ("groups: 7", ":1: groups: expected the path of a CSV file"),
        ("groups: groups.csv\ndeadline: 2026-01-23", ":2: deadline: expected a date with a time"),
        (
            "deadline: 2026-01-23T23:59:00\ngroups: groups.csv",
            ":1: deadline: expected a date with a time",
        ),
        (
            "time_zone: Mars/Olympus\ngroups: groups.csv",
            ":1: time_zone: expected a time zone such as",
        ),
    ],
)
def test_settings_that_cannot_be_used_are_told_with_their_line(course, settings, said):
    course.write_text(settings, encoding="utf-8")
    done = run("course", "collect", "-c", course, "-o", course.parent / "handins")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not (course.parent / "handins").exists()


def test_folder_that_cannot_be_written_is_told(course, tmp_path):
    (tmp_path / "handins").write_text("a file")
    done = run("course", "collect", "-c", course, "-o", tmp_path / "handins")
    assert done.code == 2
    assert "handins: " in done.err


def test_folder_that_was_not_collected_is_left_alone(course, tmp_path):
    (tmp_path / "one" / "mine.txt").write_text("mine")
    done = run("course", "collect", "-c", course, "-o", tmp_path)
    assert (done.code, "was not collected" in done.err) == (2, True)
    assert (tmp_path / "one" / "mine.txt").read_text() == "mine"
    assert not (tmp_path / "collected.json").exists()


@pytest.mark.parametrize(
    ("judged", "rows", "left", "said"),
    [
        (0, 3, 7, "3 of 10 groups"),
        (2, 2, 8, "2 of 10 groups, about 40 s left"),
        (2, 5, 95, "5 of 100 groups, about 8 min left"),
        (2, 10, 0, "10 of 10 groups"),
    ],
)
def test_time_left_follows_from_what_was_judged(judged, rows, left, said):
    assert Pace(100.0, judged).told(rows, left, 110.0) == said


def test_person_at_a_terminal_sees_how_many_are_collected(course, monkeypatch, tmp_path):
    monkeypatch.setattr("publisher.cli.screen.is_terminal", lambda **_: True)
    done = run("course", "collect", "-c", course, "-o", tmp_path / "handins", env={"TERM": "xterm"})
    assert "\r\x1b[Kpublisher: 0 of 2 groups\r\x1b[K" in done.err
    assert "1 of 2 groups, about " in done.err
    assert "2 of 2 groups\r\x1b[K" in done.err


@pytest.mark.usefixtures("in_process")
def test_person_at_a_terminal_sees_rows_and_what_is_left(course, monkeypatch, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    args = ("course", "build", course.parent, "--check-only", "-o")
    assert "\x1b" not in run(*args, out / "piped").err
    monkeypatch.setattr("publisher.cli.screen.is_terminal", lambda **_: True)
    done = run(*args, out / "seen", env={"TERM": "xterm"})
    assert "\r\x1b[Kpublisher: 1 of 1 groups\r\x1b[K" in done.err
    assert [line.split("\t")[0] for line in done.out.splitlines()] == ["one"]
