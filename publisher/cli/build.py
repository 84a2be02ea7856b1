"""``publisher build`` and its short forms ``html`` and ``pdf``; what all that publish share."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
)
from publisher.cli.exit import CLEAN, FAULT, FOUND, SYSTEM, UNREADABLE, USAGE, Stop
from publisher.cli.screen import coloured, is_terminal, put, say, show, speech
from publisher.course.printing import Checklist, Prompts, States
from publisher.doors.asked import unsettle
from publisher.doors.stages import timed
from publisher.language.message import Message
from publisher.report.phrases import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from publisher.course.settings import Course
    from publisher.doors.stages import Stage
    from publisher.publish.build import Built, Options

    Progress = Callable[[str], None]
    Run = Callable[[Path, Path, Course | None, Options, Progress], Built]

OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="DIR", help="The folder for the files.", show_default="build"
    ),
]
ArchiveSwitch = Annotated[
    bool,
    typer.Option(
        "--no-archive", help="Leave the archive out of the PDF, where its size is limited."
    ),
]
RestorerSwitch = Annotated[
    bool,
    typer.Option(
        "--with-restorer", help="Put restore.py into the archive: it restores without publisher."
    ),
]
PromptsOption = Annotated[
    Prompts | None,
    typer.Option("--prompts", help="In the PDF: prompts whole, their first words, or none."),
]
ExamplesSwitch = Annotated[
    bool | None,
    typer.Option("--examples/--no-examples", help="In the PDF: the examples in prompts, too."),
]
PageSwitch = Annotated[
    bool | None,
    typer.Option(
        "--question-per-page/--no-question-per-page",
        help="In the PDF: each question begins a page.",
    ),
]
StatesOption = Annotated[
    States | None,
    typer.Option(
        "--states",
        help="In the PDF: each question's state not at all, quietly, or in full for graders.",
    ),
]
IntroductionSwitch = Annotated[
    bool | None,
    typer.Option(
        "--introduction/--no-introduction", help="In the PDF: the template's own introduction, too."
    ),
]
ChecklistOption = Annotated[
    Checklist | None,
    typer.Option(
        "--checklist", help="In the PDF: the checklist before the answers, after them, or left out."
    ),
]
DEFAULT = Path("build")
"""The folder for the files."""
IGNORED = b"*\n"
"""The .gitignore of the default folder, if this run makes it: what is built is not handed in by chance."""


def build(
    report: ReportArgument = Path(),
    output: OutputOption = None,
    *,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="FORMATS",
            help="Which to make: html, pdf, archive; and, if named, text, epub, latex, latexpdf, docx.",
            show_default="what the course names, else html,pdf,archive",
        ),
    ] = None,
    strict: StrictOption = False,
    course: CourseOption = None,
    no_archive: ArchiveSwitch = False,
    with_restorer: RestorerSwitch = False,
    language: LanguageOption = Language.en,
    prompts: PromptsOption = None,
    examples: ExamplesSwitch = None,
    question_per_page: PageSwitch = None,
    states: StatesOption = None,
    introduction: IntroductionSwitch = None,
    checklist: ChecklistOption = None,
    no_cache: NoCacheSwitch = False,
    profile: Annotated[
        bool, typer.Option("--profile", help="Make all anew, and tell what each stage took.")
    ] = False,
) -> None:
    """Check a report and publish it: web page, PDF and archive, or what --to names.

    REPORT may be an archive (report.json, or a PDF that carries it): what is made is the same.

    Exit code 0: made; 1: an error was found (with --strict a warning, too), the files
    are made all the same; 3: the report cannot be read; 5: a library or a program is missing.
    """
    from publisher.publish.build import Options

    del language  # it has acted
    options = Options(
        formats=None if to is None else _named(to),
        attach=not no_archive,
        restorer=with_restorer,
        printing=_asked(
            prompts=prompts,
            examples=examples,
            question_per_page=question_per_page,
            states=states,
            introduction=introduction,
            checklist=checklist,
        ),
    )
    if not profile:
        publish(report, output, course, options, strict=strict, no_cache=no_cache)
        return
    with timed() as stages:
        try:
            publish(report, output, course, options, strict=strict)
        finally:
            _tell_stages(stages)


def _tell_stages(stages: Sequence[Stage]) -> None:
    """Say what each stage took: of this process, then of the one that made the PDF."""
    for child in (False, True):
        of_one = [stage for stage in stages if stage.child == child]
        if of_one:
            say(Message("beside it, the process for the PDF:") if child else Message("stages:"))
        for stage in of_one:
            say(
                Message(
                    "{wall} s, {cpu} s of a processor: {stage}",
                    wall=f"{stage.wall:7.3f}",
                    cpu=f"{stage.cpu:.3f}",
                    stage=stage.name or Message("starting"),
                )
            )


def _named(to: str) -> list[str]:
    """Return the formats that ``--to`` names.  Raises Stop (exit code 2)."""
    from publisher.doors.output import FORMATS

    wanted = [name.strip().lower() for name in to.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        found = (
            Message("--to: {name!r} is no format", name=unknown[0])
            if unknown
            else Message("--to: no format is named")
        )
        close = nearest(unknown[0], FORMATS) if unknown else ""
        hint = (
            Message("did you mean {name}?", name=close)
            if close
            else Message("known are {names}", names=", ".join(FORMATS))
        )
        raise Stop(Message.joined([found, hint], "; "), USAGE)
    return wanted


def html(
    report: ReportArgument = Path(),
    output: OutputOption = None,
    course: CourseOption = None,
    language: LanguageOption = Language.en,
    *,
    no_cache: NoCacheSwitch = False,
) -> None:
    """Publish a report as one web page: report.html."""
    from publisher.publish.build import Options

    del language  # it has acted

    publish(report, output, course, Options(formats=["html"]), no_cache=no_cache)


def pdf(
    report: ReportArgument = Path(),
    output: OutputOption = None,
    course: CourseOption = None,
    *,
    no_archive: ArchiveSwitch = False,
    language: LanguageOption = Language.en,
    prompts: PromptsOption = None,
    examples: ExamplesSwitch = None,
    question_per_page: PageSwitch = None,
    states: StatesOption = None,
    introduction: IntroductionSwitch = None,
    checklist: ChecklistOption = None,
    no_cache: NoCacheSwitch = False,
) -> None:
    """Publish a report as a PDF: report.pdf."""
    from publisher.publish.build import Options

    del language  # it has acted
    printing = _asked(
        prompts=prompts,
        examples=examples,
        question_per_page=question_per_page,
        states=states,
        introduction=introduction,
        checklist=checklist,
    )
    options = Options(formats=["pdf"], attach=not no_archive, printing=printing)
    publish(report, output, course, options, no_cache=no_cache)


def _asked(**options: object) -> dict[str, object]:
    """Return the options that were given: of the others the course's settings decide."""
    return {name: value for name, value in options.items() if value is not None}


