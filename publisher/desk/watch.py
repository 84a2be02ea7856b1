"""Following a report's files: one answer to many saves, and none is missed.

What counts is how what is followed looks: a file's identity, size and time, and the names in a folder.  So it does not matter how an
editor saves (it writes, renames, or deletes and makes anew), and what was moved away is followed again
when it is back.  Events of the system (watchfiles, where it is installed) only end a pause early: on a
drive that sends none one looks every half a second.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable
    from pathlib import Path

PAUSE: Final = 0.5
"""Seconds from one look to the next, where nothing tells that something happened."""
QUIET: Final = 0.02
"""Seconds in which nothing changes, before what is there counts as saved."""
BUSY: Final = 0.5
"""Seconds after which it counts though it changes still."""
MOST: Final = 20_000
"""Files and folders that are followed; of more, these."""
_SHARE: Final = 20
"""A look may take a twentieth of the time, where it takes long."""

Look = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """What is followed: what stands in ``files``, and the names in ``folders``, whether they are there or not."""

    files: frozenset[Path]
    folders: frozenset[Path] = frozenset()

    def __or__(self, other: Places) -> Places:
        """Return both."""
        return Places(self.files | other.files, self.folders | other.folders)


class Watch:
    """Tells when files have changed, or the names in folders; for one thread, but for ``stop``."""

    def __init__(self, places: Places, *, pause: float = PAUSE, events: bool = True) -> None:
        """Follow ``places`` from now on.

        ``pause``: seconds from one look to the next without an event; ``events``: False: none is asked for.
        """
        self._pause = pause
        self._stopped = threading.Event()
        self._since = time.time_ns()
        self._seen: dict[Path, Look] = {}
        self._folders: frozenset[Path] = frozenset()
        self._events = _Events(self._stopped) if events and _Events.there() else None
        self._begun = False
        self.follow(places)
        self._begun = True

    def follow(self, places: Places) -> None:
        """Follow ``places``, and no others any more.

        What changed in a new one since the last ``wait`` ended counts as a change: who names it now has
        read it meanwhile, before or after.
        """
        seen: dict[Path, Look] = {}
        for path in islice((*places.folders, *places.files), MOST):
            if path in self._seen:
                seen[path] = self._seen[path]
            elif self._begun and _changed(path) >= self._since:
                seen[path] = ("unseen",)
            else:
                seen[path] = look(path)
        self._seen = seen
        self._folders = places.folders | {path.parent for path in places.files}

    def wait(self, most: float | None = None) -> bool:
        """Wait until something changes, and then nothing does for ``QUIET``; return whether it did.

        What changed since the last ``wait`` ended counts, too.  ``most``: seconds; False after these, and
        where ``stop`` was called.
        """
        end = None if most is None else time.monotonic() + most
        while not self._stopped.is_set():
            began = time.monotonic()
            now = self._looks()
            if now != self._seen:
                return self._settled(now)
            pause = max(self._pause, _SHARE * (time.monotonic() - began))
            if end is not None:
                pause = min(pause, end - time.monotonic())
                if pause <= 0:
                    return False
            self._rest(pause)
        return False

    def stop(self) -> None:
        """End a ``wait``, now and for good; any thread may call it."""
        self._stopped.set()

    def _looks(self) -> dict[Path, Look]:
        return {path: look(path) for path in self._seen}

    def _settled(self, now: dict[Path, Look]) -> bool:
        """Wait until all looks as it did a moment ago; return whether it was not stopped."""
        end = time.monotonic() + BUSY
        while not self._stopped.wait(QUIET):
            self._since = time.time_ns()
            again = self._looks()
            if again == now or time.monotonic() > end:
                self._seen = again
                return True
            now = again
        return False

    def _rest(self, seconds: float) -> None:
        if self._events is None:
            self._stopped.wait(seconds)
        elif not self._events.wait(self._folders, seconds):
            self._events = None


class _Events:
    """What the system tells of the folders in which something is followed (watchfiles)."""

    _WAKE: Final = 100
    """Milliseconds after which watchfiles comes back, so that a wait may end."""
    _STEP: Final = 10
    """Milliseconds in which it waits for another event."""

    def __init__(self, stopped: threading.Event) -> None:
        self._stopped = stopped
        self._folders: dict[Path, Look] = {}
        self._told: Generator[Collection[object], None, None] | None = None

    @staticmethod
    def there() -> bool:
        """Tell whether watchfiles is installed."""
        from importlib.util import find_spec

        return find_spec("watchfiles") is not None

    def wait(self, folders: Iterable[Path], seconds: float) -> bool:
        """Wait for an event in ``folders``, at most so many seconds; return whether there can be others."""
        # The folder and not the file: one that is saved by renaming is another file, and silent (findings/).
        # Of a folder that was made anew nothing is told, either, so its identity counts.
        there = {folder: found[:1] for folder in folders if (found := look(folder))}
        end = time.monotonic() + seconds
        try:
            if self._told is None or there != self._folders:
                self._begin(there)
                return True  # what happened until now was told to nobody: look first
            while not next(self._told) and time.monotonic() < end:
                pass
        except (OSError, RuntimeError):  # the system has no events, or too few
            return False
        except StopIteration:
            self._told = None  # it was stopped
        return True

    def _begin(self, folders: dict[Path, Look]) -> None:
        from watchfiles import watch

        if self._told is not None:
            self._told.close()
        self._folders = folders
        told = watch(
            *folders,
            watch_filter=None,
            debounce=self._STEP,
            step=self._STEP,
            rust_timeout=self._WAKE,
            yield_on_timeout=True,
            stop_event=self._stopped,
            recursive=False,
            ignore_permission_denied=True,
        )
        self._told = told
        next(told)  # it watches from its first step on


def look(path: Path) -> Look:
    """Return how what is at ``path`` looks: it looks otherwise where it changed; empty: there is nothing."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            names = (name for name in os.listdir(path) if not name.startswith("."))  # noqa: PTH208
            return (found.st_ino, found.st_dev), *sorted(names)
    except (OSError, ValueError):
        return ()
    return (found.st_ino, found.st_dev), found.st_mtime_ns, found.st_size


def _changed(path: Path) -> int:
    """Return when what is at ``path`` changed, in nanoseconds; 0: there is nothing."""
    try:
        return path.stat().st_mtime_ns
    except (OSError, ValueError):
        return 0
