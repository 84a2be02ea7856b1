"""A thread for the work that takes long, so that the server always listens."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Made = TypeVar("Made")


class Worker:
    """Does one piece of work after another, in a thread that nobody waits for at the end.

    An executor's threads are waited for: a server whose client is gone would go on reading a report.
    """

    def __init__(self) -> None:
        """Start the thread."""
        self._waiting: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        Thread(target=self._go_on, name="desk", daemon=True).start()

    def do(self, work: Callable[[], Made]) -> asyncio.Future[Made]:
        """Return what ``work`` will have returned; what is cancelled before its turn is not done."""
        done: Future[Made] = Future()
        self._waiting.put((done, work))
        return asyncio.wrap_future(done)

    def _go_on(self) -> None:
        while True:
            done, work = self._waiting.get()
            if done.set_running_or_notify_cancel():
                try:
                    done.set_result(work())
                except BaseException as error:  # noqa: BLE001 - it is the asker's
                    done.set_exception(error)
            del done, work  # while it waits it holds no report
