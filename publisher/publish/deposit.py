"""A report with all that was made of it in one bag: for a library's shelf."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from publisher.archive.bags.bag import PAYLOAD, SOURCE, bag, write_zip
from publisher.archive.bags.crate import FILE as CRATE
from publisher.archive.bags.crate import crate
from publisher.archive.belongings import belongings
from publisher.archive.schema import VERSION, schema_bytes
from publisher.doors.output import BAG, FORMATS, USUAL, write_by, write_folder
from publisher.publish.build import DEFAULT, Built, make

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from publisher.course.settings import Course
    from publisher.publish.build import Options
    from publisher.publish.publication import Publication

_SOURCE = SOURCE.removeprefix(PAYLOAD)


class NoDateError(Exception):
    """A deposit has a date, and neither settings nor commit nor command line give one."""


def deposit(
    path: Path,
    output: Path,
    course: Course | None = None,
    options: Options = DEFAULT,
    progress: Callable[[str], None] = lambda _: None,
    *,
    as_zip: bool = False,
    change: Callable[[Publication], Publication] | None = None,
    name: str = BAG,
) -> Built:
    """Make all formats of the report at ``path`` and write them as a bag into ``output``.

    ``options``: see ``build``; ``change``: see ``make``; ``name``: of the bag.  A format that cannot be
    made is left out, and a diagnostic.  Raises OutputError, ArchiveError,
    NoDateError, and what ``change`` raises; then nothing is written.
    """

    def dated(publication: Publication) -> Publication:
        if not publication.date:  # told before anything is made
            raise NoDateError
        return change(publication) if change else publication

    options = replace(options, formats=USUAL)
    built = make(path, output, course, options, progress, change=dated)
    publication = built.publication
    if publication is None:
        return built
    files = bag(
        _payload(publication, built.files),
        _title(publication),
        publication.date,
        publication.report.group,
        publication.course.retention,
    )
    if as_zip:
        target = output / f"{name}.zip"
        write_by(target, lambda file: write_zip(file, files, name))
    else:
        target = output / name
        write_folder(target, files, advice="remove it, or name another folder with -o")
    return replace(built, written=(target,))


def _payload(publication: Publication, made: Mapping[str, bytes]) -> dict[str, bytes]:
    owned = belongings(publication.report, publication.folder)
    files = {name: data for name, data in made.items() if name in FORMATS.values()}
    files[f"archive-{VERSION}.schema.json"] = schema_bytes()
    files[f"{_SOURCE}{publication.report.path}"] = publication.source.data
    files |= {f"{_SOURCE}{p}": publication.folder.read(p) for p in (*owned.figures, *owned.files)}
    media = {f"{_SOURCE}{p}": publication.folder.picture(p).media for p in owned.figures}
    described = crate(
        {path: len(data) for path, data in files.items()},
        media,
        title=_title(publication),
        date=publication.date,
        language=publication.course.language,
        group=publication.report.group,
    )
    return files | {CRATE: described}


def _title(publication: Publication) -> str:
    return publication.course.title or publication.report.title
