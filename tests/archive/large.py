"""A bag of more than 2 GiB: a minute and as much room on the disk, so `nox -s archives` calls it."""

from __future__ import annotations

import tracemalloc
import zipfile

import pytest

from publisher.archive.bags.bag import bag, write_zip
from publisher.archive.bags.proof import Bag, flaws
from publisher.doors.output import write_by

MIB = 1024**2
COUNT, EACH = 9, 256 * MIB


@pytest.fixture
def traced():
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.usefixtures("traced")
def test_zip_of_more_than_2_gib_is_written_and_proved_in_little_memory(tmp_path):
    data = bytes(EACH)
    files = bag({f"source/{number}": data for number in range(COUNT)}, "Bees")
    path = tmp_path / "bag.zip"
    write_by(path, lambda file: write_zip(file, files, "b"))
    assert path.stat().st_size > 2 * 1024 * MIB
    with zipfile.ZipFile(path) as held:
        assert max(entry.header_offset for entry in held.infolist()) > 2**31
    assert list(flaws(Bag(path))) == []
    assert tracemalloc.get_traced_memory()[1] < EACH + 32 * MIB
    with path.open("r+b") as file:
        file.seek(2**31 + MIB)
        file.write(b"\1")
    assert list(flaws(Bag(path)))
