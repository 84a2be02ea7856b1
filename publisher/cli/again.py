"""What the commands share that keep what they made: ``check``, ``build``, ``html`` and ``pdf``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from publisher.cli.screen import coloured, put, putting, say, speech
from publisher.doors.asked import noting
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from publisher.cache import Entry

    Files = Mapping[str, bytes]

NoCacheSwitch = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        envvar="PUBLISHER_NO_CACHE",
        show_envvar=True,
        help="Make all anew, and keep nothing for the next run.",
    ),
]


def entry(*command: object, system: bool = False) -> Entry | None:
    """Return what is kept of ``command`` with its options; None: nothing can be.

    ``system``: libraries of the system have a part in what is made.
    """
    from publisher.cache import Entry, libraries, place

    folder, linked = place(), libraries() if system else "none"
    if folder is None or not linked:
        return None
    told = speech().language, coloured(), coloured(err=True)
    return Entry(folder, *command, linked, *told, os.environ.get("SOURCE_DATE_EPOCH"))


def again(
    kept: Entry | None, run: Callable[[], tuple[Files, int]], write: Callable[[Files], object]
) -> int:
    """Do what ``run`` did, if it would do the same; else call it.  Return the exit code.

    ``run`` prints and writes, and returns the files' bytes by name and the exit code; ``write`` writes such files.
    """
    from publisher.cache import CacheError, Made

    try:
        found = kept.find() if kept else None
    except CacheError as error:
        _say_unused(error)
        kept = found = None
    if found:
        write(found.files)
        for err, text in found.printed:
            put(text, err=err)
        return found.code
    if kept is None:
        return run()[1]
    with noting() as notes, putting() as printed:
        files, code = run()
    try:
        kept.keep(notes, Made(printed, files, code))
    except CacheError as error:
        _say_unused(error)
    return code


def _say_unused(error: Exception) -> None:
    say(Message("the cache is left alone: {why}; --no-cache does without it", why=str(error)))
