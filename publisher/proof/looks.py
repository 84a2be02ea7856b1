"""What each page of a PDF shows, so that two PDFs can be held against each other.

A child process reads it: a PDF of a stranger's is opened nowhere else.
"""

from __future__ import annotations

import ctypes
import hashlib
from typing import TYPE_CHECKING, Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from publisher.pdf.job import PdfLook

if TYPE_CHECKING:
    from collections.abc import Iterator

# Pixels of a point: A4 gets 842 by 1191, which shows each letter.
_SCALE: Final = 1.4142
_MOST: Final = 3000
"""Pixels of a side, however large a page says that it is."""
_EDGE: Final = 1.0
"""Points by which a picture may stand over the edge."""
_LONGEST: Final = 2048
"""Bytes of an address."""


def looks(data: bytes) -> Iterator[PdfLook]:
    """Yield what the pages of the PDF in ``data`` show, in their order.

    Raises ``pypdfium2.PdfiumError`` if it is none, or encrypted.
    """
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            text = page.get_textpage()
            yield PdfLook(
                text=text.get_text_bounded(),
                picture=_picture(page),
                links=tuple(sorted(_links(document, page))),
                images=_images(page),
            )
            text.close()
            page.close()
    finally:
        document.close()


def producer(data: bytes) -> str:
    """Return the program that made the PDF in ``data``, as the PDF says it; raises as ``looks``."""
    document = pypdfium2.PdfDocument(data)
    try:
        return str(document.get_metadata_value("Producer"))
    finally:
        document.close()


def _picture(page: Any) -> str:
    """Return the SHA-256 of a page's pixels, what is laid over it included."""
    scale = min(_SCALE, _MOST / max(*page.get_size(), 1))
    bitmap = page.render(scale=scale, may_draw_forms=False)
    made = hashlib.sha256(f"{bitmap.width} {bitmap.height} ".encode())
    made.update(bitmap.buffer)
    bitmap.close()
    return made.hexdigest()


def _images(page: Any) -> int:
    """Return how many pictures are drawn on a page, none of which runs off it."""
    width, height = page.get_size()
    found = 0
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = drawn.get_bounds()
        found += min(left, bottom, width - right, height - top) > -_EDGE
    return found


def _links(document: Any, page: Any) -> Iterator[str]:
    """Yield where the links of a page lead: addresses, and pages of the document."""
    place, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, place, link):
        action = pdfium.FPDFLink_GetAction(link)
        kind = pdfium.FPDFAction_GetType(action) if action else 0
        if kind == pdfium.PDFACTION_URI:
            size = min(_LONGEST, pdfium.FPDFAction_GetURIPath(document, action, None, 0))
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
            yield buffer.raw.rstrip(b"\0").decode("utf-8", "replace")
            continue
        target = pdfium.FPDFLink_GetDest(document, link)
        number = pdfium.FPDFDest_GetDestPageIndex(document, target) if target else -1
        plain = kind in (0, pdfium.PDFACTION_GOTO)
        yield (
            (f"page {number + 1}" if number >= 0 else "no page") if plain else f"an action ({kind})"
        )
