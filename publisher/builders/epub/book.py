"""``report.epub``: a report as a book (EPUB 3.3), a chapter for each of its parts.

Sphinx's builder makes one page of a report and other bytes each time; here the page's own translator writes the chapters.
"""

from __future__ import annotations

import hashlib
import io
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from publisher.archive.bags.bag import write_zip
from publisher.builders.epub.xhtml import tree_of, xhtml
from publisher.builders.front import front_of
from publisher.builders.highlight import Highlighter
from publisher.builders.page import QuestionEntry, entry_of
from publisher.builders.parts import parts_of, range_of
from publisher.builders.pictures import Pictures
from publisher.builders.templates import templates
from publisher.builders.translator import PageTranslator
from publisher.builders.words import Words
from publisher.builders.written import Written
from publisher.builders.xml_text import written
from publisher.doors.assets import themes_folder
from publisher.doors.output import FORMATS
from publisher.language.message import Message
from publisher.rules.image_alt import says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from publisher.builders.front import Front
    from publisher.builders.parts import Part
    from publisher.builders.pictures import Convert
    from publisher.course.settings import Course
    from publisher.read.files.folder import Folder
    from publisher.report.view import Report

FOLDER: Final = "book/"
"""Where in the zip the chapters lie."""
_TYPES: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}
"""The core media types of pictures (EPUB 3.3, 3.2)."""
_MEDIA: Final = {ending: media for media, ending in _TYPES.items()} | {
    "css": "text/css",
    "xhtml": "application/xhtml+xml",
}
_UNDATED: Final = "1980-01-01"
"""A book must say when it was changed; of a report without a date nobody knows, and this is a zip's first day."""
_CONTAINER: Final = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    f'<rootfile full-path="{FOLDER}package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_HEADING: Final = re.compile(r"h[1-6]")
# What a page needs and a book has not: what scrolls, and what waits until one comes near.
_UNNEEDED: Final = ("tabindex", "loading")


class _Uncoloured(Highlighter):
    """Leaves code plain: a reader has colours of its own, or none."""

    def highlight(self, code: str, language: str) -> str:
        del language
        return super().highlight(code, "none")


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A chapter, as the contents name it; ``tree``: its page."""

    name: str
    title: str
    questions: tuple[QuestionEntry, ...]
    ticked: int
    items: int
    tree: Element


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the book, as the package names it; ``in_order``: it is read in its turn."""

    name: str
    properties: str = ""

    @property
    def id(self) -> str:
        """Its name as an XML name."""
        return "file-" + re.sub(r"[^a-z0-9]", "-", self.name)

    @property
    def media(self) -> str:
        """Its media type."""
        return _MEDIA[self.name.rpartition(".")[2]]

    @property
    def in_order(self) -> bool:
        """Whether it is read in its turn."""
        return self.name.endswith(".xhtml")


def book(
    report: Report,
    folder: Folder,
    course: Course,
    convert: Convert,
    *,
    date: str = "",
    source: bytes = b"",
) -> Written:
    """Return ``report.epub``.

    ``convert``: turns pictures of types that no book has into PNG; ``date``: ISO 8601 or empty; ``source``: the
    Markdown file, which identifies the book.  Raises as ``convert``.
    """
    words = Words(course.language)
    front = front_of(report, course, date, words)
    pictures = Pictures(folder, _TYPES)
    chapters = tuple(_chapters(report, folder, words, pictures))
    _link(chapters)
    facts = {"language": course.language, "words": words, "front": front, "chapters": chapters}
    pages = {"cover.xhtml": "cover", "contents.xhtml": "contents"}
    made = {
        name: xhtml(_page(templates().get_template(f"book/{kind}.html").render(facts), facts, kind))
        for name, kind in pages.items()
    }
    made |= {chapter.name: xhtml(chapter.tree) for chapter in chapters}
    files = [_File(name, _properties(name, data)) for name, data in made.items()]
    shown, failed = pictures.files(convert)
    made |= shown
    made["style.css"] = (themes_folder() / "publisher" / "static" / "book.css").read_bytes()
    made["cover.svg"] = _cover(front)
    files += [_File(name) for name in ("style.css", *shown)]
    files.append(_File("cover.svg", "cover-image"))
    package = facts | {
        "identifier": uuid.UUID(bytes=hashlib.sha256(source).digest()[:16], version=5),
        "authors": [name for name in (front.group, *front.members) if name],
        "modified": f"{date or _UNDATED}T00:00:00Z",
        "accessibility": tuple(_accessibility(report, made)),
        "files": files,
    }
    opf = templates().get_template("book/package.html").render(package)
    inside = {FOLDER + name: data for name, data in made.items()}
    inside |= {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _CONTAINER.encode(),
        f"{FOLDER}package.opf": written(opf).encode(),
    }
    packed = io.BytesIO()
    write_zip(packed, inside, "", first="mimetype")
    return Written(
        {FORMATS["epub"]: packed.getvalue()},
        figures=dict(pictures.converted),
        told=tuple(pictures.told(report, FORMATS["epub"], failed)),
    )


