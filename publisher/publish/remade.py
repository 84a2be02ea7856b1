"""Holds a PDF, and the page and PDF of a bag, against what their own archive gives when they are made anew."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from publisher.archive.bags.bag import PAYLOAD
from publisher.archive.bags.proof import Bag, is_bag
from publisher.archive.decode import MAX_ARCHIVE
from publisher.archive.error import ArchiveError
from publisher.archive.looks import looked_at
from publisher.archive.provenance import agents
from publisher.archive.verify import ARCHIVE, PAGES, found_at
from publisher.diagnostics.model import Diagnostic
from publisher.doors.opened import read_file
from publisher.doors.output import FORMATS
from publisher.pdf.errors import PdfLibraryMissing
from publisher.publish.build import from_archive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from publisher.archive.verify import Verified
    from publisher.diagnostics.model import Severity
    from publisher.pdf.job import PdfLook
    from publisher.publish.publication import Publication

_ADVICE: Final = "trust the archive: 'publisher build' of it makes page and PDF anew"
_SHOWN: Final = 10
_AROUND: Final = 30
_LONGEST: Final = 80
_PDF: Final = f"{PAYLOAD}{FORMATS['pdf']}"
_PAGE: Final = f"{PAYLOAD}{FORMATS['html']}"
_MAKER: Final = "WeasyPrint "


class NoPangoError(Exception):
    """Without a library of the system no PDF can be made anew; the message names it."""


def compared(result: Verified) -> Verified:
    """Return ``result``, of a PDF or a bag, with what its archive does not give.

    Two PDFs are equal if each page shows the same: text, pixels, where links lead.  So another
    program may have written one again.  What other versions made is a note where it differs.  What is not
    as it was sealed, and an archive alone, is left as it is.  Raises NoPangoError.
    """
    bag = Bag(result.path) if is_bag(result.path) and not result.broken else None
    if result.outcome not in ("ok", "warnings") or not (result.attached or bag):
        return result
    archive = found_at(result.path)
    publication = from_archive(archive.members)
    foreign = archive.members["provenance"]["agents"] != agents()
    found: list[Diagnostic] = []
    proved = set(result.proved)
    if bag is None:
        told, other = _of_pdf(read_file(result.path, MAX_ARCHIVE), publication)
        found += _said(told, result.path, note=foreign or other)
    if bag and _PAGE in bag.names:
        same = bag.read(_PAGE, MAX_ARCHIVE) == publication.html().data
        told = [] if same else [f"{_PAGE} is not the page that the archive gives"]
        proved |= {_PAGE} if same else set()
        found += _said(told, result.path, note=foreign)
    if bag and _PDF in bag.names:
        data = bag.read(_PDF, MAX_ARCHIVE)
        told, other = _of_pdf(data, publication)
        told = [*_another_archive(data, bag), *(f"{_PDF}: {message}" for message in told)]
        proved |= set() if told else {_PDF}
        found += _said(told, result.path, note=foreign or other)
    return replace(
        result,
        diagnostics=[*result.diagnostics, *found],
        compared=not found,
        proved=tuple(sorted(proved)),
        listed=tuple(sorted(set(result.listed) - proved)),
    )


def _another_archive(data: bytes, bag: Bag) -> list[str]:
    from publisher.archive.attached import attached_archive

    try:
        same = attached_archive(data, MAX_ARCHIVE) == bag.read(ARCHIVE, MAX_ARCHIVE)
    except ArchiveError as error:
        return [f"{_PDF} {error}"]
    return [] if same else [f"{_PDF} carries another archive than {ARCHIVE}"]


def _of_pdf(data: bytes, publication: Publication) -> tuple[list[str], bool]:
    """Return where a PDF shows something else, and whether another WeasyPrint made it.

    Raises NoPangoError.
    """
    try:
        output = publication.pdf()
    except PdfLibraryMissing as error:
        raise NoPangoError(str(error)) from None
    made = output.data
    if made is None:
        return [f"cannot be made anew: {output.diagnostics[-1].message}"], False
    if made == data:  # nothing of it has to be opened
        return [], False
    limits = publication.course.pdf_limits
    try:
        maker, pages = looked_at(data, limits)
    except ArchiveError as error:
        return [f"its pages cannot be compared: it {error}"], False
    own, given = looked_at(made, limits)
    told = list(_between(pages, given))
    if len(told) > _SHOWN:
        told[_SHOWN:] = [f"{len(told) - _SHOWN} more pages differ"]
    return told, maker.startswith(_MAKER) and maker != own


def _between(pages: Sequence[PdfLook], given: Sequence[PdfLook]) -> Iterator[str]:
    """Yield where two PDFs differ, by the pages of both (from 1)."""
    matcher = SequenceMatcher(None, pages, given, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        both = min(end - start, last - first)
        for number in range(both):
            yield _page(start + number + 1, pages[start + number], given[first + number])
        for number in range(start + both + 1, end + 1):
            yield f"page {number} is none that its archive gives"
        for number in range(first + both + 1, last + 1):
            yield f"page {number} of those that its archive gives is missing"


def _page(number: int, held: PdfLook, given: PdfLook) -> str:
    if held.text != given.text:
        at = next(
            (n for n, (a, b) in enumerate(zip(held.text, given.text, strict=False)) if a != b),
            min(len(held.text), len(given.text)),
        )
        return (
            f"page {number} reads {_cut(held.text, at)}, "
            f"and its archive gives {_cut(given.text, at)}"
        )
    if held.links != given.links:
        more = sorted({*held.links} - {*given.links})
        found = f"a link to {_shown(more[0])}" if more else "fewer links"
        return f"page {number} has {found}, which its archive does not give"
    return f"page {number} looks otherwise than its archive gives, with the same text"


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _cut(text: str, at: int) -> str:
    start, end = max(0, at - _AROUND // 2), at + _AROUND
    shown = " ".join(text[start:end].split())
    return repr(f"{'...' if start else ''}{shown}{'...' if end < len(text) else ''}")


def _said(told: list[str], path: Path, *, note: bool) -> Iterator[Diagnostic]:
    severity: Severity = "note" if note else "error"
    advice = "none needed: other versions made it" if note else _ADVICE
    for message in told:
        yield Diagnostic(PAGES, severity, path.name, 1, 1, None, message, advice)
