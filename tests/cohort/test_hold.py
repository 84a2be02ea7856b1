"""One run at a time in a folder, and nothing is left of it, however it ends."""

from __future__ import annotations

import sys

import pytest

from publisher.cohort.hold import held
from publisher.doors.output import OutputError


@pytest.mark.skipif(sys.platform == "win32", reason="holds nothing there")
def test_a_folder_is_held_until_the_block_ends(tmp_path):
    (tmp_path / ".publisher-room").mkdir()

    def fail():
        with held(tmp_path) as rooms:
            assert rooms == [tmp_path / ".publisher-room"]
            with pytest.raises(OutputError, match="another run"), held(tmp_path):
                pass
            raise KeyError

    for _ in range(2):
        with pytest.raises(KeyError):
            fail()
        assert [path.name for path in tmp_path.iterdir()] == [".publisher-room"]
