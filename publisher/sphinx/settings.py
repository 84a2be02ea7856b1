"""What ``conf.py`` says of reports, and what it leaves open where the root document is one.

A report alone needs no more of ``conf.py`` than the name of the extension: it is the root document, and
title, author and date are its own.  Nothing of a project that has an index is touched.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.errors import ConfigError
from sphinx.util.matching import compile_matchers

from publisher.builders.words import ENGLISH, Words
from publisher.course.printing import PrintingError
from publisher.course.settings import Course, CourseError
from publisher.language.message import Message
from publisher.read.files.load import MARKDOWN, BrokenReport, holds_question, report_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

THEME: Final = "publisher"
_TYPES: Final = ("markdown", "md", "myst")
"""MyST's names for its own type of file, which the extension's parser takes over."""


def is_default(config: Config, *names: str) -> bool:
    """Tell whether neither ``conf.py`` nor the command line sets any of these values."""
    told = (config._raw_config, config._overrides)  # noqa: SLF001 - Sphinx has no public way to tell a default
    return not any(name in held for name in names for held in told)


def prepare(app: Sphinx, config: Config) -> None:
    """Read the settings of the course, and fill in what ``conf.py`` leaves open.

    Raises ConfigError where it says of reports that they are no Markdown.
    """
    app.publisher_course = course = _course(app, config)  # type: ignore[attr-defined]
    _hold_patterns(config)
    if (wrong := config.source_suffix.get(MARKDOWN[0])) not in _TYPES:
        raise ConfigError(
            f"source_suffix: '{MARKDOWN[0]}' is {wrong!r}; reports are Markdown: "
            f"source_suffix = {{'{MARKDOWN[0]}': 'markdown', ...}}"
        )
    if is_default(config, "html_theme"):
        config.html_theme = THEME
    if is_default(config, "root_doc", "master_doc") and not _has_index(app, config):
        root = _root(app, config)
        if root is not None:
            _hold_shown(config, root.name)
            config.root_doc = root.stem
    _name(app, config, course)


def hold_root(app: Sphinx, env: BuildEnvironment, _: list[str]) -> None:
    """Raise ConfigError where the root document is none: what Sphinx says then is no sentence for an author.

    Not earlier: other extensions may have written it meanwhile.
    """
    config = app.config
    if config.root_doc in env.found_docs:
        return
    root = _root(app, config)
    known = ", ".join(
        f"{name}{suffix}" for name in ("index", "README") for suffix in _suffixes(config)
    )
    what = (
        f"name {root.name}, or leave it out"
        if root
        else f"let it name a document, or add one of {known}"
    )
    raise ConfigError(
        f"root_doc: {config.root_doc!r} is no document of this project, or exclude_patterns hides it; {what}"
    )


def course_of(env: BuildEnvironment) -> Course:
    """Return the settings of the course, which the environment has from the start of a build on."""
    course: Course = env.publisher_course  # type: ignore[attr-defined]
    return course


def words_of(env: BuildEnvironment) -> Words:
    """Return our words in the language of the course."""
    return Words(course_of(env).language)


def _course(app: Sphinx, config: Config) -> Course:
    """Return the settings that ``publisher_course`` names, relative to ``conf.py``."""
    course = Course(language=config.language or ENGLISH.language)
    if config.publisher_course:
        from publisher.course.file import read_course
        from publisher.rules import CODES

        try:
            course = read_course(Path(app.confdir) / config.publisher_course, tuple(CODES))
        except CourseError as error:
            raise ConfigError(str(error)) from None
    try:
        return course.printed(config.publisher_print)
    except PrintingError as error:
        raise ConfigError(f"publisher_print: {error}") from None


def _hold_patterns(config: Config) -> None:
    """Raise ConfigError where ``publisher_reports`` names files that Sphinx reads none of."""
    for pattern in config.publisher_reports:
        if not isinstance(pattern, str):
            raise ConfigError(f"publisher_reports: expected texts, found {pattern!r}")
        way = posixpath.normpath(pattern)
        if posixpath.isabs(way) or way.split("/")[0] == "..":
            folder = posixpath.dirname(way.partition("*")[0]) or ".."
            raise ConfigError(
                f"publisher_reports: {pattern!r} leads out of the source folder, where Sphinx reads nothing; "
                f"'publisher course build {folder} -o OUT' publishes a folder of reports"
            )


def _hold_shown(config: Config, name: str) -> None:
    """Raise ConfigError where the report that would be the root document is hidden."""
    for pattern in config.exclude_patterns:
        (matches,) = compile_matchers([pattern])
        if matches(name):
            raise ConfigError(
                f"exclude_patterns: {pattern!r} hides {name}, and there is no index: "
                "take the pattern out, or let root_doc name another document"
            )


def is_named(config: Config, path: str) -> bool:
    """Tell whether ``publisher_reports`` names the document at ``path``, relative to the source folder."""
    patterns = (posixpath.normpath(pattern) for pattern in config.publisher_reports)
    return any(matches(path) for matches in compile_matchers(patterns))


def unmatched(config: Config, paths: list[str]) -> Iterator[str]:
    """Yield each pattern of ``publisher_reports`` that names none of the documents at ``paths``."""
    for pattern in config.publisher_reports:
        (matches,) = compile_matchers([posixpath.normpath(pattern)])
        if not any(map(matches, paths)):
            yield pattern


def _has_index(app: Sphinx, config: Config) -> bool:
    return any((Path(app.srcdir) / f"index{suffix}").is_file() for suffix in config.source_suffix)


def _suffixes(config: Config) -> list[str]:
    """Return how names of Markdown documents end in this project."""
    return [suffix for suffix, kind in config.source_suffix.items() if kind in _TYPES]


def _root(app: Sphinx, config: Config) -> Path | None:
    """Return the report in the source folder, as the command line finds it, or the only one of another name."""
    folder = Path(app.srcdir)
    found = report_in(folder)
    if found is not None:
        return found
    suffixes = _suffixes(config)
    beside = [p for p in sorted(folder.iterdir()) if p.suffix in suffixes and p.is_file()]
    reports = [path for path in beside if holds_question(path)]
    return reports[0] if len(reports) == 1 else None


def _name(app: Sphinx, config: Config, course: Course) -> None:
    """Call a project whose root document is a report as that is called."""
    files = (Path(app.srcdir) / f"{config.root_doc}{suffix}" for suffix in _suffixes(config))
    path = next((file for file in files if file.is_file()), None)
    told = ("project", "author", "html_title", "version", "copyright", "project_copyright")
    if not any(is_default(config, name) for name in told) or path is None:
        return
    if not holds_question(path):
        return
    from publisher.read.parser import read
    from publisher.report.view import Report
    from publisher.sphinx import latex

    try:
        report = Report(read(path, measure=course), path.name)
    except BrokenReport:  # said where it is read
        return
    group = report.group
    author = Message("Group {group}", group=group) if group is not None else ""
    said = Words(course.language).plain(author)
    title = config.project if not is_default(config, "project") else course.title or report.title
    _set(config, "project", title or path.stem)
    _set(config, "html_title", config.project)
    _set(config, "author", said)
    # What no book may be without.
    _set(config, "copyright", config.author or config.project, "project_copyright")
    _set(config, "version", course.date or "1", "release")
    _set(config, "epub_author", config.author or config.project)
    _set(config, "epub_publisher", config.author or config.project)
    # Its fonts and commands are LuaTeX's: to another engine they are an error.
    if is_default(config, "latex_engine") or config.latex_engine == "lualatex":
        for name, value in latex.defaults(course):
            _set(config, name, value)


def _set(config: Config, name: str, value: Any, *same: str) -> None:
    """Set a value that ``conf.py`` leaves open, it and what is the ``same``."""
    if is_default(config, name, *same):
        setattr(config, name, value)
