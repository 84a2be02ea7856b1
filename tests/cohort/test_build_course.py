"""Building a course: a row for each group whatever happens, done once, and the same in parts."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace

import jsonschema
import pytest
from support import EXAMPLE, ROOT, files_below, question, run

from publisher.archive.receipt import receipt
from publisher.cohort.build import Options, build, merge
from publisher.cohort.built import MergeError
from publisher.cohort.find import FindError, find
from publisher.cohort.handin import Handin, HandinError, collected_json, handin_of
from publisher.cohort.pool import Limits, Worker
from publisher.cohort.pool import run as run_jobs
from publisher.cohort.results import as_cell, read_results
from publisher.cohort.row import Row
from publisher.cohort.worker import Job, make
from publisher.course.deadline import deadline
from publisher.course.file import read_course
from publisher.course.groups import Group
from publisher.course.settings import Course
from publisher.doors.output import FORMATS
from publisher.rules import CODES

CHECKS = Options(formats=(), jobs=2)
pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture
def handins(tmp_path):
    """Write four hand-ins: a good one, one with an error, one that cannot be read, an empty folder."""
    folder = tmp_path / "handins"
    for key, text in {
        "good": f"# Bees\n\n{question(1, 'Ten of them, seen on *Tuesday*.')}",
        "wrong": f"# Bees\n\n{question(1, '![a hive](figures/none.png)')}",
        "broken": "\0",
    }.items():
        (folder / key / "reports").mkdir(parents=True)
        (folder / key / "reports" / "README.md").write_text(text)
    (folder / "empty").mkdir()
    return folder


def built(folder, out, options=CHECKS, course=None):
    return {step.row.group: step for step in build(folder, out, course or Course(), options)}


def test_each_group_has_a_row(handins, tmp_path):
    course = Course(groups=(Group("absent"), Group("good")))
    steps = built(handins, tmp_path / "out", course=course)
    told = {key: (step.row.run, step.row.outcome) for key, step in steps.items()}
    assert told == {
        "absent": ("missing", ""),
        "broken": ("done", "broken"),
        "good": ("done", "ok"),
        "wrong": ("done", "errors"),
    }
    _, rows = read_results(tmp_path / "out" / "results.json")
    assert [row.group for row in rows] == sorted(told)
    table = list(
        csv.DictReader(io.StringIO((tmp_path / "out" / "results.csv").read_text("utf-8-sig")))
    )
    assert [line["group"] for line in table] == sorted(told)
    assert [line["answered"] for line in table] == ["", "", "1", "1"]
    check = json.loads((tmp_path / "out" / "groups" / "wrong" / "check.json").read_bytes())
    assert check["outcome"] == "errors"


def test_nobody_knows_when_a_folder_was_handed_in(handins, tmp_path):
    first, later = (deadline(f"2026-01-2{day}T23:59:00+01:00") for day in (3, 4))
    for limit in (first, later):
        course = Course(groups=(Group("wrong", deadline=later),), deadline=limit)
        rows = {
            key: step.row for key, step in built(handins, tmp_path / "out", course=course).items()
        }
        assert {row.late for row in rows.values()} == {"unknown"}
        assert "does not say when" in rows["good"].doubt
        assert [rows[key].deadline for key in ("good", "wrong")] == [limit.utc, later.utc]
    assert built(handins, tmp_path / "out")["good"].row.late == "no"


def test_results_keep_to_their_schema(handins, tmp_path):
    course = Course(groups=(Group("absent"),))
    built(handins, tmp_path / "out", Options(formats=("archive",)), course)
    schema = json.loads((ROOT / "publisher/cohort/course-1.schema.json").read_bytes())
    results = json.loads((tmp_path / "out" / "results.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    checked = jsonschema.Draft202012Validator(schema)
    assert list(checked.iter_errors(results)) == []
    results["groups"][0]["more"] = 1
    assert list(checked.iter_errors(results)) != []


def test_a_course_says_which_formats_are_made_and_its_page_leads_to_them(handins, tmp_path):
    settings = tmp_path / "course.yaml"
    settings.write_text("formats: [html, text]\n", encoding="utf-8")
    run("course", "build", handins, "-c", settings, "-o", tmp_path / "out")
    made = {p.name for p in (tmp_path / "out/groups/good").iterdir()}
    assert made & set(FORMATS.values()) == {"report.html", "report.txt"}
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert '<a class="page" href="groups/good/report.txt">TXT</a>' in page
    done = run("course", "build", handins, "-c", settings, "-o", tmp_path / "out", "--likeness")
    assert (done.code, "this course's 'formats' leave out" in done.err) == (2, True)


def test_a_machine_without_what_a_format_needs_ends_the_run(handins, tmp_path, monkeypatch):
    settings = tmp_path / "course.yaml"
    settings.write_text("formats: [html, latexpdf]\n", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("course", "build", handins, "-c", settings, "-o", tmp_path / "out")
    assert done.code == 5
    assert "there is no latexmk, lualatex" in done.err
    assert "let the course's 'formats' leave it out" in done.err


def test_outputs_are_those_of_a_build(handins, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769817600")
    built(handins, tmp_path / "out", Options(formats=("html", "archive")))
    run("build", handins / "good" / "reports", "-o", tmp_path / "one", "--to", "html,archive")
    for name in ("report.html", "report.json"):
        assert (tmp_path / "out/groups/good" / name).read_bytes() == (
            tmp_path / "one" / name
        ).read_bytes()
    lines = (tmp_path / "out" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["group"] for line in lines] == ["good", "wrong"]


@pytest.mark.parametrize("formats", [(), ("html", "archive")])
def test_receipt_of_a_row_is_that_of_the_report(tmp_path, formats):
    course = read_course(ROOT / "examples" / "course.yaml", tuple(CODES))
    row = make(Job("a", str(EXAMPLE), Handin("a").members(), str(tmp_path), formats), course)
    assert row.receipt == receipt(EXAMPLE)


def test_what_is_done_is_not_done_again(handins, tmp_path):
    first = built(handins, tmp_path / "out")
    assert all(step.made for step in first.values())
    before = files_below(tmp_path / "out")
    assert not any(step.made for step in built(handins, tmp_path / "out").values())
    assert files_below(tmp_path / "out") == before
    (handins / "good" / "reports" / "figures").mkdir()
    (handins / "good" / "reports" / "figures" / "a.txt").write_text("x")
    again = built(handins, tmp_path / "out")
    assert {key for key, step in again.items() if step.made} == {"good"}
    changed = built(handins, tmp_path / "out", course=Course(count="text"))
    assert all(step.made for step in changed.values())
    (tmp_path / "out/groups/good/check.json").unlink()
    again = built(handins, tmp_path / "out", course=Course(count="text"))
    assert {key for key, step in again.items() if step.made} == {"good"}


def test_numbers_of_groups_count_in_their_order(tmp_path):
    keys = ["Group 1", "Group 2", "Group 10", "group 10b", "Group 11"]
    for key in sorted(keys):
        (tmp_path / "handins" / key).mkdir(parents=True)
        (tmp_path / "handins" / key / "README.md").write_text(f"# Bees\n\n{question(1, 'Ten.')}")
    built(tmp_path / "handins", tmp_path / "out", Options(formats=("archive",)))
    _, rows = read_results(tmp_path / "out" / "results.json")
    assert [row.group for row in rows] == keys
    answers = (tmp_path / "out" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["group"] for line in answers] == keys
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<th scope="row">(\w+ \w+)', page) == keys


def test_parts_are_the_whole(handins, tmp_path):
    built(handins, tmp_path / "whole")
    parts = [tmp_path / f"part-{n}" for n in (1, 2, 3, 4)]
    for number, part in enumerate(parts, 1):
        built(handins, part, Options(formats=(), shard=(number, 4)))
    merge(parts[::-1], tmp_path / "merged")
    assert files_below(tmp_path / "merged") == files_below(tmp_path / "whole")


def test_parts_of_two_courses_are_refused(handins, tmp_path):
    built(handins, tmp_path / "a", Options(formats=(), shard=(1, 2)))
    built(handins, tmp_path / "b", Options(formats=(), shard=(2, 2)), Course(count="text"))
    with pytest.raises(MergeError, match="other settings"):
        merge([tmp_path / "a", tmp_path / "b"], tmp_path / "out")
    with pytest.raises(MergeError, match="is in"):
        merge([tmp_path / "a", tmp_path / "a"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_erased_group_is_in_no_output(handins, tmp_path):
    built(handins, tmp_path / "out", Options(formats=("archive",)))
    near = run("course", "erase", "Good", "-o", tmp_path / "out")
    assert (near.code, "did you mean 'good'?" in near.err) == (1, True)
    assert run("course", "erase", "good", "-o", tmp_path / "out").code == 0
    assert not [p for p in (tmp_path / "out").rglob("*") if "good" in p.name]
    for data in files_below(tmp_path / "out").values():
        assert b"Ten of them" not in data
        assert b'"good"' not in data
    assert (handins / "good").is_dir()
    assert run("course", "erase", "good", "-o", tmp_path / "out").code == 1


@pytest.mark.parametrize("command", [("erase", "a"), ("merge", "{}")])
def test_folder_without_outputs_is_told_and_not_made(tmp_path, command):
    folder = tmp_path / "none"
    output = tmp_path / "new" if command[0] == "merge" else folder
    done = run("course", *(a.format(folder) for a in command), "-o", output)
    assert done.code == (1 if command[0] == "merge" else 2)
    assert "holds no outputs of a course: there is no results.json" in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("inside", [".", "out"])
def test_outputs_do_not_go_among_the_hand_ins(handins, inside):
    before = files_below(handins)
    done = run("course", "build", handins, "-o", handins / inside, "--check-only")
    assert (done.code, "name another with -o" in done.err) == (2, True)
    assert files_below(handins) == before


def test_pages_hold_what_groups_wrote_as_text(handins, tmp_path):
    path = handins / "good" / "reports" / "README.md"
    path.write_text(
        f"# B\n\n{question(1, 'a<script>alert(1)</script>[^1] <b onclick=x>c</b>')}\n[^1]: Told.\n"
    )
    built(handins, tmp_path / "out", Options(formats=("html",)))
    page = (tmp_path / "out/questions/question-1.html").read_text(encoding="utf-8")
    assert page.count("<script>") == 1  # ours
    assert "onclick" not in page
    assert 'id="good"' in page
    assert 'href="#good--footnote-1"' in page
    assert 'id="good--footnote-1"' in page
    index = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert 'href="groups/good/report.html#question-1"' in index
    assert "Content-Security-Policy" in index


def test_ids_of_two_groups_never_meet(handins, tmp_path):
    for key in ("good", "wrong"):
        path = handins / key / "reports" / "README.md"
        path.write_text(f"# B\n\n{question(1, 'One[^1].')}\n[^1]: Told.\n")
    built(handins, tmp_path / "out", Options(formats=("html",)))
    page = (tmp_path / "out/questions/question-1.html").read_text(encoding="utf-8")
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r' href="#([^"]*)"', page)) <= {*ids, "main"}


def test_handin_file_of_a_folder_that_nobody_collected_says_nothing(handins, tmp_path):
    (tmp_path / "secret.md").write_text(f"# Secret\n\n{question(1, 'Of somebody else.')}")
    told = Handin("good", report="reports/README.md", late="no", commit="f" * 40)
    (handins / "good" / "handin.json").write_bytes(told.as_json())
    assert built(handins, tmp_path / "out")["good"].row.commit == ""
    for report in ("../../secret.md", "/etc/hostname", ".git/README.md"):
        with pytest.raises(HandinError, match="within the group's folder"):
            handin_of(replace(told, report=report).members(), "x")
    (handins / "collected.json").write_bytes(collected_json(["good"]))
    assert built(handins, tmp_path / "out")["good"].row.commit == "f" * 40


# -- what goes wrong ------------------------------------------------------------------------


class Lame(Worker):
    """A worker whose process is a program of the test's own."""

    program = ""

    def _command(self):
        return [sys.executable, "-c", self.program]


