"""What a run made is kept for the next: the same bytes, and never what would not be made again."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import command, files_below, png, question, run, write_report

from publisher import cache
from publisher.doors.asked import Notes
from publisher.read import parser

COURSE = "title: Bees\ntemplates: [template.md]\n"
TEMPLATE = f"# Report\n\n{question(1, '')}"
FIGURES = {"figures/hive.png": png()}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Let this user have a cache, and return its folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PUBLISHER_NO_CACHE")
    return tmp_path / "home" / "report-publisher"


@pytest.fixture
def report(tmp_path):
    """Write a report with a figure, a link and a course beside it."""
    folder = tmp_path / "work"
    write_report(
        folder / "report", "Bees. ![A hive](figures/hive.png) [a](notes.txt)", figures=FIGURES
    )
    (folder / "course.yaml").write_text(COURSE, encoding="utf-8")
    (folder / "template.md").write_text(TEMPLATE, encoding="utf-8")
    return folder / "report"


def git(folder, *command):
    subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)


CHECK = ("check", "report", "--course", "course.yaml")
BUILD = ("build", "report", "--course", "course.yaml", "--to", "html,archive", "-o", "out")


def was_read(*arguments, cwd):
    """Run, and return what it gave and whether the report was read for it."""
    with mock.patch("publisher.read.parser.read", side_effect=parser.read) as read:
        done = run(*arguments, cwd=cwd)
    return done, read.called


@pytest.mark.parametrize(
    "arguments", [CHECK, BUILD, (*CHECK, "--format", "json"), ("html", "report")]
)
def test_the_second_run_gives_the_same_and_reads_nothing(home, report, arguments):
    first, read = was_read(*arguments, cwd=report.parent)
    assert read
    made = files_below(report.parent)
    assert len(list(home.iterdir())) == 1
    assert home.stat().st_mode & 0o777 == 0o700
    for path in report.parent.rglob("report.*"):
        if path.parent != report.parent:
            path.unlink()
    second, read = was_read(*arguments, cwd=report.parent)
    assert not read
    assert second == first
    assert files_below(report.parent) == made
    fresh, read = was_read(*arguments, "--no-cache", cwd=report.parent)
    assert read
    assert fresh == first
    assert files_below(report.parent) == made


def rename_case(folder):
    (folder / "figures" / "hive.png").rename(folder / "figures" / "Hive.png")


CHANGES = {
    "a word": lambda report: (report / "README.md").write_text(
        (report / "README.md").read_text(encoding="utf-8").replace("Bees", "Wasps"),
        encoding="utf-8",
    ),
    "a figure": lambda report: (report / "figures" / "hive.png").write_bytes(png(9, 9)),
    "a figure's letter case": rename_case,
    "a figure is gone": lambda report: (report / "figures" / "hive.png").unlink(),
    "a figure is a folder": lambda report: (
        (report / "figures" / "hive.png").unlink(),
        (report / "figures" / "hive.png").mkdir(),
    ),
    "a figure is a link": lambda report: (
        (report / "figures" / "hive.png").rename(report / "figures" / "other.png"),
        (report / "figures" / "hive.png").symlink_to("other.png"),
    ),
    "a figure nobody shows": lambda report: (report / "figures" / "b.png").write_bytes(png()),
    "what a link names": lambda report: (report / "notes.txt").write_text("x", encoding="utf-8"),
    "the settings": lambda report: (report.parent / "course.yaml").write_text(
        COURSE + "count: text\n", encoding="utf-8"
    ),
    "the template": lambda report: (report.parent / "template.md").write_text(
        TEMPLATE.replace("Report", "Another"), encoding="utf-8"
    ),
    "what the template gives": lambda report: (
        (report.parent / "figures").mkdir(),
        (report.parent / "figures" / "x.png").write_bytes(png()),
    ),
    "settings beside the report": lambda report: (report / "course.yaml").write_text(
        "", encoding="utf-8"
    ),
    "a repository": lambda report: (
        git(report.parent, "init", "-q"),
        git(report.parent, "add", "."),
    ),
}


@pytest.mark.skipif(os.name == "nt", reason="links")
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("arguments", [CHECK, BUILD], ids=["check", "build"])
@pytest.mark.usefixtures("home")
def test_whatever_matters_is_asked_again(report, arguments, change):
    run(*arguments, cwd=report.parent)
    CHANGES[change](report)
    kept = run(*arguments, cwd=report.parent)
    made = files_below(report.parent)
    fresh = run(*arguments, "--no-cache", cwd=report.parent)
    assert kept == fresh
    assert files_below(report.parent) == made


@pytest.mark.parametrize(
    "given",
    [
        {"env": {"SOURCE_DATE_EPOCH": "86400"}},
        {"env": {"FORCE_COLOR": "1"}},
        {"more": ["--language", "de"]},
        {"more": ["--strict"]},
        {"more": ["--no-archive"]},
        {"more": ["-o", "elsewhere"]},
    ],
    ids=str,
)
@pytest.mark.usefixtures("home")
def test_whoever_asks_for_another_thing_gets_it(report, given):
    run(*BUILD, cwd=report.parent)
    arguments, env = [*BUILD, *given.get("more", [])], given.get("env", {})
    with mock.patch.dict(os.environ, env):
        _, read = was_read(*arguments, cwd=report.parent)
    assert read


@pytest.mark.parametrize("name", ["_programs", "__version__"])
@pytest.mark.usefixtures("home")
def test_another_version_makes_it_anew(report, name):
    run(*CHECK, cwd=report.parent)
    changed = "9" if name == "__version__" else lambda: "others"
    with mock.patch.object(cache, name, changed):
        _, read = was_read(*CHECK, cwd=report.parent)
    assert read


def test_a_file_of_ours_that_changes_is_another_program(tmp_path):
    (tmp_path / "a.css").write_text("x", encoding="utf-8")
    with mock.patch.object(cache, "themes_folder", return_value=tmp_path):
        before = cache._programs()
        (tmp_path / "a.css").write_text("xy", encoding="utf-8")
        assert cache._programs() != before


def test_nothing_is_kept_of_what_may_end_otherwise(home, report):
    for arguments in (
        ("check", "report", "--repository", "."),
        ("check", "report", "--diff"),
        ("check", "nowhere"),
        ("check", "nowhere", "--format", "json"),
        ("build", "out/report.json"),
    ):
        run(*arguments, cwd=report.parent)
    (report / "README.md").write_text("# No question\n", encoding="utf-8")
    run("build", "report", "--to", "html", "-o", "out", cwd=report.parent)
    (report / "README.md").write_text("", encoding="utf-8")
    run(*CHECK, cwd=report.parent)
    assert not home.exists()


def test_a_question_with_two_answers_settles_nothing(tmp_path):
    notes = Notes()
    notes.add(("file", "a", "1"), "x")
    notes.add(("file", "a", "1"), "x")
    assert notes.settled
    notes.add(("file", "a", "1"), "y")
    assert not notes.settled
    cache.Entry(tmp_path / "c", "x").keep(notes, cache.Made([], {}, 0))
    assert not (tmp_path / "c").exists()


def entry_of(home):
    (found,) = home.iterdir()
    return found


@pytest.mark.parametrize("damage", ["empty", "cut", "changed", "no head", "folder", "link"])
def test_a_damaged_entry_is_none(home, report, damage):
    first = run(*BUILD, cwd=report.parent)
    entry = entry_of(home)
    data = entry.read_bytes()
    if damage in ("folder", "link"):
        entry.unlink()
        entry.mkdir() if damage == "folder" else entry.symlink_to("nowhere")
    else:
        changed = data[:-9] + b"!" + data[-8:]
        made = {"empty": b"", "cut": data[:-1], "changed": changed, "no head": b"x" * 64}
        entry.write_bytes(made[damage])
    second, read = was_read(*BUILD, cwd=report.parent)
    assert read
    assert second.out == first.out
    assert second.code == first.code


@pytest.mark.skipif(os.name == "nt", reason="modes")
@pytest.mark.parametrize("how", ["others write", "a file", "a link", "another's"])
def test_a_cache_that_is_not_ours_alone_is_left_alone_with_a_note(home, report, how, tmp_path):
    plain = run(*CHECK, "--no-cache", cwd=report.parent)
    home.parent.mkdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    if how == "a file":
        home.write_bytes(b"")
    elif how == "a link":
        home.symlink_to(tmp_path / "elsewhere")
    else:
        home.mkdir()
        home.chmod(0o777 if how == "others write" else 0o700)
    uid = os.getuid()
    with mock.patch("os.getuid", return_value=uid + (how == "another's")):
        done = run(*CHECK, cwd=report.parent)
    assert (done.code, done.out) == (plain.code, plain.out)
    assert "the cache is left alone" in done.err
    assert "--no-cache" in done.err
    assert files_below(tmp_path / "elsewhere") == {}


def test_a_cache_without_room_is_told_and_leaves_nothing(home, report):
    plain = run(*CHECK, "--no-cache", cwd=report.parent)
    with mock.patch("publisher.cache.write", side_effect=cache.OutputError("no room")):
        done = run(*CHECK, cwd=report.parent)
    assert (done.code, done.out) == (plain.code, plain.out)
    assert "no room" in done.err
    assert not list(home.iterdir())


def test_what_was_used_least_lately_goes(home, report, monkeypatch):
    for name in ("a", "b", "c"):
        run(*BUILD[:-1], name, cwd=report.parent)
        size = max(path.stat().st_size for path in home.iterdir())
        for at, path in enumerate(sorted(home.iterdir(), key=lambda p: p.stat().st_mtime_ns)):
            os.utime(path, (at, at))
    run(*BUILD[:-1], "a", cwd=report.parent)  # and so a was used last
    monkeypatch.setattr(cache, "MAX_BYTES", size * 2 + size // 2)
    run(*CHECK, cwd=report.parent)
    assert not was_read(*BUILD[:-1], "a", cwd=report.parent)[1]
    assert was_read(*BUILD[:-1], "b", cwd=report.parent)[1]


def test_what_is_too_large_is_not_kept(home, report, monkeypatch):
    monkeypatch.setattr(cache, "MAX_ENTRY", 10_000)
    run(*BUILD, cwd=report.parent)
    assert not home.exists()


def test_two_at_once(home, report):
    with ThreadPoolExecutor(4) as pool:
        each = range(4)
        env = {"XDG_CACHE_HOME": str(home.parent), "PUBLISHER_NO_CACHE": None}
        done = list(pool.map(lambda _: command(*CHECK, cwd=report.parent, **env), each))
    assert len({(d.code, d.out, d.err) for d in done}) == 1
    assert not was_read(*CHECK, cwd=report.parent)[1]


def test_doctor_says_where_and_how_large(home, report):
    assert "nothing is kept" in run("doctor").out
    run(*CHECK, cwd=report.parent)
    told = run("doctor").out
    assert str(home) in told
    assert "1 entry" in told


def test_the_pdf_is_kept_where_a_change_of_libraries_is_seen(home, report, monkeypatch):
    monkeypatch.setattr(cache, "libraries", lambda: "")
    arguments = ("build", "report", "--to", "pdf", "-o", "out")
    with mock.patch("publisher.publish.publication.Publication.pdf", side_effect=AssertionError):
        run(*arguments, cwd=report.parent)
    assert not home.exists()


# -- edits -----------------------------------------------------------------------------

PLACES = ("README.md", "figures/hive.png", "figures/b.png", "notes.txt", "a.md", "course.yaml")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["write", "take", "link", "folder", "back", "again"]),
        st.sampled_from(PLACES),
        st.sampled_from(PLACES),
        st.sampled_from([b"", b"x", png(), png(7, 7), TEMPLATE.encode(), COURSE.encode()]),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.skipif(os.name == "nt", reason="links")
@settings(max_examples=max(6, settings.default.max_examples // 10))
@given(EDITS, st.booleans())
def test_any_edits(edits, builds):
    text = f"# R\n\n{question(1, '![A](figures/hive.png) [n](notes.txt) [o](a.md) ![b](figures/B.png)')}"
    with tempfile.TemporaryDirectory() as name, mock.patch.dict(os.environ):
        folder = Path(name).resolve()
        os.environ["XDG_CACHE_HOME"] = str(folder / "home")
        os.environ.pop("PUBLISHER_NO_CACHE", None)
        report = folder / "report"
        command = (
            ("build", "report", "--to", "html,archive", "-o") if builds else ("check", "report")
        )
        for kind, at, to, data in [("back", "README.md", "", b""), *edits]:
            place = report / at
            place.parent.mkdir(parents=True, exist_ok=True)
            if kind != "again":
                shutil.rmtree(place) if place.is_dir() and not place.is_symlink() else place.unlink(
                    missing_ok=True
                )
            if kind == "write":
                place.write_bytes(data)
            elif kind == "link":
                place.symlink_to(report / to)
            elif kind == "folder":
                place.mkdir()
            elif kind == "back":
                place.write_text(text, encoding="utf-8")
            outs = []
            for out, more in (("kept", ()), ("fresh", ("--no-cache",))):
                done = run(*command, *([out] if builds else []), *more, cwd=folder)
                made = files_below(folder / out) if (folder / out).exists() else {}
                outs.append((done.code, done.out.replace(out, ""), done.err.replace(out, ""), made))
            assert outs[0] == outs[1]
