"""``publisher check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from publisher.cli.again import NoCacheSwitch, again, entry
from publisher.cli.arguments import (
    CourseOption,
    Language,
    LanguageOption,
    ReportArgument,
    StrictOption,
    locate_report,
    meant,
    read_settings,
    spare,
)
from publisher.cli.exit import CLEAN, FOUND, UNREADABLE, USAGE, Stop
from publisher.cli.screen import clear, coloured, put, say, speech
from publisher.doors.asked import unsettle
from publisher.language.message import Message
from publisher.reporters import Format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.check import Result
    from publisher.course.settings import Course
    from publisher.report.evidence import Evidence

_DONE = "{name}:{line}: {done} [report.{code}]"


def check(
    report: ReportArgument = Path(),
    *,
    forms: Annotated[
        list[Format] | None,
        typer.Option(
            "--format",
            help="How to tell the result; can be given several times.",
            show_default="text",
        ),
    ] = None,
    outputs: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            metavar="FILE",
            help="Write to FILE, not the screen. Of several formats the last ones are written, "
            "in the order of their files.",
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what can be mended safely in the Markdown file.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what --fix would change; write nothing.")
    ] = False,
    every: Annotated[
        bool,
        typer.Option("--all", help="As text: a line for each, also where many are of a kind."),
    ] = False,
    strict: StrictOption = False,
    course: CourseOption = None,
    repository: Annotated[
        Path | None,
        typer.Option(
            "--repository",
            metavar="DIR",
            help="Compare the checklist's ticks with the names of the files in DIR; none is opened.",
        ),
    ] = None,
    language: LanguageOption = Language.en,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever a file is saved; Ctrl-C ends it.")
    ] = False,
    no_cache: NoCacheSwitch = False,
) -> None:
    """List what is wrong with a report.

    Exit code 0: nothing; 1: a warning or an error (with --strict a note, too), with --fix
    one that is left, with --diff a change; 3: the report cannot be read.
    """
    del language  # it has acted
    if diff and (forms or outputs):
        raise Stop(
            Message("--diff: prints the changes and no result; leave --format and --output out"),
            USAGE,
        )
    if watch and (fix or diff):
        raise Stop(Message("--watch: only reads; leave --fix and --diff out"), USAGE)
    places = _places(forms or [Format.text], outputs or [])
    if watch:
        _follow(report, course, repository, places, every=every)
    people = all(form is Format.text for form, _ in places)
    path = _located(report, course, people_only=people)

    def run() -> tuple[Mapping[str, bytes], int]:
        result = _checked(path, course, repository) if isinstance(path, Path) else path
        for target in outputs or []:
            spare(result.path, target)
            spare(course, target)
        if (fix or diff) and result.report:
            result = _mended(result, diff=diff)
        files = _tell(result, places, every=every)
        if people and result.report and not result.report.questions and report.is_dir():
            unsettle()
            say(meant(Message("the report holds no question"), report))
        if result.outcome == "broken":
            unsettle()
            return files, UNREADABLE
        failing = {"warning", "error"} | ({"note"} if strict else set())
        found = any(d.severity in failing for d in result.diagnostics)
        return files, FOUND if found else CLEAN

    # What hangs on more than files, or changes them, is done each time.
    alone = no_cache or fix or diff or repository or Format.classroom50 in (forms or [])
    kept = None
    if isinstance(path, Path) and not alone:
        told = [(form.value, str(output)) for form, output in places]
        kept = entry("check", str(path), str(course), told, every, strict)
    raise typer.Exit(again(kept, run, _write))


def _follow(
    given: Path,
    course: Path | None,
    repository: Path | None,
    places: list[tuple[Format, Path | None]],
    *,
    every: bool,
) -> NoReturn:
    """Tell the result in all ``places``, and again whenever something is saved; ends at Ctrl-C."""
    from publisher.check import check as run
    from publisher.desk.follow import Follower
    from publisher.diagnostics.places import display_path

    path = locate_report(given)
    settings = read_settings(course, path)
    for _, output in places:
        spare(path, output)
        spare(course, output)
    follower = Follower(
        path,
        course,
        settings,
        lambda course: run(path, course, evidence=_evidence(repository, course)),
    )
    for reading in follower.readings():
        clear()
        _tell(reading.result, places, every=every)
        if reading.trouble:
            say(Message("{what}; the settings before stay in force", what=str(reading.trouble)))
        say(Message("following {path}; Ctrl-C ends it", path=display_path(path)))
    raise typer.Exit(CLEAN)


def _places(forms: list[Format], outputs: list[Path]) -> list[tuple[Format, Path | None]]:
    """Return each format with its file, None for standard output.

    Raises Stop (exit code 2) where two would go to one place, or a file gets none.
    """
    shown = len(forms) - len(outputs)
    if shown < 0:
        raise Stop(Message("--output {path}: there is no --format for it", path=outputs[-1]), USAGE)
    if shown > 1:
        raise Stop(
            Message(
                "--format: {one} and {other} would mix on the screen; name a file with --output",
                one=forms[0].value,
                other=forms[1].value,
            ),
            USAGE,
        )
    if len(set(outputs)) < len(outputs):
        raise Stop(Message("--output: two formats would go to the same file"), USAGE)
    return list(zip(forms, [*[None] * shown, *outputs], strict=True))


def _located(report: Path, course: Path | None, *, people_only: bool) -> Path | Result:
    """Return where the report is; for programs, one that is not there is a broken report."""
    try:
        return locate_report(report)
    except Stop as stop:
        if people_only:
            raise
        from publisher.check import broken

        why = stop.message.removeprefix(f"{report}: ")
        wanted = report if report.name else Path("README.md")
        return broken(wanted, why, read_settings(course, wanted))


def _checked(path: Path, course: Path | None, repository: Path | None) -> Result:
    from publisher.check import check as run

    settings = read_settings(course, path)
    return run(path, settings, evidence=_evidence(repository, settings))


def _mended(result: Result, *, diff: bool) -> Result:
    """Mend the report's file and return what is left; with ``diff`` print the changes and exit."""
    from publisher.diagnostics.places import display_path
    from publisher.diagnostics.visible import printed_lines
    from publisher.doors.output import OutputError
    from publisher.fixes import done
    from publisher.fixes.mend import mend, save
    from publisher.fixes.unified_diff import unified

    mended = mend(result)
    name = display_path(result.path)
    if diff:
        texts = [r.source.text for r in (mended.before, mended.after) if r.source]
        put(printed_lines(unified(texts[0], texts[-1], name)))
        raise typer.Exit(FOUND if mended.changed else CLEAN)
    try:
        save(mended)
    except OutputError as error:
        raise Stop(str(error), USAGE) from None
    for made in mended.fixes:
        found = made.diagnostic
        say(Message(_DONE, name=name, line=found.line, done=done(made), code=found.code))
    if not mended.changed:
        say(Message("{path}: nothing to mend", path=name))
    return mended.after


