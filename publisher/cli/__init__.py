"""The command line: parses, calls, prints, exits; no logic."""

from __future__ import annotations

import atexit
import gc
import io
import sys
from typing import Annotated, NoReturn

import typer

from publisher import __version__
from publisher.cli import (
    archive,
    build,
    check,
    course,
    diff,
    doctor,
    explain,
    migrate,
    new,
    receipt,
    restore,
    template,
    verify,
)
from publisher.cli.exit import FAULT, INTERRUPTED, Stop

WASTE = 100_000
"""Objects after which Python looks for waste."""

app = typer.Typer(
    name="publisher",
    help="Check a filled-in Markdown report, and publish it as a web page, a PDF and an archive.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"publisher {__version__}")
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


app.command()(check.check)
app.command()(build.build)
app.command()(build.html)
app.command()(build.pdf)
app.command()(archive.archive)
app.command()(new.new)
app.command()(migrate.migrate)
app.command()(template.template)
app.command()(verify.verify)
app.command()(restore.restore)
app.command(name="migrate-archive")(restore.migrate_archive)
app.command()(receipt.receipt)
app.command()(diff.diff)
app.add_typer(course.app, name="course")
app.command()(explain.explain)
app.command()(doctor.doctor)


def _write_utf8() -> None:
    """Let a pipe or a file get UTF-8, whatever the locale, and no character be a fault."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def main() -> NoReturn:
    """Run the command line; every way out has an exit code, none is a traceback."""
    _write_utf8()
    # A run is short and leaves little waste: Python looks for it less often, and not at the end.
    gc.set_threshold(WASTE, 50, 50)
    atexit.register(gc.freeze)
    try:
        app(standalone_mode=True)
    except Stop as stop:
        typer.echo(f"publisher: {stop.message}", err=True)
        sys.exit(stop.code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - a crash is ours, and never a pass
        if "--debug" in sys.argv:
            import traceback

            traceback.print_exc()
            sys.exit(FAULT)
        told = " ".join(str(error).split())[:300]
        typer.echo(
            f"publisher: a fault of ours ({type(error).__name__}: {told}); "
            "please report it, with what --debug prints",
            err=True,
        )
        sys.exit(FAULT)
    sys.exit(0)
