"""What tests that build a course share (a plugin: ``tests/conftest.py`` would load it for all)."""

from __future__ import annotations

from pathlib import Path

import pytest

from publisher.cohort.pool import Ended
from publisher.cohort.row import packed, unpacked
from publisher.cohort.worker import answer
from publisher.course.file import read_course
from publisher.course.settings import Course
from publisher.rules import CODES


@pytest.fixture
def in_process(monkeypatch):
    """Let a course be built in this process: where it is not about workers, their start is most of a test."""

    def run_jobs(jobs, course, _limits, _workers):
        settings = read_course(Path(course), tuple(CODES)) if course else Course()
        for job in jobs:
            yield Ended(job, unpacked(packed(answer(job, settings))))

    monkeypatch.setattr("publisher.cohort.build.run_jobs", run_jobs)
