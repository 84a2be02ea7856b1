"""The command line: parses, calls, prints, exits; no logic."""

from __future__ import annotations

import atexit
import errno
import gc
import signal
import sys
from contextlib import suppress
from typing import Annotated, ClassVar, NoReturn

import typer

from publisher import __version__
from publisher.cli.exit import FAULT, INTERRUPTED, UNREADABLE, USAGE, Stop
from publisher.cli.panels import KEEP, PUBLISH, TEACH, WRITE, Panels, Place
from publisher.cli.screen import prepare, say, show
from publisher.doors.opened import FileSwappedError
from publisher.language.message import Message

WASTE = 100_000
"""Objects after which Python looks for waste."""

OUTSIDE: dict[int | None, str] = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), Message("make room, and run it again")),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), Message("name what you may use")),
    **dict.fromkeys((errno.ENAMETOOLONG, errno.ELOOP), Message("use another name")),
}
"""What a system says that is no fault of ours, with what to do."""


class _Commands(Panels):
    """The commands of publisher."""

    places: ClassVar = {
        "new": Place(WRITE, "new"),
        "check": Place(WRITE, "check"),
        "preview": Place(WRITE, "preview", "Show the page in the browser while you write."),
        "explain": Place(WRITE, "explain", "Say what a diagnostic means, or what is counted."),
        "migrate": Place(WRITE, "migrate", "Move the answers into the course's newest template."),
        "lsp": Place(
            WRITE, "lsp", "Tell an editor what is wrong while one writes (an editor starts it)."
        ),
        "build": Place(PUBLISH, "build", "Check and publish a report: page, PDF and archive."),
        "html": Place(PUBLISH, "build", function="html"),
        "pdf": Place(PUBLISH, "build", function="pdf"),
        "archive": Place(
            PUBLISH, "archive", "Publish a report as an archive, or all of it in a bag."
        ),
        "handin": Place(PUBLISH, "handin", "Check a report and write the zip to hand in."),
        "doctor": Place(PUBLISH, "doctor", "Say what is missing on this machine."),
        "template": Place(TEACH, "template", "Show the limits that are read from a template."),
        "diff": Place(TEACH, "diff", "Tell what differs between two reports."),
        "course": Place(TEACH, "marks", function="app"),  # marks adds its own to course's
        "verify": Place(KEEP, "verify", "Prove that archives are what was sealed."),
        "restore": Place(KEEP, "restore", "Write the report's folder again from an archive."),
        "migrate-archive": Place(
            KEEP,
            "restore",
            "Write an archive of an older format in the newest.",
            "migrate_archive",
        ),
        "receipt": Place(KEEP, "receipt", "Print, sign or verify a report's receipt."),
    }


app = typer.Typer(
    name="publisher",
    cls=_Commands,
    help="Check a filled-in Markdown report, and publish it as a web page, a PDF and an archive.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        show(f"publisher {__version__}")
        raise typer.Exit


VersionOption = Annotated[
    bool,
    typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit."),
]
DebugOption = Annotated[
    bool, typer.Option("--debug", help="Show the traceback of a fault of ours.")
]


@app.callback()
def _options(version: VersionOption = False, debug: DebugOption = False) -> None:
    """Check a filled-in Markdown report, and publish it as a web page, a PDF and an archive."""
    del version, debug  # one has acted, the other is read where a fault ends the program


def _end(number: int, frame: object) -> NoReturn:
    """Leave as at an error: what was begun is taken away, and a child process ended."""
    del frame
    sys.exit(128 + number)


def _end_in_order() -> None:
    """Let what asks a program to end be an end like others, unless who started us ignores it."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            with suppress(ValueError):  # a thread of another program's has no say in it
                signal.signal(number, _end)


def main() -> NoReturn:
    """Run the command line; every way out has an exit code, none is a traceback."""
    prepare()
    _end_in_order()
    # A run is short and leaves little waste: Python looks for it less often, and not at the end.
    gc.set_threshold(WASTE, 50, 50)
    atexit.register(gc.freeze)
    try:
        app(standalone_mode=True)
    except Stop as stop:
        say(stop.message)
        sys.exit(stop.code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except FileSwappedError as error:
        say(
            Message(
                "{path}: {why}; run it again once all files are saved",
                path=error.filename,
                why=error.strerror,
            )
        )
        sys.exit(UNREADABLE)
    except Exception as error:  # noqa: BLE001 - a crash is ours, and never a pass
        if isinstance(error, OSError) and error.errno in OUTSIDE:
            place = f"{error.filename}: " if error.filename else ""
            say(Message.joined([f"{place}{error.strerror}", OUTSIDE[error.errno]], "; "))
            sys.exit(USAGE)
        if "--debug" in sys.argv:
            import traceback

            traceback.print_exc()
            sys.exit(FAULT)
        told = " ".join(str(error).split())[:300]
        say(
            Message(
                "a fault of ours ({kind}: {what}); please report it, with what --debug prints",
                kind=type(error).__name__,
                what=told,
            )
        )
        sys.exit(FAULT)
    sys.exit(0)