@pytest.mark.parametrize(
    ("program", "run", "reason"),
    [
        ("import time; time.sleep(60)", "timed_out", "more than 1 s"),
        ("import os, signal; input(); os.kill(os.getpid(), signal.SIGKILL)", "crashed", "signal 9"),
        ("raise SystemExit(7)", "crashed", "exit code 7"),
    ],
)
def test_worker_that_hangs_or_dies_is_one_row(program, run, reason):
    job = Job("a", "a/README.md", {}, "out", ())
    with Lame("", Limits(seconds=1)) as worker:
        worker.program = program
        ended = worker.do(job)
    assert (ended.run, ended.answer) == (run, None)
    assert reason in ended.reason


def test_worker_that_dies_warm_is_tried_again(handins, tmp_path):
    (tmp_path / "t").mkdir()
    job = Job(
        "good",
        str(handins / "good/reports/README.md"),
        Handin("good").members(),
        str(tmp_path / "t"),
        (),
    )
    with Worker("", Limits()) as worker:
        assert worker.do(job).run == "done"
        os.kill(worker._process.pid, signal.SIGKILL)
        assert worker.do(job).run == "done"
        process = worker._process
    assert process.returncode == 0  # let go, it tidies up


def test_all_jobs_end_once(handins, tmp_path):
    jobs = []
    for number in range(7):
        (tmp_path / str(number)).mkdir()
        path = handins / "good/reports/README.md"
        jobs.append(
            Job("good", str(path), Handin("good").members(), str(tmp_path / str(number)), ())
        )
    ended = list(run_jobs(jobs, "", Limits(), 3))
    assert sorted(e.job.target for e in ended) == sorted(job.target for job in jobs)


