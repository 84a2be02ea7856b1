"""A watch sees every way in which a file is saved, and ends whenever it is told to."""

from __future__ import annotations

import os
import threading
from importlib.util import find_spec

import pytest

from publisher.desk.watch import Places, Watch

LONG = 60
"""Seconds that no test takes, unless what it waits for never comes."""
EVENTS = [
    False,
    pytest.param(
        True, marks=pytest.mark.skipif(not find_spec("watchfiles"), reason="no watchfiles")
    ),
]


@pytest.fixture
def report(tmp_path):
    folder = tmp_path / "group" / "report"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("old")
    return folder / "README.md"


@pytest.fixture
def watch(report):
    return watched(report)


def watched(report, *, events=False):
    places = Places(frozenset({report}), frozenset({report.parent, report.parent / "figures"}))
    return Watch(places, pause=0.01, events=events)


def write(report):
    report.write_text("new, and longer")


def write_as_long(report):
    report.write_text("new")


def rename_over(report):
    (report.parent / ".new").write_text("old")
    os.utime(report.parent / ".new", ns=(1, report.stat().st_mtime_ns))
    (report.parent / ".new").replace(report)


def rename_away_and_write(report):
    report.rename(report.with_suffix(".md~"))
    report.write_text("old")


def delete(report):
    report.unlink()


def delete_and_write(report):
    report.unlink()
    report.write_text("another")


def move_the_folder(report):
    report.parent.rename(report.parent.with_name("elsewhere"))


def make_a_link_of_it(report):
    (report.parent / "other.md").write_text("old")
    report.unlink()
    report.symlink_to("other.md")


def begin_figures(report):
    (report.parent / "figures").mkdir()


SAVES = [
    write,
    write_as_long,
    rename_over,
    rename_away_and_write,
    delete,
    delete_and_write,
    move_the_folder,
    make_a_link_of_it,
    begin_figures,
]


@pytest.mark.parametrize("save", SAVES)
def test_every_way_of_saving_is_seen_once(watch, report, save):
    os.utime(report, (1, 1))  # so that no save is within the same moment
    assert watch.wait(0.01)
    save(report)
    assert watch.wait(0.01)
    assert not watch.wait(0.01)


def test_what_is_moved_away_is_seen_when_it_is_back(watch, report):
    away = report.parent.with_name("away")
    report.parent.rename(away)
    assert watch.wait(0.01)
    away.rename(report.parent)
    assert watch.wait(0.01)
    write(report)
    assert watch.wait(0.01)


def test_many_saves_are_one(watch, report):
    for number in range(100):
        report.write_text(f"{number}")
    assert watch.wait(0.01)
    assert not watch.wait(0.01)


def test_neither_hidden_files_nor_the_content_of_others_count(watch, report):
    (report.parent / ".README.md.swp").write_text("x")
    assert not watch.wait(0.01)
    log = report.parent / "training.log"
    log.write_text("x")
    assert watch.wait(0.01)  # its name may be one that the report means
    log.write_text("xy")
    assert not watch.wait(0.01)


def test_a_new_place_counts_from_the_last_wait_on(watch, report):
    old, new = report.parent / "old.png", report.parent / "new.png"
    old.write_text("x")
    os.utime(old, (1, 1))
    assert watch.wait(0.01)
    watch.follow(Places(frozenset({report, old})))
    assert not watch.wait(0.01)
    new.write_text("x")
    watch.follow(Places(frozenset({report, old, new})))
    assert watch.wait(0.01)
    watch.follow(Places(frozenset({report})))
    new.write_text("xyz")
    assert not watch.wait(0.01)


@pytest.mark.parametrize("events", EVENTS)
def test_a_save_ends_a_wait(report, events):
    """With events the pause is longer than the test: they alone end it."""
    places = Places(frozenset({report}))
    watch = Watch(places, pause=10 * LONG if events else 0.01, events=events)
    seen = threading.Event()

    def saves():
        number = 0
        while not seen.wait(0.05):
            number += 1
            (report.parent / ".new").write_text(f"{number}")
            (report.parent / ".new").replace(report)

    saver = threading.Thread(target=saves)
    saver.start()
    try:
        assert [watch.wait(LONG) for _ in range(3)] == [True, True, True]
    finally:
        seen.set()
        saver.join()


@pytest.mark.parametrize("events", EVENTS)
def test_a_wait_ends_when_it_is_stopped(report, events):
    watch = watched(report, events=events)
    threading.Timer(0.05, watch.stop).start()
    assert not watch.wait(LONG)
    write(report)
    assert not watch.wait(LONG)


@pytest.mark.skipif(not find_spec("watchfiles"), reason="no watchfiles")
def test_where_the_system_tells_nothing_one_looks(report, monkeypatch):
    def refuse(*_, **__):
        raise OSError(28, "no more watches")

    monkeypatch.setattr("watchfiles.watch", refuse)
    watch = watched(report, events=True)
    assert not watch.wait(0.05)
    write(report)
    assert watch.wait(LONG)
