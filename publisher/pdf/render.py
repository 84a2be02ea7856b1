"""One job through WeasyPrint; the only module that calls it, in the child process only."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

import weasyprint
from PIL import Image, ImageFile
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration

from publisher.pdf.fetcher import BASE_URL, EmbeddedImage, Fetcher, image_key
from publisher.pdf.finish import finish
from publisher.pdf.images import UnreadableImageError, placeholder, prepare
from publisher.pdf.job import PdfAttachment, PdfJob, PdfResult
from publisher.pdf.missing import (
    code_point,
    missing_characters,
    replace_formless,
    write_missing_font,
)
from publisher.pdf.structure import keep_one_link
from publisher.pdf.style import BASE_STYLE
from publisher.pdf.svg import UnsafeDrawingError, check_svg, looks_like_svg

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["render"]

# WeasyPrint's own wording for what is told elsewhere: an address that the fetcher refused or that is
# relative, by its number; a library that this machine lacks, by `publisher doctor`.
TOLD = re.compile(
    "this address is not part of the report|Relative URI reference|instead of HarfBuzz-Subset"
)
PATH = re.compile(r"(?:file://)?(?:[A-Za-z]:)?[/\\][^\s'\":]*[/\\][^\s'\":]*")


NAMED = 10


class _Messages(logging.Handler):
    """Keeps WeasyPrint's warnings, each once, without paths."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if not TOLD.search(text):
            self.found[PATH.sub("(path)", text)] = None


def render(job: PdfJob, pixels: int, fonts_folder: Path) -> PdfResult:
    """Make the PDF of one job; `pixels` limits what is decoded of one image.

    `fonts_folder` is one that fontconfig has not read yet; a font may be written there.

    Raises:
        MemoryError: the process's limit is reached.
        Exception: whatever WeasyPrint raises.

    """
    Image.MAX_IMAGE_PIXELS = pixels
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on; a torn image is to be told
    LOGGER.handlers, LOGGER.propagate = [messages := _Messages()], False
    pictures, drawings, unreadable = _sorted_images(job, pixels)
    messages.found.update((f"{url}: {reason}", None) for url, reason in unreadable.items())
    fetcher = Fetcher(drawings)
    page = weasyprint.HTML(string=job.html, base_url=BASE_URL, url_fetcher=fetcher)
    replace_formless(page.etree_element)
    texts = (*page.etree_element.itertext(), *job.stylesheets, *_words(drawings))
    if missing := missing_characters(texts):
        write_missing_font(missing, fonts_folder)
        messages.found[_missing_message(missing)] = None
    fonts = FontConfiguration()
    styles = [
        weasyprint.CSS(string=text, base_url=BASE_URL, url_fetcher=fetcher, font_config=fonts)
        for text in (BASE_STYLE, *job.stylesheets)
    ]
    options = {
        "pdf_variant": "pdf/a-3a",
        "pdf_tags": True,
        "pdf_identifier": job.identifier.hex().encode(),
    }
    document = page.render(font_config=fonts, stylesheets=styles, cache=pictures, **options)
    dropped = _drop_attachments(document)
    keep_one_link(document)
    document.metadata.title, document.metadata.lang = job.title, job.language
    pdf = document.write_pdf(
        finisher=lambda document, pdf: finish(document, pdf, job.attachments),
        attachments=[_attachment(item) for item in job.attachments],
        **options,
    )
    told = (*messages.found, *_refusals(len(fetcher.refused) + dropped))
    return PdfResult(pdf, len(document.pages), told, tuple(unreadable), _places(document))


def _places(document: Any) -> dict[str, tuple[int, int]]:
    """Return the first and last page of each section that has an id."""
    places: dict[str, tuple[int, int]] = {}
    for number, page in enumerate(document.pages, 1):
        for box in page._page_box.descendants():  # noqa: SLF001  (no public way to the boxes)
            if box.element_tag == "section" and (name := box.element.get("id")):
                places[name] = places.get(name, (number, number))[0], number
    return places


def _sorted_images(
    job: PdfJob, pixels: int
) -> tuple[dict[str, EmbeddedImage], dict[str, bytes], dict[str, str]]:
    """Return the pictures, the drawings, and why what is neither is neither; each by address."""
    pictures: dict[str, EmbeddedImage] = {}
    drawings: dict[str, bytes] = {}
    unreadable: dict[str, str] = {}
    for number, (url, data) in enumerate(job.images.items()):
        try:
            if looks_like_svg(data):
                check_svg(data)
                drawings[url] = data
                continue
            picture = prepare(data, job.image_area, pixels)
        except (UnreadableImageError, UnsafeDrawingError) as error:
            unreadable[url] = str(error)
            picture = placeholder()
        pictures[image_key(url)] = EmbeddedImage(f"publisher{number}-", picture)
    return pictures, drawings, unreadable


def _words(drawings: Mapping[str, bytes]) -> list[str]:
    return [data.decode("utf-8", "replace") for data in drawings.values()]


def _missing_message(characters: tuple[str, ...]) -> str:
    shown = ", ".join(f"U+{code_point(character):04X}" for character in characters[:NAMED])
    more = f" and {len(characters) - NAMED} more" if len(characters) > NAMED else ""
    return f"no font has {shown}{more}: a box with the number is shown"


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