def test_run_that_was_killed_goes_on(handins, tmp_path):
    out = tmp_path / "out"
    args = ("course", "build", handins, "-o", out, "--check-only", "--jobs", "1")
    command = [sys.executable, "-m", "publisher", *args]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as first:
        group = first.stdout.readline().decode().split("\t")[0]
        first.kill()
    again = built(handins, out)
    assert not again[group].made
    built(handins, tmp_path / "whole")
    assert files_below(tmp_path / "out") == files_below(tmp_path / "whole")


def test_folder_without_hand_ins_is_told(tmp_path):
    with pytest.raises(FindError, match="expected a folder a group"):
        find(tmp_path)
    with pytest.raises(FindError, match="there is no such folder"):
        find(tmp_path / "none")
    (tmp_path / "file").write_text("x")
    with pytest.raises(FindError, match="cannot be read"):
        find(tmp_path / "file")
    for key in ("-a", "a"):
        (tmp_path / "x" / key).mkdir(parents=True)
        (tmp_path / "x" / key / "README.md").write_text("# x")
    with pytest.raises(FindError, match="rename it"):
        find(tmp_path / "x")


def test_two_runs_at_once_are_refused(handins, tmp_path):
    steps = build(handins, tmp_path / "out", Course(), CHECKS)
    next(steps)
    done = run("course", "build", handins, "-o", tmp_path / "out", "--check-only")
    assert (done.code, "another run" in done.err) == (2, True)
    list(steps)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "a\r\nb", "\x1b[2J"])
def test_cells_are_text(text):
    cell = as_cell(text)
    assert cell[0] not in "=+-@"
    assert cell.isprintable()


@pytest.mark.parametrize(
    ("shard", "code"), [("0/2", 2), ("3/2", 2), ("x", 2), ("1/²", 2), ("1/1", 1)]
)
def test_shards_are_read(handins, tmp_path, shard, code):
    done = run("course", "build", handins, "-o", tmp_path / "out", "--check-only", "--shard", shard)
    assert done.code == code


def test_row_comes_back():
    row = Row("a", "done", "ok", questions=({"number": 1},), files=("x",))
    assert Row.from_json(row.as_json()) == row


def test_folder_of_somebody_elses_is_left_alone(handins, tmp_path):
    (tmp_path / "out" / "questions").mkdir(parents=True)
    (tmp_path / "out" / "questions" / "mine.txt").write_text("mine")
    done = run("course", "build", handins, "-o", tmp_path / "out", "--check-only")
    assert (done.code, "name a new folder" in done.err) == (2, True)
    assert files_below(tmp_path / "out") == {"questions/mine.txt": b"mine"}
