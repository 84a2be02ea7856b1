"""A file that cannot be read is a message and exit code 3, whichever command was asked to read it."""

from __future__ import annotations

import os

import pytest
from support import EXAMPLE, run

COMMANDS = (
    ["verify"],
    ["restore", "-o", "out"],
    ["receipt"],
    ["build"],
    ["diff", EXAMPLE],
    ["check"],
)


@pytest.mark.parametrize("ending", ["", ".json", ".pdf", ".zip"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_name_that_is_too_long(command, ending, tmp_path):
    done = run(*command, "a" * 300 + ending, cwd=tmp_path)
    assert done.code == 3
    assert "cannot be read: " in done.out + done.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("ending", [".json", ".pdf"])
@pytest.mark.parametrize("command", COMMANDS[:3], ids=lambda command: command[0])
def test_no_pipe_is_waited_for(command, ending, tmp_path):
    os.mkfifo(tmp_path / f"a{ending}")
    done = run(*command, f"a{ending}", cwd=tmp_path)
    assert done.code == 3
    assert "no regular file" in done.out + done.err
