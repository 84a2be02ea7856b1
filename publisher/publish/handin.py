"""What a group hands in, in one zip: the report as it was written, all that is made of it, its receipt."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from publisher.archive.bags.bag import write_zip
from publisher.archive.belongings import belongings
from publisher.archive.decode import decode
from publisher.archive.receipt import receipt_of
from publisher.archive.restorer import fault
from publisher.course.groups import FOLDER
from publisher.diagnostics.model import Finding
from publisher.doors.output import FORMATS, HANDIN, USUAL, write_by
from publisher.language.message import Message
from publisher.publish.build import DEFAULT, Built, is_archive, make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from publisher.course.settings import Course
    from publisher.diagnostics.model import Diagnostic
    from publisher.publish.build import Options
    from publisher.publish.publication import Publication
    from publisher.report.view import Report

RECEIPT: Final = "receipt.txt"
"""The file with the report's receipt, on a line of its own."""
_WHY = (
    Message("cannot be a name on Windows"),
    Message("is a name that Windows keeps for itself"),
)
_SAID: Final[dict[str, Message]] = dict(zip(_WHY, _WHY, strict=True))
"""What the program that stands in archives says of names, which knows of no catalog."""
_LONGEST: Final = 60
"""Characters of a name in the zip's own."""


def hand_in(
    path: Path,
    output: Path,
    course: Course | None = None,
    options: Options = DEFAULT,
    progress: Callable[[str], None] = lambda _: None,
    *,
    anyway: bool = False,
) -> Built:
    """Make all formats of the report at ``path`` and write what is handed in as a zip into ``output``.

    In the zip's one folder, called as the report's, lie the report, its figures and files, what ``build``
    makes, and the receipt.  Where there is an error, or a format cannot be made, nothing is written, unless
    ``anyway``; and never where a name could not be unpacked everywhere.  ``options``: see ``build``.
    Raises OutputError, ArchiveError.
    """
    built = make(path, output, course, replace(options, formats=USUAL), progress)
    publication = built.publication
    if publication is None:
        return built
    folder = FOLDER if is_archive(path) else path.resolve().parent.name
    own, ours = _own(publication), _ours(built.files)
    faults = tuple(_faults(publication.report, own, ours))
    built = replace(built, diagnostics=(*built.diagnostics, *faults))
    failed = built.missing_library or built.told.outcome == "errors"
    if faults or (failed and not anyway):
        return built
    group = publication.report.group
    target = output / f"{HANDIN}{_plain(folder if group is None else str(group))}.zip"
    names = (folder, _plain(folder), FOLDER)
    inside = next(name for name in names if not fault(name, windows=True))
    write_by(target, lambda file: write_zip(file, {**own, **ours}, inside))
    return replace(built, written=(target,))


def _own(publication: Publication) -> dict[str, bytes]:
    """Return the files of the report itself, by path."""
    owned = belongings(publication.report, publication.folder)
    files = {path: publication.folder.read(path) for path in (*owned.figures, *owned.files)}
    return files | {publication.report.path: publication.source.data}


def _ours(made: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that are made of the report, by name."""
    files = {name: made[name] for name in FORMATS.values() if name in made}
    if archive := made.get(FORMATS["archive"]):
        files[RECEIPT] = f"{receipt_of(decode(archive).members)}\n".encode()
    return files


def _faults(report: Report, own: Iterable[str], ours: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield an error for each file of the report that could not be unpacked everywhere."""
    taken = {_folded(name): name for name in ours}
    for name in sorted(own, key=_folded):
        parts = _folded(name).split("/")
        steps = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
        other = next((taken[step] for step in steps if step in taken), "")
        taken[_folded(name)] = name
        why = fault(name, windows=True, source=name == report.path)
        if why:
            said = Message("{name!r} {why}", name=name, why=_SAID.get(why, why))
        elif other in ours:
            said = Message(
                "{name!r} is in the place of {other!r}, which is made", name=name, other=other
            )
        elif other:
            said = Message(
                "{name!r} is in the place of {other!r}, where letter case does not count",
                name=name,
                other=other,
            )
        else:
            continue
        found = Finding(
            next((image.line for image in report.images if image.figure == name), 1),
            Message("the hand-in cannot be made: {why}", why=said),
            Message("rename the file, and what names it in the report"),
        )
        yield report.diagnostic(found, "handin_failed", "error")


def _folded(name: str) -> str:
    """Return what is one for names that are one file on some system."""
    return unicodedata.normalize("NFC", name).casefold()


def _plain(name: str) -> str:
    """Return ``name`` as a part of a file's name that no system and no platform changes."""
    return re.sub(r"\W+", "-", name)[:_LONGEST].strip("-_") or "report"
