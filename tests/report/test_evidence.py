"""The names of a repository's files, and the patterns that an item of a checklist wants."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support import REPORTS, TEMPLATE, run

from publisher.check import check
from publisher.course.file import wanted
from publisher.course.settings import Course
from publisher.publish.publication import Publication
from publisher.report.evidence import Evidence, evidence
from publisher.report.view import Report

TEXT = "# Report\n\n* [x] Write the docker files\n* [x] Unit tests\n\n### Question 1\n> Answer:\n\nYes.\n"
TEMPLATES = [
    TEMPLATE,
    *sorted((Path(REPORTS).parent / "templates").glob("*.md") if REPORTS else []),
]


@pytest.fixture
def place(tmp_path):
    """A repository with a report in it, whose two ticks want a file each."""
    report = tmp_path / "project" / "reports" / "README.md"
    report.parent.mkdir(parents=True)
    report.write_text(TEXT)
    return tmp_path / "project"


def touch(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"")


def ticks(place, *more):
    """Return the exit code and the lines of the ticks that lack evidence."""
    done = run(
        "check", place / "reports", "--repository", place, "--format", "json", *more, cwd=place
    )
    found = [d["line"] for d in done.json["diagnostics"] if d["code"] == "evidence_missing"]
    return done.code, found


def test_names_are_compared(place):
    assert ticks(place) == (0, [3, 4])
    assert ticks(place, "--strict") == (1, [3, 4])
    touch(place, "docker/train", "src/test_data.py")
    assert ticks(place) == (0, [])


def test_what_a_group_did_not_write_is_passed_over(place):
    touch(place, ".git/Dockerfile", ".venv/lib/site-packages/x/test_x.py", "node_modules/a/test.js")
    assert ticks(place) == (0, [3, 4])


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_links_are_not_followed(place, tmp_path):
    touch(tmp_path, "elsewhere/Dockerfile", "elsewhere/test_a.py")
    (place / "loop").symlink_to(place)
    (place / "there").symlink_to(tmp_path / "elsewhere")
    assert ticks(place) == (0, [3, 4])
    (place / "Dockerfile").symlink_to("gone")  # its name is in the repository
    assert ticks(place) == (0, [4])


def test_nothing_is_opened(place, monkeypatch):
    def refused(path, *_, **__):
        raise AssertionError(path)

    touch(place, "Dockerfile")
    patterns = wanted(Course())
    monkeypatch.setattr("builtins.open", refused)
    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr(Path, "read_bytes", refused)
    found = evidence(place, patterns)
    assert found is not None
    assert found.names == {"Dockerfile", "reports/README.md"}


def test_of_what_is_not_seen_whole_nothing_is_said(place, monkeypatch):
    monkeypatch.setattr("publisher.report.evidence.MOST", 2)
    touch(place, "a", "b", "c")
    done = run("check", place / "reports", "--repository", place)
    assert done.code == 0
    assert "ticks were not compared" in done.err
    assert "evidence_missing" not in done.out


def test_a_repository_that_is_none(place):
    for wrong in (place / "gone", place / "reports" / "README.md"):
        done = run("check", place / "reports", "--repository", wrong)
        assert (done.code, done.out) == (2, "")
        assert f"--repository {wrong}: is no folder" in done.err


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        ("evidence: {Unit TESTS: off}", [3]),
        ("evidence: {unit tests: [], docker  files: 'off'}", []),
        ("evidence: {docker files: '*.dockr'}", [3, 4]),
        ("evidence: {docker files: ['*.nix', reports/readme.md]}", [4]),
        ("evidence: {write the docker files: [firmware.bin]}", [3, 3, 4]),
        ("severities: {evidence_missing: off}", []),
    ],
)
def test_the_course_goes_first(place, settings, lines):
    course = place / "course.yaml"
    course.write_text(settings)
    assert ticks(place, "--course", course) == (0, lines)


def test_the_archive_knows_nothing_of_it(place):
    course = Course()
    path = place / "reports" / "README.md"
    seen = check(path, course, evidence=evidence(place, wanted(course)))
    assert [d.code for d in seen.diagnostics] == ["evidence_missing"] * 2
    assert Publication(seen).archive().data == Publication(check(path, course)).archive().data


def test_usual_evidence_speaks_of_items_of_templates():
    """Words that no template has would never be met; two templates of a course are beside the reports."""
    if len(TEMPLATES) == 1:
        pytest.skip("PUBLISHER_REPORTS names no folder of reports")
    usual = Evidence(frozenset(), wanted(Course()))
    met = set()
    for path in TEMPLATES:
        report = check(path).report
        assert isinstance(report, Report)
        met |= {patterns for item in report.checklist for patterns in usual.lacking(item.text)}
    assert met == set(usual.wanted.values())
