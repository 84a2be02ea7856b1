"""``publisher verify``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.arguments import StrictOption  # noqa: TC001 - typer reads it
from publisher.cli.exit import CLEAN, FOUND, UNREADABLE
from publisher.cli.screen import put

FilesArgument = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", help="Archives, PDFs that carry one, bags (folder or zip)."),
]


class Format(StrEnum):
    """The formats of a verification's result."""

    text = "text"
    json = "json"


def verify(
    files: FilesArgument,
    form: Annotated[
        Format, typer.Option("--format", help="How to print the result.")
    ] = Format.text,
    strict: StrictOption = False,
) -> None:
    """Prove that archives are what was sealed, and what their sources say.

    Exit code 0: proved; 1: something is not as it was sealed (with --strict a note, too);
    3: a file is no archive that can be read.
    """
    from publisher.archive.verify import verify as run
    from publisher.reporters import verified

    found = [run(file) for file in files]
    put(verified.as_json(found) if form is Format.json else verified.text(found))
    if any(result.broken for result in found):
        raise typer.Exit(UNREADABLE)
    failing = {"warning", "error"} | ({"note"} if strict else set())
    bad = any(d.severity in failing for result in found for d in result.diagnostics)
    raise typer.Exit(FOUND if bad else CLEAN)