def publish(
    report: Path,
    output: Path | None,
    course: Path | None,
    options: Options,
    run: Run | None = None,
    *,
    strict: bool = False,
    last: Callable[[Built], str] | None = None,
    no_cache: bool = True,
) -> None:
    """Call ``run`` (by default ``build``) on what is named, and tell what it made; ends the command.

    Files are named on standard output, all else is said on standard error.  ``last`` gives the line
    that says what to do next.  Without ``no_cache`` what ``build`` made of a report is kept for the next run.
    Raises Stop (exit codes 2, 3 and 5).
    """
    from publisher.archive.error import ArchiveError
    from publisher.doors.output import OutputError, write, write_set
    from publisher.publish.build import is_archive

    archived = is_archive(report)
    path = report if archived else locate_report(report)
    # A folder that was named may be one to publish with git, which .gitignore would keep from it.
    fresh = output is None and not DEFAULT.exists()
    output = output or DEFAULT
    if output.exists() and not output.is_dir():
        raise Stop(Message("-o: {path} is a file; expected a folder", path=output), USAGE)

    def make() -> tuple[Mapping[str, bytes], int]:
        from publisher.publish.build import build as run_build

        settings = None if archived and course is None else read_settings(course, path)
        with _progress() as told:
            built = (run or run_build)(path, output, settings, options, told)
        if fresh and built.written:
            write(output / ".gitignore", IGNORED)
        _tell(built, last or _next)
        formats = options.wanted(settings)
        if built.lost or "latexpdf" in formats or not all(map(built.holds, formats)):
            unsettle()  # nobody knows a TeX; or by the limits of this machine, or there is nothing to make
        return built.files, _code(built, report, strict=strict)

    def write_again(files: Mapping[str, bytes]) -> None:
        write_set({output / name: data for name, data in files.items()})
        if fresh:
            write(output / ".gitignore", IGNORED)

    kept = None
    if not (no_cache or archived or run):
        given = str(path), str(output), str(course), options, strict
        plain = {"html", "archive", "text"}.issuperset(options.formats or ("pdf",))
        kept = entry("build", *given, system=not plain)
    try:
        raise typer.Exit(again(kept, make, write_again))
    except ArchiveError as error:
        raise Stop(f"{report}: {error}", UNREADABLE) from None
    except OutputError as error:
        raise Stop(str(error), USAGE) from None


def _code(built: Built, report: Path, *, strict: bool) -> int:
    """Return the exit code for what was made of ``report``, and say what else there is to say."""
    result = built.told
    if result.outcome == "broken":
        return UNREADABLE
    if result.report and not result.report.questions:
        # Whatever the course's severities are: who called it has no files.
        say(meant(Message("nothing is written, since the report holds no question"), report))
        return FOUND
    if built.lost:
        return FAULT
    if built.missing_library:
        say(Message("{what}; 'publisher doctor' says how", what=built.missing_library))
        return SYSTEM
    failing = {"error"} | ({"warning"} if strict else set())
    return FOUND if any(d.severity in failing for d in result.diagnostics) else CLEAN


def _next(built: Built) -> str:
    from publisher.reporters.text import next_step

    return "" if built.lost else next_step(built.told, built=True)


def _tell(built: Built, last: Callable[[Built], str]) -> None:
    """Print the files on standard output, and what is to be said of them on standard error."""
    # After the run: it loads the reader, and the process for the PDF starts before that.
    from publisher.diagnostics.places import display_path
    from publisher.diagnostics.visible import printed_lines
    from publisher.reporters import text

    result = built.told
    told = text.report(result, colour=coloured(err=True), what_next=False, said=speech())
    put(told, err=True)
    if "--debug" in sys.argv and built.detail:
        put(printed_lines(f"{built.detail}\n"), err=True)
    for file in built.written:
        show(display_path(file))
    if next_said := last(built):
        show(next_said, err=True)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show what is being done on a terminal; in a pipe say nothing."""
    if not is_terminal(err=True):
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("publisher") as status:
        yield lambda what: status.update(f"publisher: {speech()(what)}")
