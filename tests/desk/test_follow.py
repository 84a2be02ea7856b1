"""A report that is followed is read again for all on which it depends, and for nothing else."""

from __future__ import annotations

import pytest
from support import png, run, write_report

from publisher.check import check
from publisher.course.file import read_course
from publisher.course.settings import Course
from publisher.desk.follow import Follower
from publisher.rules import CODES

NO_MORE = object()


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Let no reading wait: what has changed is there, and else there is nothing to wait for."""
    from publisher.desk.watch import Watch

    wait = Watch.wait
    monkeypatch.setattr(Watch, "wait", lambda self, most=None: wait(self, most or 0.01))


def follow(path, course=None):
    settings = read_course(course, tuple(CODES)) if course else Course()
    return Follower(path, course, settings, lambda course: check(path, course)).readings()


def codes(reading):
    return {d.code for d in reading.result.diagnostics}


def words(reading):
    return reading.result.report.questions[0].words


@pytest.fixture
def report(tmp_path):
    return write_report(tmp_path / "report", "Ten bees.", figures={"figures/a.png": png()})


def save(path, old, new):
    path.write_text(path.read_text().replace(old, new))


def test_a_save_is_read_and_many_saves_are_one(report):
    readings = follow(report)
    assert words(next(readings)) == 2
    for number in range(20):
        save(report, "bees.", f"bees. {number}")
    assert words(next(readings)) == 22
    assert next(readings, NO_MORE) is NO_MORE


def test_what_is_saved_while_one_works_on_a_reading_is_read(report):
    for at, reading in enumerate(follow(report)):
        assert words(reading) == 2 + at
        if at < 3:
            save(report, "Ten", "Ten more")
    assert at == 3


@pytest.mark.parametrize("path", ["figures/b.png", "b.png", "plots/new/b.png"])
def test_a_figure_is_followed_wherever_it_lies(report, path):
    save(report, "Ten bees.", f"![bees]({path})")
    readings = follow(report)
    assert "image_missing" in codes(next(readings))
    figure = report.parent / path
    figure.parent.mkdir(parents=True, exist_ok=True)
    figure.write_bytes(b"no picture")
    assert "image_missing" not in codes(reading := next(readings))
    assert codes(reading) & {"image_type", "image_unreadable"}
    figure.write_bytes(png())
    assert not codes(next(readings)) & {"image_type", "image_unreadable"}
    figure.unlink()
    assert "image_missing" in codes(next(readings))


def test_a_file_that_cannot_be_read_is_told_and_read_again(report):
    readings = follow(report)
    next(readings)
    text = report.read_text()
    report.unlink()
    assert next(readings).result.outcome == "broken"
    report.write_text("")
    assert next(readings).result.outcome == "broken"
    report.write_text(text)
    assert words(next(readings)) == 2


def test_settings_are_followed_and_stay_while_they_cannot_be_used(report, tmp_path):
    course = tmp_path / "course.yaml"
    course.write_text("limits: {1: {words: [5, 9]}}\n")
    readings = follow(report, course)
    assert "answer_length" in codes(next(readings))
    course.write_text("limits: {1: {words: [1, 9]}}\n")
    assert "answer_length" not in codes(next(readings))
    course.write_text("limits: {1: {words: [9, 1]}}\n")
    reading = next(readings)
    assert "limits.1.words" in reading.trouble
    assert "answer_length" not in codes(reading)
    course.write_text("limits: {1: {words: [5, 9]}}\n")
    reading = next(readings)
    assert not reading.trouble
    assert "answer_length" in codes(reading)


def test_templates_and_the_courses_figures_are_followed(report, tmp_path):
    (tmp_path / "course").mkdir()
    given = tmp_path / "course" / "given"
    template = tmp_path / "course" / "template.md"
    template.write_text(report.read_text().replace("Ten bees.", "--- question 1 fill here ---"))
    course = tmp_path / "course" / "course.yaml"
    course.write_text("templates: template.md\nfigures: given\n")
    given.mkdir()
    (given / "a.png").write_bytes(png(width=3))
    save(report, "Ten bees.", "Ten bees. ![bees](figures/a.png)")
    readings = follow(report, course)
    assert next(readings).result.report.questions[0].images == 1
    (given / "a.png").write_bytes((report.parent / "figures" / "a.png").read_bytes())
    assert next(readings).result.report.questions[0].images == 0
    save(template, "What was done?", "What was not done?")
    assert "prompt_edited" in codes(next(readings))


# -- publisher check --watch --------------------------------------------------------


def test_the_list_is_told_anew_at_each_save(report, monkeypatch):
    from publisher.desk.watch import Watch

    saves = ["Nine", "Ten"]

    def wait(self, most=None):
        del self, most
        if saves:
            save(report, saves[1], saves[0]) if len(saves) == 2 else report.unlink()
            saves.pop()
            return True
        return False

    monkeypatch.setattr(Watch, "wait", wait)
    done = run("check", "--watch", report)
    assert done.code == 0
    assert done.out.count("1 answered, 0 unanswered") == 2
    assert done.out.count("cannot be read") >= 1
    assert "following" in done.err
    assert "\x1b" not in done.out


@pytest.mark.parametrize("other", ["--fix", "--diff"])
def test_a_watch_changes_nothing(report, other):
    done = run("check", "--watch", other, report)
    assert done.code == 2
    assert "--watch" in done.err
