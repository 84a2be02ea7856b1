"""`publisher archive --lines`: a line for each question, which says what the archive says."""

from __future__ import annotations

import json

import pytest
from archives import bytes_of, small_report
from support import EXAMPLE, every_report, png, run, write_report

from publisher.archive.decode import decode
from publisher.archive.lines import lines

COLUMNS = [
    "id",
    "receipt",
    "report",
    "sha256",
    "course",
    "title",
    "group",
    "position",
    "question",
    "line",
    "status",
    "verdict",
    "words_source",
    "words_text",
    "words_min",
    "words_max",
    "images",
    "images_min",
    "images_max",
    "figures",
    "prompt",
    "answer",
]


def rows_in(data):
    assert data.endswith(b"\n") or not data
    return [json.loads(line) for line in data.decode().split("\n")[:-1]]


@every_report()
def test_each_question_is_a_line_of_the_same_columns(path):
    members = decode(bytes_of(path)).members
    rows = rows_in(lines(members))
    assert [row["question"] for row in rows] == [q["number"] for q in members["questions"]]
    assert [row["answer"] for row in rows] == [q["answer"]["text"] for q in members["questions"]]
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(list(row) == COLUMNS for row in rows)


def test_line_of_the_example(tmp_path):
    course = EXAMPLE.parents[1] / "course.yaml"
    done = run("archive", EXAMPLE, "--course", course, "--lines", "-o", tmp_path / "out")
    assert done.code == 0, done.err
    assert [name.rpartition("/")[2] for name in done.out.split()] == ["report.json", "report.jsonl"]
    row = rows_in((tmp_path / "out" / "report.jsonl").read_bytes())[13]
    held = json.loads((tmp_path / "out" / "report.json").read_bytes())
    asked = held["questions"][13]
    assert row["course"] == held["settings"]["title"]
    assert (row["group"], row["question"]) == (7, 14)
    assert (row["words_min"], row["words_max"]) == tuple(asked["limits"]["words"])
    assert (row["images_min"], row["images_max"]) == tuple(asked["limits"]["images"])
    assert (row["status"], row["verdict"], row["images"]) == ("answered", "pass", 2)
    assert row["figures"] == ["figures/current-trace.jpg", "figures/power-budget.png"]
    assert (row["words_source"], row["words_text"]) == tuple(
        asked["words"][rule] for rule in ("source", "text")
    )


def test_without_limits_group_course(tmp_path):
    row = rows_in(lines(decode(bytes_of(small_report(tmp_path))).members))[0]
    limits = ("words_min", "words_max", "images_min", "images_max")
    assert [row[name] for name in ("course", "group", *limits)] == [None] * 6
    assert row["verdict"] == "none"
    assert row["figures"] == ["figures/plan.png"]


@pytest.mark.parametrize(
    "typed", ["a\u2028b", "a\x85b", 'say "so" \\ {', "größe \U0001f600", "a\tb"]
)
def test_odd_text_is_on_one_line(tmp_path, typed):
    path = write_report(tmp_path, f"{typed} end", "second")
    made = lines(decode(bytes_of(path)).members)
    assert made.count(b"\n") == 2
    assert [row["question"] for row in rows_in(made)] == [1, 2]
    assert rows_in(made)[0]["answer"].endswith("end")


def test_same_from_folder_and_archive(tmp_path):
    path = small_report(tmp_path / "report")
    named = ("--lines", "--id", "bees")
    assert run("archive", path, *named, "-o", tmp_path / "a").code == 0
    made = (tmp_path / "a" / "report.jsonl").read_bytes()
    archive = tmp_path / "a" / "report.json"
    assert run("archive", archive, *named, "-o", tmp_path / "b").code == 0
    assert (tmp_path / "b" / "report.jsonl").read_bytes() == made
    assert {row["id"] for row in rows_in(made)} == {"bees"}


def test_rows_of_one_report_are_told_from_all_others(tmp_path):
    """By the folder's name, never its path; where a folder is not known, or not to be told, by the receipt."""
    ids = {}
    for name in ("bees", "wasps"):
        path = write_report(tmp_path / name, f"We counted {name}.", "second")
        out = tmp_path / f"out-{name}"
        assert run("archive", path, "--lines", "-o", out).code == 0
        receipt = run("receipt", path).out.strip()
        rows = rows_in((out / "report.jsonl").read_bytes())
        assert {(row["id"], row["receipt"]) for row in rows} == {(name, receipt)}
        assert run("archive", out / "report.json", "--lines", "-o", out / "again").code == 0
        again = rows_in((out / "again" / "report.jsonl").read_bytes())
        assert {(row["id"], row["receipt"]) for row in again} == {(receipt, receipt)}
        ids[name] = receipt
    assert len(set(ids.values())) == 2
    here = tmp_path / "bees"
    assert run("archive", "--lines", "-o", tmp_path / "here", cwd=here).code == 0
    assert rows_in((tmp_path / "here" / "report.jsonl").read_bytes())[0]["id"] == "bees"
    done = run("archive", here, "--lines", "--privacy", "names", "--privacy-key", "env:KEY", "-o", tmp_path / "p",
               env={"KEY": "a key of the tests"})  # fmt: skip
    assert done.code == 0
    copy = rows_in((tmp_path / "p" / "report.public.jsonl").read_bytes())
    assert {row["id"] for row in copy} == {copy[0]["receipt"]}
    assert run("archive", here, "--id", "x", "-o", tmp_path / "none").code == 2


def test_only_if_asked_and_never_part_of_the_report(tmp_path):
    """Written into the folder of the figures it does not belong to the report the next time."""
    path = write_report(tmp_path, "![a map](figures/a.png)", figures={"figures/a.png": png()})
    figures = tmp_path / "figures"
    assert run("archive", path, "-o", figures).code == 0
    assert {p.name for p in figures.iterdir()} == {"a.png", "report.json"}
    archive = (figures / "report.json").read_bytes()
    for _ in range(2):
        assert run("archive", path, "--lines", "-o", figures).code == 0
        assert (figures / "report.json").read_bytes() == archive


@pytest.mark.parametrize("text", ["", "a\0b"])
def test_broken_report_has_no_lines(tmp_path, text):
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    done = run("archive", tmp_path, "--lines", "-o", tmp_path / "out")
    assert (done.code, done.out) == (3, "")
    assert not (tmp_path / "out").exists()


def test_other_formats_have_no_lines(tmp_path):
    path = small_report(tmp_path)
    assert run("html", path, "--lines", "-o", tmp_path / "out").code == 2
    assert not (tmp_path / "out").exists()