def _chapters(
    report: Report, folder: Folder, words: Words, pictures: Pictures
) -> Iterator[_Chapter]:
    translator = PageTranslator(
        report.document,
        pictures.name,
        lambda path: folder.picture(path).is_shown,
        _Uncoloured(),
        words=words,
    )
    by_node = {id(question.node): question for question in report.questions}
    for number, part in enumerate(parts_of(report), 1):
        html = "".join(translator.render(node) for node in part.nodes)
        title = words.plain(_title(part))
        if not part.title:
            html = f'<h2 class="eyebrow">{words.html(_title(part))}</h2>\n{html}'
        facts = {"language": words.language, "words": words}
        yield _Chapter(
            f"part-{number:03}.xhtml",
            title,
            tuple(entry_of(by_node[id(node)], for_print=False) for node in part.questions),
            sum(item["ticked"] for item in part.items),
            len(part.items),
            _page(html, facts, title, raised=True),
        )


def _title(part: Part) -> str:
    if part.title:
        return part.title
    if not part.questions:
        return Message("Introduction of the template")
    return range_of([question["number"] for question in part.questions])


_TITLES: Final = {"cover": Message("Cover"), "contents": Message("Contents")}


def _page(body: str, facts: dict[str, object], title: str, *, raised: bool = False) -> Element:
    """Return a page of the book; ``raised``: its headings begin with the first level, as a chapter's do."""
    said = facts | {"title": _TITLES.get(title, title), "body": body}
    tree = tree_of(templates().get_template("book/part.html").render(said))
    for element in tree.iter():
        for name in _UNNEEDED:
            element.attrib.pop(name, None)
        if element.tag == "details":  # not each reader lets one unfold it
            element.set("open", "open")
        if raised and _HEADING.fullmatch(element.tag):
            element.tag = f"h{int(element.tag[1]) - 1}"
    return tree


def _link(chapters: tuple[_Chapter, ...]) -> None:
    """Let links within the report lead to the chapter in which their target is; those without one lead nowhere."""
    places = {
        element.get("id"): chapter.name
        for chapter in chapters
        for element in chapter.tree.iter()
        if element.get("id")
    }
    for chapter in chapters:
        for link in chapter.tree.iter("a"):
            address = link.get("href", "")
            if not address.startswith("#"):
                continue
            place = places.get(address[1:])
            if place is None:
                del link.attrib["href"]
            elif place != chapter.name:
                link.set("href", place + address)


def _properties(name: str, data: bytes) -> str:
    """Return what a reader must know of a page before it opens it (EPUB 3.3, D.6)."""
    if name == "contents.xhtml":
        return "nav"
    return "mathml" if b"<math" in data else ""


def _accessibility(report: Report, made: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield what a reader is told of access before the book is opened (EPUB Accessibility 1.1, 2.2)."""
    images = [name for name in made if name.startswith("figures/")]
    formulas = any(b"<math" in data for name, data in made.items() if name.endswith(".xhtml"))
    yield "accessMode", "textual"
    if images:
        yield "accessMode", "visual"
    yield "accessModeSufficient", "textual,visual" if images else "textual"
    features = [
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
        "displayTransformability",
    ]
    features += ["MathML"] if formulas else []
    # Only who wrote them knows whether they say it: where one says nothing, it is not claimed.
    told = not any(says_nothing(image.alt, image.uri) for image in report.images)
    features += ["alternativeText"] if images and told else []
    for feature in features:
        yield "accessibilityFeature", feature
    # A GIF may flash; all else stands still.
    moves = any(name.endswith((".gif", ".webp")) for name in images)
    yield "accessibilityHazard", "unknown" if moves else "none"
    yield (
        "accessibilitySummary",
        Message(
            "Headings, contents, lists, tables and formulas are marked as such. Alternative texts of pictures are the authors'."
        ),
    )


def _cover(front: Front) -> bytes:
    """Return the picture that a shelf shows: the title and the group, in as many lines as they need."""
    from publisher.builders.text.lines import wrapped

    drawing = ET.Element(
        "svg", xmlns="http://www.w3.org/2000/svg", width="600", height="800", viewBox="0 0 600 800"
    )
    ET.SubElement(drawing, "rect", width="600", height="800", fill="#fdfcf9")
    ET.SubElement(drawing, "rect", width="600", height="24", fill="#31456b")
    place = 200
    for text, size, letters in ((front.title, 52, 20), (front.group, 32, 32), (front.date, 26, 40)):
        for line in wrapped(text, letters, cut=True)[:8] if text else ():
            shown = ET.SubElement(
                drawing,
                "text",
                {"x": "300", "y": str(place), "text-anchor": "middle", "font-family": "serif"},
            )
            shown.set("font-size", str(size))
            shown.text = written(line)
            place += size * 5 // 4
        place += 40
    text = ET.tostring(drawing, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
