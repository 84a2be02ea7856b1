"""``publisher explain``."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations when it runs
from typing import Annotated

import typer

from publisher.cli.arguments import CourseOption, locate_report, read_settings
from publisher.cli.exit import UNREADABLE, USAGE, Stop
from publisher.cli.screen import put, show
from publisher.diagnostics.visible import printed_lines


def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            help="As printed in brackets: report.answer_length. Without it all codes are listed.",
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="REPORT", help="Show what is counted in this report."),
    ] = None,
    question: Annotated[
        int | None, typer.Option("--question", metavar="N", help="... in the answer to question N.")
    ] = None,
    course: CourseOption = None,
) -> None:
    """Say what a diagnostic means, or show which words of an answer are counted."""
    if report is not None or question is not None:
        if report is None or question is None or code is not None:
            raise Stop("expected --report and --question together, and no code", USAGE)
        _count(report, question, course)
        return
    import difflib

    from publisher.rules import explanations

    known = explanations()
    if code is None:
        width = max(map(len, known))
        for found in known.values():
            show(f"{found.code:{width}}  {found.severity:7}  {found.short}")
        return
    name = code.strip("[]").removeprefix("report.").replace("-", "_")
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]}?" if close else "'publisher explain' lists all"
        raise Stop(f"there is no diagnostic {code!r}; {hint}", USAGE)
    found = known[name]
    put(f"report.{found.code} ({found.severity})\n\n{found.text}\n")


def _count(given: Path, number: int, course: Path | None) -> None:
    from publisher.check import check
    from publisher.report.counting import counted

    path = locate_report(given)
    settings = read_settings(course, path)
    result = check(path, settings)
    if result.report is None or result.source is None:
        raise Stop(f"{path}: {result.diagnostics[0].message}", UNREADABLE)
    told = counted(result.report, result.source.text, number, settings)
    if not told:
        numbers = ", ".join(str(q.number) for q in result.report.questions) or "none"
        raise Stop(f"{path}: there is no question {number}; found: {numbers}", USAGE)
    put(printed_lines(told))
