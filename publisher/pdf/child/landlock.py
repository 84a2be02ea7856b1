"""The kernel's own fence around the child: Landlock, of Linux, which asks for no privilege.

Not what safety rests on (``fetcher`` and ``svg`` refuse what reaches out); it holds should a decoder or
a library of fonts be led astray by a file. See landlock(7).
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["fence"]

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
NO_NEW_PRIVILEGES = 38
VERSION, PATH_BENEATH = 1, 1
EXECUTE, WRITE_FILE, READ_FILE, READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
# By the version that brings them: what is refused unless a rule allows it, of files, of TCP, and of
# other processes' sockets and signals.
FILES = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
TCP = {4: 0b11}
SCOPES = {6: 0b11}
# Where a system keeps what programs share; people's own files are elsewhere.
SYSTEM = ("/usr", "/lib", "/lib64", "/opt", "/nix")
# What opens an encrypted PDF asks it for chance.
CHANCE = "/dev/urandom"


def fence(readable: Iterable[str], own: str, *, runs: bool = False) -> bool:
    """Forbid this thread, and those it starts, all files but those below the folders named.

    What is below ``readable`` and ``SYSTEM``, and chance, may be read, what is below ``own`` may be written, too; no
    TCP connection can be made. ``runs``: what may be read may be run as a program, too, and written into nowhere.
    Returns whether the kernel did so; nothing is changed if not.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)

    def call(*arguments: object) -> int:
        found: int = libc.syscall(*arguments)
        if found < 0:
            raise OSError(ctypes.get_errno(), "landlock")
        return found

    def allow(rules: int, path: str, access: int) -> None:
        with suppress(FileNotFoundError, NotADirectoryError):
            folder = os.O_DIRECTORY if access & READ_FOLDER else 0
            place = os.open(path, os.O_PATH | folder | os.O_CLOEXEC)
            try:
                call(ADD_RULE, rules, PATH_BENEATH, struct.pack("=Qi", access, place), 0)
            finally:
                os.close(place)

    try:
        version = call(CREATE_RULESET, None, 0, VERSION)
        every, tcp, scopes = (_known(what, version) for what in (FILES, TCP, SCOPES))
        # An older kernel takes a shorter structure.
        asked = struct.pack("=QQQ", every, tcp, scopes)[: 24 if scopes else 16 if tcp else 8]
        rules = call(CREATE_RULESET, asked, len(asked), 0)
        try:
            seen = READ_FILE | READ_FOLDER | (EXECUTE if runs else 0)
            for path in (*SYSTEM, sys.prefix, sys.base_prefix, *readable):
                allow(rules, path, seen)
            allow(rules, CHANCE, READ_FILE)
            if runs:
                allow(rules, os.devnull, READ_FILE | WRITE_FILE)
            allow(rules, own, every)
            libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
            call(RESTRICT_SELF, rules, 0)
        finally:
            os.close(rules)
    except OSError:
        return False
    return True


def _known(what: dict[int, int], version: int) -> int:
    return sum(bits for since, bits in what.items() if since <= version)
