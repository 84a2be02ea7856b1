"""``publisher lsp``."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from publisher.cli.arguments import CourseOption, Language, LanguageOption
from publisher.cli.exit import SYSTEM, Stop
from publisher.cli.screen import hand_over_streams, say, speech
from publisher.language.message import Message

if TYPE_CHECKING:
    from types import FrameType


def lsp(
    *,
    course: CourseOption = None,
    stdio: Annotated[
        bool,
        typer.Option("--stdio", help="Speak on standard input and output, as it does anyway."),
    ] = False,
    language: LanguageOption = Language.en,
) -> None:
    """Tell an editor what is wrong with a report while one writes it.

    An editor starts it, and speaks the Language Server Protocol with it; docs/editors.md says how. It ends
    with the editor: exit code 0, or 1 where that left without a word.
    """
    del stdio, language  # it has acted
    try:
        from publisher.desk.lsp.server import serve
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] == "publisher":
            raise
        raise Stop(
            Message(
                "the language server needs pygls, which is not installed; "
                "pip install 'report-publisher[lsp]' brings it"
            ),
            SYSTEM,
        ) from None
    if sys.stdin is not None and sys.stdin.isatty():
        say(Message("an editor starts this, see docs/editors.md; Ctrl-C ends it"))
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with suppress(AttributeError, ValueError):
            signal.signal(getattr(signal, name), _end)
    raise typer.Exit(
        serve(course, *hand_over_streams(), said=speech(), debug="--debug" in sys.argv)
    )


def _end(number: int, frame: FrameType | None) -> None:
    """End at once: nothing has to be put away, and the thread that reads would be waited for."""
    del frame
    os._exit(128 + number)
