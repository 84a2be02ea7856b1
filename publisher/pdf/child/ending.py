"""A child process ends with its parent, whatever ends that."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
from threading import Thread

__all__ = ["end_with", "watch"]

SET_PARENT_DEATH_SIGNAL = 1


def end_with(parent: int, answer: int) -> None:
    """Let this process end when ``parent``, which started it, does.

    Linux tells it by a signal; elsewhere the pipe ``answer``, which only the parent reads, breaks.
    On Windows neither is: the limit of time is what remains.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it ended before the line above
            os._exit(1)
    elif hasattr(select, "poll"):
        Thread(target=watch, args=(answer,), daemon=True).start()


def watch(answer: int) -> None:
    """Wait until nobody reads the pipe ``answer`` any more, and end this process."""
    poll = select.poll()
    poll.register(answer, select.POLLERR | select.POLLHUP)
    poll.poll()
    os._exit(1)
