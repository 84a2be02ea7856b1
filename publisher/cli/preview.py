"""``publisher preview``."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from publisher.cli.arguments import (
    CourseOption,
    Language,
    LanguageOption,
    ReportArgument,
    locate_report,
    read_settings,
)
from publisher.cli.exit import SYSTEM, USAGE, Stop
from publisher.cli.screen import is_terminal, say, show, speech
from publisher.language.message import Message

if TYPE_CHECKING:
    from publisher.desk.preview.editor import Editor

_LIBRARIES: Final = ("starlette", "uvicorn", "watchfiles")
_NAME: Final = re.compile(r"[A-Za-z0-9.:_-]+")
_TEXT_BROWSERS: Final = {"www-browser", "links", "elinks", "lynx", "w3m"}


def preview(
    report: ReportArgument = Path(),
    course: CourseOption = None,
    *,
    opens: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = True,
    port: Annotated[
        int,
        typer.Option(
            "--port",
            metavar="N",
            min=0,
            max=65535,
            help="The port on this machine.",
            show_default="any that is free",
        ),
    ] = 0,
    names: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host",
            metavar="NAME",
            help="The name of a proxy through which the browser comes; can be given several times.",
        ),
    ] = None,
    command: Annotated[
        str | None,
        typer.Option(
            "--editor",
            metavar="COMMAND",
            help="Lead to the line in your editor, too: 'code -g {file}:{line}'.",
        ),
    ] = None,
    language: LanguageOption = Language.en,
) -> None:
    """Show the page in the browser while you write, with what is asked and what is wrong beside it.

    It follows each save. Nobody but this machine can reach it. Ctrl-C ends it.
    """
    del language  # it has acted
    missing = [name for name in _LIBRARIES if find_spec(name) is None]
    if missing:
        raise Stop(
            Message(
                "preview: not installed: {missing}; install with: pip install {all}",
                missing=", ".join(missing),
                all=" ".join(_LIBRARIES),
            ),
            SYSTEM,
        )
    path = locate_report(report)
    settings = read_settings(course, path)
    editor = _editor(command)
    for name in names or []:
        if not _NAME.fullmatch(name) or "://" in name:
            said = Message(
                "--allow-host: expected a name such as example.org, found {name}", name=repr(name)
            )
            raise Stop(said, USAGE)
    import secrets

    from publisher.desk.preview.serve import LOOPBACK, bound, serve
    from publisher.desk.preview.state import Preview

    try:
        listening = bound(port)
    except OSError as error:
        said = Message("--port {port}: {why}; name another, or none", port=port, why=error.strerror)
        raise Stop(said, USAGE) from None
    token = secrets.token_urlsafe(16)
    address = f"http://{LOOPBACK}:{listening.getsockname()[1]}/{token}/"
    show(address)
    say(Message("following {path}; Ctrl-C ends it", path=path))
    for name in names or []:
        say(Message("through {name}: put /{token}/ behind its address", name=name, token=token))
    if opens and is_terminal():
        _open(address)
    serve(
        Preview(path, course, settings, edits=editor is not None, said=speech()),
        listening,
        token,
        names or (),
        editor,
    )


def _editor(command: str | None) -> Editor | None:
    if command is None:
        return None
    from publisher.desk.preview.editor import Editor, EditorError

    try:
        return Editor(command)
    except EditorError as error:
        raise Stop(Message("--editor: {why}", why=error.args[0]), USAGE) from None


def _open(address: str) -> None:
    """Open the address in the browser of a desktop; one in the terminal would take that."""
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if Path(getattr(browser, "name", "")).name not in _TEXT_BROWSERS:
        browser.open(address)
