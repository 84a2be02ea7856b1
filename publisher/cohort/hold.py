"""One run at a time in a folder that a course is written into, and no trace of one that was ended."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING, Final

from publisher.doors.output import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOM: Final = ".publisher-"
"""How the names of folders begin in which a run puts together what it will put in place."""
_LOCK: Final = ".publisher-lock"


@contextlib.contextmanager
def held(folder: Path) -> Iterator[list[Path]]:
    """Keep ``folder`` for one run at a time; give the rooms of a run that was ended, which are to be swept.

    Raises OutputError.
    """
    try:
        lock = (folder / _LOCK).open("wb")
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from None
    with lock:
        try:
            import fcntl
        except ImportError:  # Windows: two runs at once are the caller's to avoid
            pass
        else:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise OutputError(
                    f"{folder}: another run is writing into it; wait for its end"
                ) from None
        try:
            yield [p for p in folder.glob(f"{ROOM}*") if p.is_dir() and not p.is_symlink()]
        finally:
            with contextlib.suppress(OSError):  # while it is held: behind that it may be another's
                (folder / _LOCK).unlink()


def sweep(rooms: list[Path]) -> None:
    """Remove what a run left that was ended."""
    for room in rooms:
        shutil.rmtree(room, ignore_errors=True)
