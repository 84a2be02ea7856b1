"""Classroom 50's contract, in its strict form; and the autograder that its runner calls."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator
from support import ROOT, question, run, write_report

AUTOGRADER = ROOT / "examples" / "classroom50" / "autograder.py"
COMMIT = "0" * 40
ENVIRONMENT = {
    "CLASSROOM": "02476",
    "ASSIGNMENT": "report",
    "SUBMISSION_TAG": "submit/2026-01-23",
    "COMMIT_URL": f"https://github.com/apiary/bees/commit/{COMMIT}",
    "RELEASE_URL": "https://github.com/apiary/bees/releases/tag/submit%2F2026-01-23",
    "REVIEW_URL": "https://github.com/apiary/bees/pull/1",
}
TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}
STRICT = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "schema", "classroom", "assignment", "submission", "commit", "release", "review",
        "datetime", "score", "max-score", "tests",
    ],
    "properties": {
        "schema": {"const": "classroom50/result/v1"},
        "classroom": TEXT,
        "assignment": TEXT,
        "submission": {"type": "string", "pattern": "^submit/."},
        "commit": TEXT,
        "release": TEXT,
        "review": TEXT,
        "datetime": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"},
        "score": COUNT,
        "max-score": COUNT,
        "tests": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {
                    "test-name": TEXT,
                    "passed": {"type": "boolean"},
                    "score": COUNT,
                    "max-score": COUNT,
                },
            },
        },
    },
}  # fmt: skip
"""The contract's strict form, in words of our own."""


def git(folder, *command):
    date = {"GIT_AUTHOR_DATE": "@1769200000 +0100", "GIT_COMMITTER_DATE": "@1769200000 +0100"}
    env = {**os.environ, **date, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    options = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *options, "-C", folder, *command],
        check=True,
        env=env,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path):
    """Return a function that commits a report with these answers and returns the environment of its submission."""

    def submit(*answers):
        write_report(tmp_path / "reports", *answers)
        if not (tmp_path / ".git").exists():
            git(tmp_path, "init", "-q")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", "x", "--allow-empty")
        commit = git(tmp_path, "rev-parse", "HEAD")
        return ENVIRONMENT | {"COMMIT_URL": f"https://github.com/apiary/bees/commit/{commit}"}

    return submit


def result(tmp_path, environment, *options):
    done = run("check", tmp_path / "reports", "--format", "classroom50", *options, env=environment)
    held = json.loads(done.out)
    Draft202012Validator(STRICT).validate(held)
    assert held["score"] == sum(test["score"] for test in held["tests"])
    assert held["max-score"] == sum(test["max-score"] for test in held["tests"])
    assert all(test["score"] <= test["max-score"] for test in held["tests"])
    return done, held


def test_result_keeps_the_contract(tmp_path, repository):
    environment = repository("Ten.", "--- question 2 fill here ---")
    done, held = result(tmp_path, environment)
    assert [(t["test-name"], t["passed"], t["score"]) for t in held["tests"]] == [
        ("question 1", True, 1),
        ("question 2", False, 0),
    ]
    assert held["datetime"] == "2026-01-23T20:26:40Z"
    assert held["review"] == ENVIRONMENT["REVIEW_URL"]
    assert result(tmp_path, environment)[0].out == done.out


def test_points_are_the_courses(tmp_path, repository):
    environment = repository("Ten.", "--- question 2 fill here ---")
    course = tmp_path / "course.yaml"
    course.write_text("points: {1: 5, 2: 3}\n")
    held = result(tmp_path, environment, "--course", course)[1]
    assert (held["score"], held["max-score"]) == (5, 8)


def test_question_of_the_template_that_is_missing_fails(tmp_path, repository):
    template = tmp_path / "template.md"
    template.write_text("# T\n\n" + "\n".join(question(n, "") for n in (1, 2, 3)))
    course = tmp_path / "course.yaml"
    course.write_text("templates: template.md\n")
    environment = repository("Ten.", "Ten.")
    held = result(tmp_path, environment, "--course", course)[1]
    assert [t["passed"] for t in held["tests"]] == [True, True, False]
    (tmp_path / "reports" / "README.md").write_bytes(b"\0")
    done, held = result(tmp_path, environment, "--course", course)
    assert (done.code, held["score"], held["max-score"]) == (3, 0, 3)


def test_report_that_is_not_there_is_a_result(tmp_path, repository):
    environment = repository("Ten.")
    (tmp_path / "reports" / "README.md").unlink()
    done, held = result(tmp_path, environment)
    assert (done.code, held["tests"][0]["test-name"]) == (3, "report")


def test_review_is_the_commit_where_there_is_none(tmp_path, repository):
    environment = repository("Ten.") | {"REVIEW_URL": ""}
    assert result(tmp_path, environment)[1]["review"] == environment["COMMIT_URL"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"CLASSROOM": ""}, "CLASSROOM: expected what Classroom 50's runner sets, found nothing"),
        ({"SUBMISSION_TAG": "v1"}, "SUBMISSION_TAG: expected submit/..., found 'v1'"),
        (
            {"COMMIT_URL": ENVIRONMENT["COMMIT_URL"]},
            "COMMIT_URL: expected a commit of the repository",
        ),
        (
            {"COMMIT_URL": "https://example.org/x"},
            "COMMIT_URL: expected a commit of the repository",
        ),
    ],
)
def test_environment_that_lacks_something_is_told(tmp_path, repository, changed, said):
    environment = repository("Ten.") | changed
    done = run("check", tmp_path / "reports", "--format", "classroom50", env=environment)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_autograder_leaves_what_the_runner_takes(tmp_path, repository):
    environment = repository("Ten.", "--- question 2 fill here ---")
    done = subprocess.run(
        [sys.executable, AUTOGRADER],
        cwd=tmp_path,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    Draft202012Validator(STRICT).validate(json.loads((tmp_path / "result.json").read_bytes()))
    assert "question 2" in (tmp_path / "release-body.md").read_text()
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_autograder_tells_a_fault_of_the_set_up(tmp_path, repository):
    repository("Ten.")
    env = {n: v for n, v in os.environ.items() if n not in ENVIRONMENT} | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, AUTOGRADER]
    done = subprocess.run(command, cwd=tmp_path, env=env, check=False, capture_output=True)
    assert done.returncode == 2
    assert not (tmp_path / "report.pdf").exists()
