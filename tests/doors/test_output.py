"""Files are written whole, all of a set or none, and nothing but regular files is replaced."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import EXAMPLE, ROOT, files_below, run, write_report

from publisher.doors.output import OutputError, write, write_named, write_set

POSIX = pytest.mark.skipif(os.name != "posix", reason="links and pipes as of POSIX")
COURSE = EXAMPLE.parent.parent / "course.yaml"


@pytest.mark.parametrize("old", [{}, {"a": b"1"}, {"a": b"1", "b": b"2", "c": b"3"}])
@pytest.mark.parametrize("failing", [1, 2, 3])
@pytest.mark.parametrize("links", [True, False])
def test_a_set_is_written_whole_or_not_at_all(tmp_path, monkeypatch, old, failing, links):
    for name, data in old.items():
        (tmp_path / name).write_bytes(data)
    new = {tmp_path / name: name.encode() * 9 for name in "abc"}
    replace, count = Path.replace, 0

    def full(self, target):
        nonlocal count
        count += 1
        if count == failing:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    def no_links(*_):
        raise OSError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(Path, "hardlink_to", no_links)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(OutputError, match="No space left"):
            write_set(new)
    assert files_below(tmp_path) == old
    write_set(new)
    assert files_below(tmp_path) == {path.name: data for path, data in new.items()}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b", "c"]


def test_a_set_in_which_one_cannot_be_made_changes_nothing(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").mkdir()
    with pytest.raises(OutputError, match="folder"):
        write_set({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert files_below(tmp_path) == {"a": b"old"}


@POSIX
def test_what_is_no_regular_file_is_never_replaced(tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "nowhere").symlink_to("gone")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "nowhere", "pipe"):
        with pytest.raises(OutputError, match="no regular file"):
            write(tmp_path / name, b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "file").read_bytes() == b"old"
    write_named(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"
    with pytest.raises(OutputError, match="nowhere: cannot be written"):
        write_named(tmp_path / "nowhere", b"new")
    assert not (tmp_path / "gone").exists()


@POSIX
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "{report}", "--output"],
        ["check", "{report}", "--format", "json", "--output"],
        ["diff", "{report}", "{other}", "-o"],
        ["migrate", "{report}", "--course", str(COURSE), "-o"],
    ],
)
@pytest.mark.parametrize("place", ["pipe", "link", "device"])
def test_a_named_output_is_written_into_what_it_names(tmp_path, arguments, place):
    names = {
        "report": write_report(tmp_path / "a", "words"),
        "other": write_report(tmp_path / "b", "other words"),
    }
    arguments = [argument.format(**names) for argument in arguments]
    target, end = tmp_path / place, tmp_path / "end"
    if place == "device":
        target = Path("/dev/null")
        before = target.stat().st_rdev
    elif place == "link":
        end.write_bytes(b"old, and longer than what is written" * 400)
        target.symlink_to(end)
    else:
        os.mkfifo(target)
        reader = subprocess.Popen(["/bin/sh", "-c", f"cat '{target}' >'{end}'"])
    done = run(*arguments, target)
    assert done.code in (0, 1), done.err
    if place == "device":
        assert target.stat().st_rdev == before
        return
    if place == "pipe":
        assert reader.wait(timeout=30) == 0
    run(*arguments, tmp_path / "plain")
    assert end.read_bytes() == (tmp_path / "plain").read_bytes() != b""
    assert target.is_symlink() or target.is_fifo()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no /dev/stdout")
def test_standard_outputs_own_name_is_written_into(tmp_path):
    path = write_report(tmp_path, "words")
    line = '{ "$@" --output /dev/stdout; echo more; } >out; test -L /dev/stdout'
    done = subprocess.run(
        ["/bin/sh", "-c", line, "sh", sys.executable, "-m", "publisher", "check", str(path)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert (tmp_path / "out").read_text().endswith("more\n")


@POSIX
@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_a_build_replaces_no_pipe_and_no_link(tmp_path, kind):
    path = write_report(tmp_path, "words")
    out = tmp_path / "out"
    assert run("build", path, "--to", "html,archive", "-o", out).code == 0
    old = files_below(out)
    (out / "report.json").unlink()
    if kind == "pipe":
        os.mkfifo(out / "report.json")
    else:
        (out / "report.json").symlink_to(tmp_path / "mine")
    write_report(tmp_path, "other words")
    done = run("build", path, "--to", "html,archive", "-o", out)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert "report.json: is no regular file" in done.err
    assert (out / "report.html").read_bytes() == old["report.html"]
    assert not (out / "report.json").is_file()


@POSIX
@pytest.mark.parametrize("where", ["", "figures", "README.md"])
def test_a_new_report_goes_through_no_link(tmp_path, where):
    (tmp_path / "elsewhere").mkdir()
    folder = tmp_path / "report"
    place = folder / where
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(tmp_path / "elsewhere" / ("gone" if where == "README.md" else ""))
    done = run("new", folder, "--course", COURSE)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert not list((tmp_path / "elsewhere").iterdir())


def test_the_message_of_a_bag_that_is_there_names_no_option_that_is_not(tmp_path):
    path = write_report(tmp_path, "words")
    arguments = ("archive", path, "--bag", "--date", "2026-01-31", "-o", tmp_path / "out")
    (tmp_path / "out" / "report-bag").mkdir(parents=True)
    (tmp_path / "out" / "report-bag" / "bagit.txt").write_text("mine")
    done = run(*arguments)
    assert done.code == 2
    assert "--force" not in done.err
    assert "-o" in done.err