def _evidence(repository: Path | None, course: Course) -> Evidence | None:
    """Look at the repository; raises Stop (exit code 2) if it is no folder."""
    if repository is None:
        return None
    from publisher.course.file import wanted
    from publisher.report.evidence import MOST, evidence

    if not repository.is_dir():
        raise Stop(Message("--repository {path}: is no folder", path=repository), USAGE)
    found = evidence(repository, wanted(course))
    if found is None:
        say(
            Message(
                "{path}: ticks were not compared with it: it has more than {most:,} files, or a folder "
                "that cannot be looked at",
                path=repository,
                most=MOST,
            )
        )
    return found


def _tell(
    result: Result, places: list[tuple[Format, Path | None]], *, every: bool
) -> dict[str, bytes]:
    """Print and write the result in all ``places``; return the files' bytes by path."""
    files = {}
    for form, output in places:
        text = _said(result, form, every=every, colour=output is None and coloured())
        if output is None:
            put(text)
        else:
            files[str(output)] = text.encode(errors="backslashreplace")
    _write(files)
    return files


def _said(result: Result, form: Format, *, every: bool, colour: bool) -> str:
    from publisher.reporters import told

    if form is Format.text:
        from publisher.reporters.text import report

        return report(result, every=every, colour=colour, said=speech())
    if form is Format.classroom50:
        from publisher.cli.classroom import told as told_to_classroom

        return told_to_classroom(result)
    return told(result, form)


def _write(files: Mapping[str, bytes]) -> None:
    from publisher.doors.output import OutputError, write_named

    try:
        for path, data in files.items():
            write_named(Path(path), data)
    except OutputError as error:
        raise Stop(str(error), USAGE) from None
