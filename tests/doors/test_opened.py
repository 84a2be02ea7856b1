"""The door to files: what is no plain file, or does not stay as it is, is told and never waited for."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from publisher.doors.opened import FileError, in_units, opened, read_below, read_file, steady

posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")


def fault_of(call, *arguments):
    with pytest.raises(FileError) as caught:
        call(*arguments)
    assert caught.value.filename is not None or call is steady
    return caught.value.kind, caught.value.strerror


def test_a_file_is_read_whole(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    assert read_file(tmp_path / "a", 5) == b"12345"
    assert fault_of(read_file, tmp_path / "a", 4) == ("too large", "has more than 4 bytes")
    (tmp_path / "a").write_bytes(b"")
    assert read_file(tmp_path / "a", 5) == b""


def test_what_is_left_of_an_open_file(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    with opened(tmp_path / "a") as file:
        assert file.read(2) == b"12"
        assert steady(file, 3) == b"345"


def test_what_is_no_file(tmp_path):
    assert fault_of(read_file, tmp_path, 9) == ("no regular file", "is a folder")
    assert fault_of(read_file, tmp_path / "b", 9) == ("missing", "there is no such file")
    assert fault_of(read_file, tmp_path / "b" / "c", 9)[0] == "missing"
    assert fault_of(read_file, Path("\0"), 9)[0] == "missing"
    assert fault_of(read_file, Path("\ud800"), 9)[0] == "missing"
    assert fault_of(read_file, tmp_path / ("n" * 300), 9) == ("refused", "File name too long")


@posix
def test_nothing_waits_for_a_pipe_or_opens_a_device(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "to").symlink_to("pipe")
    for name in ("pipe", "to"):
        assert fault_of(read_file, tmp_path / name, 9) == ("no regular file", "is no regular file")
    assert fault_of(read_below, tmp_path, "pipe", 9)[0] == "no regular file"
    assert fault_of(read_file, Path(os.devnull), 9)[0] == "no regular file"


def test_links_are_followed_where_a_person_named_them_only(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_bytes(b"a")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real" / "b").symlink_to("a")
    (tmp_path / "round").symlink_to("round")
    assert read_file(tmp_path / "link" / "b", 9) == b"a"
    assert read_below(tmp_path, "real/a", 9) == b"a"
    assert read_below(tmp_path / "link", "a", 9) == b"a"
    assert fault_of(read_below, tmp_path, "real/b", 9) == (
        "no regular file",
        "is a link, which is not followed",
    )
    with pytest.raises(FileError):
        read_below(tmp_path, "link/a", 9)
    assert fault_of(read_file, tmp_path / "round", 9)[0] == "no regular file"


@pytest.mark.parametrize("path", ["", "/a", "../a", "real/../a", "./a", "a/", "a//b"])
def test_no_path_leaves_the_folder(tmp_path, path):
    (tmp_path / "a").write_bytes(b"a")
    assert fault_of(read_below, tmp_path, path, 9)[0] == "missing"


@pytest.mark.parametrize("change", ["grows", "shrinks", "is written"])
def test_a_file_that_does_not_stay_as_it_is(tmp_path, change):
    path = tmp_path / "a"
    path.write_bytes(b"12345")

    class Meanwhile:
        """The open file; its first reading is when somebody else writes."""

        def __init__(self, file):
            self.fileno, self.tell, self._file = file.fileno, file.tell, file

        def read(self, size):
            data = self._file.read(size)
            path.write_bytes({"grows": b"123456", "shrinks": b"1", "is written": b"54321"}[change])
            os.utime(path, ns=(1, 1))
            return data

    with opened(path) as file:
        assert fault_of(steady, Meanwhile(file), 9) == ("changed", "changed while it was read")


def test_names_that_are_swapped_lead_nowhere_else(tmp_path):
    """A folder that becomes a link, over and over, while files below it are read."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / "figures").mkdir(parents=True)
    outside.mkdir()
    (inside / "figures" / "a").write_bytes(b"mine")
    (outside / "a").write_bytes(b"no one's")
    done = threading.Event()

    def swap():
        while not done.is_set():
            (inside / "figures").rename(inside / "kept")
            (inside / "figures").symlink_to(outside)
            (inside / "figures").unlink()
            (inside / "kept").rename(inside / "figures")

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        for _ in range(300):
            with suppress(FileError):
                assert read_below(inside, "figures/a", 99) == b"mine"
    finally:
        done.set()
        swapping.join()


def test_no_handle_is_left_open(tmp_path):
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").mkdir()
    before = os.open(tmp_path / "a", os.O_RDONLY)
    for path in ("a", "b", "c", "a/b", "b/c"):
        for call in (lambda p: read_file(tmp_path / p, 9), lambda p: read_below(tmp_path, p, 9)):
            try:
                call(path)
            except FileError:
                continue
    after = os.open(tmp_path / "a", os.O_RDONLY)
    os.close(before)
    os.close(after)
    assert after == before + 1


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (3, "3 bytes"),
        (20_000, "20 kB"),
        (65536, "64 KiB"),
        (4 << 20, "4 MiB"),
        (3 << 30, "3 GiB"),
    ],
)
def test_sizes_as_people_say_them(size, said):
    assert in_units(size) == said
