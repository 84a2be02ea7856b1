"""The fork server's own side: it loads what makes PDFs, and forks."""

from __future__ import annotations

import gc
import io
import json
import os
import socket
import sys
from typing import Any

from publisher.pdf.child.ending import end_with
from publisher.pdf.child.main import load
from publisher.pdf.child.main import main as make

__all__ = ["main"]

_LONGEST = 256 * 1024
_PIPES = 3


def main(options: dict[str, Any]) -> None:
    """Fork a child for each message on the socket, and tell how it ended, until the socket is closed."""
    ours = socket.socket(fileno=options["socket"])
    end_with(options["parent"], ours.fileno())
    if load() is None:  # what fails here fails in the child, too, which tells of it
        from publisher.pdf.patches.listed import apply_all

        apply_all()
    gc.freeze()
    while True:
        text, pipes, _, _ = socket.recv_fds(ours, _LONGEST, _PIPES)
        if not text:
            return
        told = json.loads(text)
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            ours.close()
            _become(told, pipes)
            make(json.loads(told["options"]) | {"parent": server})
        for pipe in pipes:
            os.close(pipe)
        ours.sendall(json.dumps({"pid": pid}).encode() + b"\n")
        _, status = os.waitpid(pid, 0)
        ours.sendall(json.dumps({"code": os.waitstatus_to_exitcode(status)}).encode() + b"\n")


def _become(told: dict[str, Any], pipes: list[int]) -> None:
    """Put this process where one that is started alone begins: pipes, environment, folder."""
    for standard, pipe in enumerate(pipes):
        os.dup2(pipe, standard)
        os.close(pipe)
    sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb"), encoding="utf-8")
    os.environ.clear()
    os.environ.update(told["env"])
    os.chdir(told["folder"])
