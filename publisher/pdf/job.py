"""What goes into the making of a PDF, what comes out, and what can go wrong."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (`get_type_hints` must find it)
from dataclasses import dataclass, field

from publisher.language.message import Message
from publisher.pdf.limits import MEGAPIXELS

__all__ = ["LAPS", "ImageArea", "PdfAttachment", "PdfJob", "PdfLook", "PdfResult", "PdfShown"]


LAPS = {
    "load": Message("loading WeasyPrint"),
    "job": Message("waiting for the page"),
    "tree": Message("reading page and style"),
    "layout": Message("laying out"),
    "paint": Message("painting, mending and packing"),
    "read": Message("reading the PDF again"),
}
"""What the child says of the stages of its work."""


@dataclass(frozen=True, kw_only=True)
class PdfAttachment:
    """A file of ours that travels inside the PDF, as its source.

    ``name``: the file's name, without folders; ``data``: its bytes; ``media_type``: such as
    ``application/json``; ``description``: one line for the reader's list of attachments.
    """

    name: str
    data: bytes
    media_type: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class ImageArea:
    """The largest box an image can have on a page (see ``print.css``), and how fine it is kept.

    ``width``: in millimetres; ``height``: in millimetres; ``resolution``: pixels an inch, at most.
    """

    width: float = 150
    height: float = 195
    resolution: float = 300


@dataclass(frozen=True, kw_only=True)
class PdfJob:
    """One page of HTML and all that it may use; nothing else is read while the PDF is made.

    ``html``: a whole document. It may name no file: what it shows is in ``images``; ``stylesheets``: texts of
    style sheets, in the order in which they apply; ``images``: by the address in the document's ``src``, the
    file's bytes as they are on disk; ``title``: the document's title, for the window and the metadata; must
    not be empty; ``language``: a language tag (BCP 47), such as ``en``; ``identifier``: for the PDF's
    identifier; the same source must give the same; ``image_area``: the largest box an image can have on the
    page; ``megapixels``: see ``MEGAPIXELS``.
    """

    html: str
    stylesheets: tuple[str, ...]
    images: Mapping[str, bytes]
    title: str
    language: str
    identifier: bytes
    image_area: ImageArea = field(default_factory=ImageArea)
    megapixels: int = MEGAPIXELS


@dataclass(frozen=True, kw_only=True)
class PdfLook:
    """What one page of a PDF shows.

    ``text``: all of it, in the order of the page's content; ``picture``: SHA-256 of its pixels; ``links``:
    where its links lead, sorted: an address, or a number of a page; ``images``: how many pictures are drawn within it.
    """

    text: str
    picture: str
    links: tuple[str, ...]
    images: int = field(default=0, compare=False)


@dataclass(slots=True)
class PdfShown:
    """What was found in a PDF.

    ``words``: of all pages, as ``publisher.proof.words`` has them; ``figures``: how many there are, drawings
    (SVG) among them, which are lines in a PDF; ``pictures``: how many of them are none; ``cut``: by page
    (from 1), what stands outside the page or is clipped, and in which figure of all (from 0; None: in none).
    """

    words: list[str] = field(default_factory=list)
    figures: int = 0
    pictures: int = 0
    cut: list[tuple[int, str, int | None]] = field(default_factory=list)


@dataclass(frozen=True)
class PdfResult:
    """A PDF and what is to be said about it.

    ``pdf``: the file's bytes; ``pages``: how many pages it has; ``messages``: WeasyPrint's warnings, each
    once, without paths of this machine; ``unreadable``: why a grey box stands for an image, by the image's
    address; ``places``: of each section of the document by its id, its first and last page, from 1;
    ``missing``: characters for which a box with their number stands; ``shown``: what the file holds, as a
    program reads it that did not write it; ``lacks``: what of a drawing is not shown, in words, by the
    drawing's address; ``otherwise``: what of a drawing looks otherwise, as ``lacks``; ``plain``: why a formula is
    printed as a line of signs, a template and the signs to be put into it, by its LaTeX; ``weaker``: what it lacks
    since the WeasyPrint of this machine is not the one that we know; ``took``: seconds of the clock and of processors, by the
    names of ``LAPS``.
    """

    pdf: bytes
    pages: int
    messages: tuple[str, ...]
    unreadable: Mapping[str, str]
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    shown: PdfShown = field(default_factory=PdfShown)
    lacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    otherwise: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plain: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    weaker: tuple[str, ...] = ()
    took: tuple[tuple[str, float, float], ...] = field(default=(), compare=False)
