"""``publisher explain``."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations when it runs
from typing import Annotated

import typer

from publisher.cli.arguments import (
    CourseOption,
    Language,
    LanguageOption,
    locate_report,
    read_settings,
)
from publisher.cli.exit import UNREADABLE, USAGE, Stop
from publisher.cli.screen import put, show, speech
from publisher.diagnostics.visible import printed_lines
from publisher.language.message import Message
from publisher.report.phrases import nearest


def _codes(incomplete: str) -> list[tuple[str, str]]:
    """Return the codes that begin so, written as ``explain`` takes them, each with what it means, for a shell to show."""
    from publisher.rules import explanations

    prefix = "report." if incomplete.startswith("report.") else ""
    names = ((prefix + code, found.short) for code, found in explanations().items())
    return [(name, short) for name, short in names if name.startswith(incomplete)]


def explain(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            help="As printed in brackets: report.answer_length. Without it all codes are listed.",
            autocompletion=_codes,
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
    language: LanguageOption = Language.en,
) -> None:
    """Say what a diagnostic means, or show which words of an answer are counted."""
    del language  # it has acted
    if report is not None or question is not None:
        if report is None or question is None or code is not None:
            raise Stop(Message("expected --report and --question together, and no code"), USAGE)
        _count(report, question, course)
        return

    from publisher.reporters.text import SAID
    from publisher.rules import explanations

    severities = {**{str(name): told for name, told in SAID.items()}, "off": Message("off")}

    known = explanations()
    if code is None:
        width, wide = max(map(len, known)), max(map(len, map(speech(), severities.values())))
        for found in known.values():
            severity, short = (
                speech()(text) for text in (severities[found.severity], Message(found.short))
            )
            show(f"{found.code:{width}}  {severity:{wide}}  {short}")
        return
    name = code.strip("[]").removeprefix("report.").replace("-", "_")
    if name not in known:
        close = nearest(name, known)
        hint = (
            Message("did you mean {name}?", name=close)
            if close
            else Message("'publisher explain' lists all")
        )
        said = Message("there is no diagnostic {code!r}", code=code)
        raise Stop(Message.joined([said, hint], "; "), USAGE)
    found = known[name]
    severity = speech()(severities[found.severity])
    put(f"report.{found.code} ({severity})\n\n{found.said(speech())}\n")


def _count(given: Path, number: int, course: Path | None) -> None:
    from publisher.check import check
    from publisher.report.counting import counted

    path = locate_report(given)
    settings = read_settings(course, path)
    result = check(path, settings)
    if result.report is None or result.source is None:
        raise Stop(Message.joined([str(path), result.diagnostics[0].message], ": "), UNREADABLE)
    told = counted(result.report, result.source.text, number, settings, speech())
    if not told:
        numbers = ", ".join(str(q.number) for q in result.report.questions) or Message("none")
        raise Stop(
            Message(
                "{path}: there is no question {number}; found: {numbers}",
                path=path,
                number=number,
                numbers=numbers,
            ),
            USAGE,
        )
    put(printed_lines(told))
