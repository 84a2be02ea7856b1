"""What a finished PDF shows: its text and pictures, taken out by a program that did not write it.

A child process reads it: a PDF, be it of our own making, holds pictures and fonts of strangers.
"""

from __future__ import annotations

import ctypes
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium

from publisher.pdf.job import PdfShown
from publisher.proof.words import is_spelt, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SLACK = 3.0
"""Points by which ink may stand beyond its box: a slanted letter, a picture's rounded edge."""

_LINE = 512
"""UTF-16 units that a text on one line hardly exceeds."""

# A character in its two halves, or in the wrong order.
_TURNED = re.compile("[\ud800-\udbff][\udc00-\udfff]|([\udc00-\udfff])([\ud800-\udbff])")


def read_pdf(data: bytes) -> PdfShown:
    """Return what the PDF in ``data`` shows; raises ``pypdfium2.PdfiumError`` if it is none."""
    content = PdfShown()
    texts: list[str] = []
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            figures = {mark: place for place, mark in enumerate(_figures(page), content.figures)}
            said_at, size = 0, page.get_size()
            for item, kind in _objects(page):
                shown = _text_of(item, text) if kind == pdfium.FPDF_PAGEOBJ_TEXT else "a picture"
                marks = _Marks(item)
                # A hundred accents on a letter pile up beyond the page; the letter does not.
                if is_spelt(shown) and _is_cut(item, size):
                    content.cut.append((number, shown.strip(), figures.get(marks.content)))
                if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                    content.pictures += 1
                    continue
                if not marks.furniture and (not marks.said_at or marks.said_at != said_at):
                    texts.append(marks.said or shown)
                said_at = marks.said_at
            content.figures += len(figures)
            text.close()
            page.close()
    finally:
        document.close()
    content.words = words_of("\n".join(texts))
    return content


def _figures(page: Any) -> list[int]:
    """Return of the structure's figures that are drawn on a page the marked content, in their order."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    waiting = [
        pdfium.FPDF_StructTree_GetChildAtIndex(tree, place)
        for place in reversed(range(max(0, pdfium.FPDF_StructTree_CountChildren(tree))))
    ]
    found = []
    while waiting:
        if element := waiting.pop():
            mark = pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, 0)
            if mark >= 0 and _string(pdfium.FPDF_StructElement_GetType, element) == "Figure":
                found.append(mark)
            waiting += (
                pdfium.FPDF_StructElement_GetChildAtIndex(element, place)
                for place in reversed(
                    range(max(0, pdfium.FPDF_StructElement_CountChildren(element)))
                )
            )
    pdfium.FPDF_StructTree_Close(tree)
    return found


def _string(read: Any, element: Any) -> str:
    size = read(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    read(element, buffer, size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def _objects(page: Any) -> Iterator[tuple[Any, int]]:
    """Yield a page's texts and pictures in the order in which they are drawn, with their kinds."""
    for place in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, place)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE):
            yield item, kind


class _Marks:
    """What is said of an object in the marks around it.

    ``content``: its number in the page's structure (-1: none); ``furniture``: it is an artifact, such
    as a running head, and no part of the text; ``said``:
    the text that stands for its glyphs, if they do not speak for themselves, and ``said_at``: which
    of the page's marks says so, since several objects may be within it.
    """

    def __init__(self, item: Any) -> None:
        self.content, self.furniture = -1, False
        self.said, self.said_at = "", 0
        for place in range(max(0, pdfium.FPDFPageObj_CountMarks(item))):
            mark = pdfium.FPDFPageObj_GetMark(item, place)
            self.furniture |= _name(mark) == "Artifact"
            number = ctypes.c_int()
            if pdfium.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", ctypes.byref(number)):
                self.content = number.value
            if said := _actual_text(mark):
                self.said, self.said_at = said, ctypes.addressof(mark.contents)


def _name(mark: Any) -> str:
    size = ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetName(mark, None, 0, ctypes.byref(size))
    buffer = (ctypes.c_ushort * (size.value // 2))()
    pdfium.FPDFPageObjMark_GetName(mark, buffer, size.value, ctypes.byref(size))
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def _actual_text(mark: Any) -> str:
    """Return a mark's text: UTF-16 after a mark of byte order, else one byte a character."""
    size = ctypes.c_ulong()
    given = mark, b"ActualText"
    if not pdfium.FPDFPageObjMark_GetParamBlobValue(*given, None, 0, ctypes.byref(size)):
        return ""
    buffer = (ctypes.c_ubyte * size.value)()
    pdfium.FPDFPageObjMark_GetParamBlobValue(*given, buffer, size.value, ctypes.byref(size))
    data = bytes(buffer)
    return data.decode("utf-16" if data[:2] in (BOM_UTF16_BE, BOM_UTF16_LE) else "latin-1")


def _is_cut(item: Any, size: tuple[float, float]) -> bool:
    """Tell whether an object stands outside of the page, or is clipped."""
    box = _box(item)
    return box is not None and not (
        _within(box, (0.0, 0.0, *size)) and all(_within(box, clip) for clip in _clips(item))
    )


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
    buffer = (ctypes.c_ushort * _LINE)()
    size = pdfium.FPDFTextObj_GetText(item, text, buffer, ctypes.sizeof(buffer))
    if size > ctypes.sizeof(
        buffer
    ):  # nothing was written: to ask twice of each costs as much again
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        pdfium.FPDFTextObj_GetText(item, text, buffer, size)
    return _joined(bytes(buffer)[: max(0, size - 2)])


def _joined(data: bytes) -> str:
    """Decode UTF-16 in which the halves of a character may be turned round.

    PDFium turns a text that runs from right to left, half by half.
    """
    try:
        return data.decode("utf-16-le")
    except UnicodeDecodeError:
        halves = "".join(map(chr, memoryview(data).cast("H")))
        joined = _TURNED.sub(lambda found: (found[2] or "") + (found[1] or "") or found[0], halves)
        return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
