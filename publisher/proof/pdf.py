"""What a finished PDF shows: its text and pictures, taken out by a program that did not write it."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

from publisher.proof.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SLACK = 3.0
"""Points by which ink may stand beyond its box: a slanted letter, a picture's rounded edge."""


@dataclass(slots=True)
class PdfContent:
    """What was found in a PDF.

    ``words``: of all pages; ``pictures``: how many are drawn; ``cut``: by page (from 1), what
    stands outside the page or is clipped.
    """

    words: list[str] = field(default_factory=list)
    pictures: int = 0
    cut: list[tuple[int, str]] = field(default_factory=list)


def read_pdf(data: bytes) -> PdfContent:
    """Return what the PDF in ``data`` shows; raises ``pypdfium2.PdfiumError`` if it is none."""
    content = PdfContent()
    texts = []
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            texts.append(text.get_text_range())
            for what in _cut(page, text, content):
                content.cut.append((number, what))
            text.close()
            page.close()
    finally:
        document.close()
    # A line that ends in a hyphen, or in code, may go on in the next.
    content.words = words_of("\n".join(texts))
    return content


def _cut(page: Any, text: Any, content: PdfContent) -> Iterator[str]:
    """Yield what of a page's objects nobody sees whole; count its pictures."""
    width, height = page.get_size()
    for place in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, place)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind not in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        content.pictures += kind == pdfium.FPDF_PAGEOBJ_IMAGE
        box = _box(item)
        room = (0.0, 0.0, width, height)
        if box and not (_within(box, room) and all(_within(box, c) for c in _clips(item))):
            yield _text_of(item, text) if kind == pdfium.FPDF_PAGEOBJ_TEXT else "a picture"


def _box(item: Any) -> tuple[float, ...] | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *(ctypes.byref(side) for side in sides)):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return None if right <= left or top <= bottom else (left, bottom, right, top)


def _within(box: tuple[float, ...], room: tuple[float, ...]) -> bool:
    return (
        box[0] >= room[0] - _SLACK
        and box[1] >= room[1] - _SLACK
        and box[2] <= room[2] + _SLACK
        and box[3] <= room[3] + _SLACK
    )


def _clips(item: Any) -> Iterator[tuple[float, ...]]:
    """Yield the boxes to which an object is clipped."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        points = []
        for place in range(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, place)
            x, y = ctypes.c_float(), ctypes.c_float()
            if pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
                points.append((x.value, y.value))
        if points:
            across, up = zip(*points, strict=True)
            yield min(across), min(up), max(across), max(up)


def _text_of(item: Any, text: Any) -> str:
    size = pdfium.FPDFTextObj_GetText(item, text, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFTextObj_GetText(item, text, buffer, size)
    return bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace").strip()
