"""The folder of a child process: locked while in use, and swept once its owner is gone."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

__all__ = ["Work", "sweep"]

# 0.1.0 had a prefix of its own, and no locks: none of its folders is swept.
PREFIX = "publisher-child-"
# Another process may sweep a folder before its owner has locked it.
TRIES = 5


class Work:
    """A private folder below the system's for temporary files; ``close`` removes it.

    The kernel lets go of a lock when a process ends, by whatever cause: so the next run can tell
    a folder that is left from one that is in use, also by a process of another container.
    """

    def __init__(self) -> None:
        """Make the folder.  Raises OSError."""
        for _ in range(TRIES):
            self.path = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
            self._lock = _locked(self.path)
            if self._lock is not None and self.path.is_dir():
                return
            self.close()
        raise OSError("no folder for temporary files could be locked")

    def close(self) -> None:
        """Remove the folder; safe to call twice."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock:
            os.close(self._lock)
            self._lock = 0


def sweep() -> None:
    """Remove the folders that processes left which the system ended."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if not entry.name.startswith(PREFIX) or not _is_ours(entry):
                continue
            lock = _locked(Path(entry.path))
            if lock:
                shutil.rmtree(entry.path, ignore_errors=True)
                os.close(lock)


def _is_ours(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a folder of this user; in a shared place others put links."""
    with suppress(OSError):
        found = entry.stat(follow_symlinks=False)
        return entry.is_dir(follow_symlinks=False) and found.st_uid == os.getuid()
    return False


def _locked(folder: Path) -> int | None:
    """Return a handle that locks ``folder``; None: another has locked it; 0: no such locks here."""
    try:
        import fcntl
    except ImportError:  # Windows: then nothing is swept
        return 0
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        # A file system without locks, and not another's lock.
        return None if isinstance(error, BlockingIOError) else 0
    return handle
