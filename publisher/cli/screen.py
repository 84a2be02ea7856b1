"""The one door to what is printed: results on standard output, all else on standard error."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, ClassVar

import typer

from publisher.cli.exit import USAGE, Stop
from publisher.diagnostics.visible import printed, printed_lines
from publisher.language.catalog import ENGLISH, IN_ENGLISH, catalog
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publisher.language.catalog import Catalog

_CLOSED = (errno.EPIPE, errno.EINVAL) if os.name == "nt" else (errno.EPIPE,)


class _Terminal:
    """The language in which a person is spoken to: one a run, and what began it says which; and who hears it, too."""

    said: Catalog = IN_ENGLISH
    heard: ClassVar[list[list[tuple[bool, str]]]] = []


def speak(language: str) -> None:
    """Say messages in ``language`` (one of LANGUAGES) from now on."""
    _Terminal.said = catalog(language)


def speech() -> Catalog:
    """Return what says messages in the language of this run."""
    return _Terminal.said


def say(message: str) -> None:
    """Tell a person something that is no result: on standard error, on one line."""
    put(f"publisher: {printed(speech()(message))}\n", err=True)


def show(text: object, *, err: bool = False) -> None:
    """Print ``text`` as one line, with nothing in it that a terminal or a CI service obeys."""
    put(f"{printed(speech()(str(text)))}\n", err=err)


def hand_over(text: str) -> None:
    """Print what is a file's content: as it is into a file or a pipe, and visible on a terminal."""
    put(printed_lines(text) if is_terminal() else text)


def put(text: str, *, err: bool = False) -> None:
    """Print ``text``, which is safe, as it is.

    Where nobody reads it any more it is dropped: what was found is in the exit code, too.
    Raises Stop (exit code 2) where standard output cannot be written, as on a full disk.
    """
    for heard in _Terminal.heard:
        heard.append((err, text))
    try:
        typer.echo(text, nl=False, err=err, color=True)
    except OSError as error:
        _silence(err=err)
        if not err and error.errno not in _CLOSED:
            why = error.strerror or error
            raise Stop(
                Message("standard output: cannot be written: {why}", why=why), USAGE
            ) from None


@contextmanager
def putting() -> Iterator[list[tuple[bool, str]]]:
    """Give what the block prints: each text, with whether it is for standard error."""
    heard: list[tuple[bool, str]] = []
    _Terminal.heard.append(heard)
    try:
        yield heard
    finally:
        _Terminal.heard.remove(heard)


def _silence(*, err: bool) -> None:
    """Let what is still to come go nowhere: it would fail again, at the latest at the end."""
    nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open to the end
    if err:
        sys.stderr = nowhere
    else:
        sys.stdout = nowhere


def prepare() -> None:
    """Let a pipe or a file get UTF-8, whatever the locale, and no stream or character be a fault.

    A stream that is closed goes nowhere: else the next file that is opened would be in its place.
    Messages are said in English until a command is asked for another language.
    """
    speak(ENGLISH)
    while (opened := os.open(os.devnull, os.O_RDWR)) <= 2:  # noqa: PLR2004 - standard error
        pass
    os.close(opened)
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            _silence(err=sys.stderr is None)
        elif hasattr(stream, "reconfigure"):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def coloured(*, err: bool = False) -> bool:
    """Tell whether what is printed gets colours (no-color.org, force-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        is_terminal(err=err) and os.environ.get("TERM") != "dumb"
    )


def is_terminal(*, err: bool = False) -> bool:
    """Tell whether a person at a terminal sees what is printed."""
    stream = sys.stderr if err else sys.stdout
    return stream.isatty()


def clear() -> None:
    """Begin at the top of an empty screen; in a pipe what comes next follows what was there."""
    if is_terminal() and os.environ.get("TERM") != "dumb":
        put("\x1b[H\x1b[2J")


def hand_over_streams() -> tuple[BinaryIO, BinaryIO]:
    """Give standard input and output away to a protocol; what is printed from here on is on standard error."""
    given = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return given


@contextmanager
def last_line() -> Iterator[Callable[[str], None]]:
    """Give what shows a text as a terminal's last line, in place of the one before; empty: none.

    In a pipe it shows nothing.  It is on standard error, and is gone at the end.
    """
    if not is_terminal(err=True) or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return

    def shown(text: str) -> None:
        wide = shutil.get_terminal_size().columns - 1
        put(f"\r\x1b[K{printed(text)[:wide]}", err=True)

    try:
        yield shown
    finally:
        shown("")
