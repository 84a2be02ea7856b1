"""One job through WeasyPrint; the only module that calls it, in the child process only."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

import weasyprint
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration

from publisher.doors.stages import Laps
from publisher.pdf.child.breaks import allow_breaks, cut_words, hold_options
from publisher.pdf.child.direction import turn_lines
from publisher.pdf.child.emoji import EMOJI, colour_emoji
from publisher.pdf.child.fetcher import BASE_URL, Fetcher
from publisher.pdf.child.formulas import Formulas, draw_formulas
from publisher.pdf.child.job_images import Figures
from publisher.pdf.child.keeps import hold_words
from publisher.pdf.child.levels import level_pages
from publisher.pdf.child.missing_glyphs import (
    missing_characters,
    replace_formless,
    write_missing_font,
)
from publisher.pdf.child.page_limit import TooManyPagesError, at_most
from publisher.pdf.child.quotes import set_quotes
from publisher.pdf.child.sections import places_of, take_names
from publisher.pdf.child.style import BASE_STYLE
from publisher.pdf.child.tree import page_of
from publisher.pdf.job import PdfAttachment, PdfJob, PdfResult
from publisher.pdf.objects.metadata import LONGEST
from publisher.pdf.objects.post_process import finish
from publisher.pdf.objects.structure import keep_one_link
from publisher.pdf.objects.text_maps import standing_for
from publisher.pdf.objects.wrap_marks import find_wraps
from publisher.pdf.patches.figure_room import fitted
from publisher.pdf.patches.listed import apply_all
from publisher.pdf.patches.page_numbers import styles, write_page_numbers
from publisher.pdf.patches.section_progress import followed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from publisher.pdf.drawings.svg import PrintedDrawing
    from publisher.pdf.limits import PdfLimits

__all__ = ["render"]

MATHEMATICS = "<math"

# WeasyPrint's own wording for what is told elsewhere: an address that the fetcher refused or that is
# relative, by its number; a library that this machine lacks, by `publisher doctor`.
TOLD = re.compile(
    "this address is not part of the report|Relative URI reference|instead of HarfBuzz-Subset"
)
PATH = re.compile(r"(?:file://)?(?:[A-Za-z]:)?[/\\][^\s'\":]*[/\\][^\s'\":]*")


class _Messages(logging.Handler):
    """Keeps WeasyPrint's warnings, each once, without paths."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if not TOLD.search(text):
            self.found[PATH.sub("(path)", text)] = None


def render(
    job: PdfJob,
    attachments: Callable[[], Sequence[PdfAttachment]],
    limits: PdfLimits,
    fonts_folder: Path,
    laps: Laps | None = None,
) -> PdfResult:
    """Make the PDF of one job within limits; those of time and memory are the process's.

    ``attachments`` gives the files of ours to embed; it is called after the layout, and may wait.
    ``fonts_folder`` is one that fontconfig has not read yet; a font may be written there.  ``laps``: told of each stage.

    Raises MemoryError (the process's limit is reached), TooManyPagesError (as ``at_most``), ForeignFontError
    (as ``finish``), Exception (whatever WeasyPrint raises).
    """
    laps = laps or Laps()
    LOGGER.handlers, LOGGER.propagate = [messages := _Messages()], False
    figures, fetcher = Figures(job), Fetcher()
    weaker = apply_all()
    page = page_of(job.html, fetcher)
    drawn = MATHEMATICS in job.html
    formulas = draw_formulas(page.etree_element, fonts_folder) if drawn else Formulas()
    take_names(page.etree_element)
    replace_formless(page.etree_element)
    hold_options(page.etree_element)
    typed = set_quotes(page.etree_element, job.language)
    hold_words(page.etree_element)
    cut_words(page.etree_element)
    if EMOJI.search(job.html):
        colour_emoji(page.etree_element)
    allow_breaks(page.etree_element)
    texts = (*page.etree_element.itertext(), *job.stylesheets, *_words(figures.drawings))
    if missing := missing_characters(texts):
        write_missing_font(missing, fonts_folder)
    fonts = FontConfiguration()
    figures.read_drawings(fonts, fetcher)
    sheets = [
        weasyprint.CSS(string=text, base_url=BASE_URL, url_fetcher=fetcher, font_config=fonts)
        for text in (BASE_STYLE, *job.stylesheets, *styles())
    ]
    options = {
        "pdf_variant": "pdf/a-3a",
        "pdf_tags": True,
        "pdf_identifier": job.identifier.hex().encode(),
    }
    laps.end("tree")
    with at_most(limits.pages), fitted(), followed():
        document = page.render(
            font_config=fonts, stylesheets=sheets, cache=figures.cache | formulas.images, **options
        )
    if len(document.pages) > limits.pages:  # should the log say it no more
        raise TooManyPagesError
    level_pages(document)
    write_page_numbers(document)
    turn_lines(document)
    dropped = _drop_attachments(document)
    keep_one_link(document)
    wraps = find_wraps(document)
    document.metadata.title, document.metadata.lang = job.title[:LONGEST], job.language
    laps.end("layout")
    embedded = attachments()
    with standing_for(typed):
        pdf = document.write_pdf(
            finisher=lambda _, pdf: finish(pdf, embedded, wraps),
            attachments=[_attachment(item) for item in embedded],
            **options,
        )
    laps.end("paint")
    told = (*messages.found, *_refusals(len(fetcher.refused) + dropped))
    return PdfResult(
        pdf=pdf,
        pages=len(document.pages),
        messages=told,
        unreadable=figures.unreadable(),
        places=places_of(document),
        missing=missing,
        lacks=figures.lacks(),
        otherwise=figures.otherwise(),
        plain=formulas.plain,
        weaker=weaker,
    )


def _words(drawings: Mapping[str, PrintedDrawing]) -> Iterator[str]:
    """Yield the text of drawings, those within others included."""
    for drawing in drawings.values():
        yield from drawing.tree.itertext()
        yield from _words(drawing.drawings)


def _drop_attachments(document: Any) -> int:
    """Drop what the document itself asks to attach, and return how much that was.

    WeasyPrint attaches what a ``rel=attachment`` names, of a link element or of a link.
    """
    dropped = len(document.metadata.attachments)
    document.metadata.attachments = []
    for page in document.pages:
        kept = [link for link in page.links if link[0] != "attachment"]
        dropped += len(page.links) - len(kept)
        page.links[:] = kept
    return dropped


def _attachment(item: PdfAttachment) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=item.data, name=item.name, description=item.description, relationship="Source"
    )


def _refusals(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    addresses = "1 address" if count == 1 else f"{count} addresses"
    return (f"refused {addresses} outside the report",)
