"""``publisher explain``."""

from __future__ import annotations

from typing import Annotated

import typer

from publisher.cli.exit import USAGE, Stop


def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE]",
            help="As printed in brackets: report.answer_length. Without it all codes are listed.",
        ),
    ] = None,
) -> None:
    """Say what a diagnostic means, why it matters, and what to do."""
    import difflib

    from publisher.explanations import explanations

    known = explanations()
    if code is None:
        width = max(map(len, known))
        for found in known.values():
            typer.echo(f"{found.code:{width}}  {found.severity:7}  {found.short}")
        return
    name = code.strip("[]").removeprefix("report.").replace("-", "_")
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]}?" if close else "'publisher explain' lists all"
        raise Stop(f"there is no diagnostic {code!r}; {hint}", USAGE)
    found = known[name]
    typer.echo(f"report.{found.code} ({found.severity})\n\n{found.text}")
