"""``report.docx``: a report for those who comment in Word or LibreOffice.

With python-docx, which has the package's parts and styles and weighs 6 MB with lxml.  pandoc's wheel has 162 MB; it knows
neither prompts nor states, glues tick boxes to the text, and takes a picture's ``data:`` address for what it shows.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zipfile
from functools import singledispatchmethod
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from publisher.archive.bags.bag import write_zip
from publisher.builders import blocks as b
from publisher.builders.formula import formula_text
from publisher.builders.front import front_of
from publisher.builders.pictures import Pictures
from publisher.builders.state import told_state
from publisher.builders.visitors import ALERTS
from publisher.builders.walk import Walk
from publisher.builders.word.office_math import office_math
from publisher.builders.word.package import Package
from publisher.builders.words import Words
from publisher.builders.written import Said, Written
from publisher.builders.xml_text import written
from publisher.diagnostics.model import Finding
from publisher.doors.output import FORMATS
from publisher.formulas.mathml import mathml_of
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.builders.pictures import Convert
    from publisher.course.settings import Course
    from publisher.read.files.folder import Folder
    from publisher.report.view import Report

_TYPES: Final = {"image/png": "png", "image/jpeg": "jpg"}
_UNDATED: Final = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_STEP: Final = 0.7
"""Centimetres by which a level stands further in."""
_DEEPEST: Final = 8
_LINE: Final = 16.0
"""Centimetres of a line, on A4."""
_SPACES: Final = dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\u2028\u2029"), " ")
"""What ends a line in a source ends none in a paragraph."""
_BLANKS: Final = re.compile("  +")
_TICKS: Final = {True: "\u2611", False: "\u2610"}
_DENSITY: Final = 96 / 0.0254
"""Pixels of a metre at the size that a page shows them."""
_FINE: Final = 1.5 * _DENSITY
_LOOK: Final = Message("nothing has to be done; report.html and report.pdf show them as formulas")


def word(
    report: Report, folder: Folder, course: Course, convert: Convert, *, date: str = ""
) -> Written:
    """Return ``report.docx``.

    ``convert``: turns pictures that Word may not know into PNG; ``date``: ISO 8601 or empty.  Raises as ``convert``,
    and PdfLibraryMissing where python-docx is not installed.
    """
    words = Words(course.language)
    front = front_of(report, course, date, words)
    parts = [blocks for _, blocks in Walk(report, folder, words).parts()]
    pictures = Pictures(folder, _TYPES)
    for picture in b.pictures_in(tuple(parts)):
        pictures.name(picture.path)
    shown, failed = pictures.files(convert)
    package = Package(course.language, shown)
    writer = _Writer(package, pictures, words, shown, frozenset(b.names_in(tuple(parts))))
    writer.front(front.title, front.facts, front.tally)
    for blocks in parts:
        writer.blocks(package.body, blocks, _Place())
    when = dt.datetime.fromisoformat(date).replace(tzinfo=dt.UTC) if date else _UNDATED
    authors = ", ".join(name for name in (front.group, *front.members) if name)
    package.describe(written(front.title), written(authors), when)
    told = [*pictures.told(report, FORMATS["docx"], failed)]
    if writer.signs:
        said = Message.plural(
            "{file} shows {count} formula as a line of signs",
            "{file} shows {count} formulas as lines of signs",
            count=writer.signs,
            file=FORMATS["docx"],
        )
        told.append(Finding(1, said, _LOOK))
    return Written(
        {FORMATS["docx"]: _packed(package.bytes())},
        tuple(writer.own.all),
        figures=dict(pictures.converted),
        told=tuple(told),
    )


def _packed(data: bytes) -> bytes:
    """Return a package with its entries in order and without a clock; what says what is in it comes first."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    made = io.BytesIO()
    write_zip(made, files, "", first="[Content_Types].xml")
    return made.getvalue()


class _Place:
    """Where blocks stand: how far in, in which style of paragraphs, how wide a line is in centimetres.

    ``kept``: on the page of what follows.
    """

    def __init__(
        self, indent: int = 0, style: str = "", width: float = _LINE, *, kept: bool = False
    ) -> None:
        self.indent, self.style, self.width = min(indent, _DEEPEST), style, width
        self.kept = kept

    def deeper(self, style: str = "") -> _Place:
        """Return the place a level further in."""
        return _Place(self.indent + 1, style or self.style, self.width, kept=self.kept)

    @property
    def room(self) -> float:
        """Centimetres of a line here."""
        return max(2.0, self.width - self.indent * _STEP)


class _Writer:
    """Writes blocks as paragraphs and tables; ``own``: our own words in it; ``signs``: how many formulas stand as lines of signs."""

    def __init__(
        self,
        package: Package,
        pictures: Pictures,
        words: Words,
        shown: dict[str, bytes],
        names: frozenset[str],
    ) -> None:
        """``names``: those of all places in the report; a link to another is text."""
        self._package = package
        self._pictures = pictures
        self._shown = shown
        self._names = names
        self.own = Said(words, written)
        self.signs = 0

    def front(self, title: str, facts: Iterable[str], tally: Iterable[str]) -> None:
        """Write what is said of the report as a whole."""
        for style, texts in (("Title", [title]), ("Subtitle", facts), ("State", tally)):
            for text in texts:
                self._package.paragraph(self._package.body, style).add_run(self.own(text))

    def blocks(self, container: Any, blocks: b.Blocks, place: _Place) -> None:
        """Write blocks into a document or a cell."""
        before: b.Block | None = None
        for block, behind in zip_longest(blocks, blocks[1:]):
            # What a section is about, in a few words, is not left behind by its first question.
            between = isinstance(before, b.Heading) and isinstance(behind, b.Heading)
            here = _Place(place.indent, place.style, place.width, kept=True) if between else place
            self._block(block, container, here)
            before = block

    @singledispatchmethod
    def _block(self, block: b.Block, container: Any, place: _Place) -> None:
        """Write a block; each kind is registered below."""
        raise TypeError(type(block), container, place)

    @_block.register(b.Heading)
    def _heading(self, heading: b.Heading, container: Any, _: _Place) -> None:
        paragraph = self._package.paragraph(container, f"Heading {min(heading.level, 6) - 1}")
        self._package.mark(paragraph, heading.ids)
        self._line(paragraph, heading.line)

    @_block.register(b.Paragraph)
    def _text(self, block: b.Paragraph, container: Any, place: _Place) -> None:
        styles = {"placeholder": "Placeholder", "summary": "Summary"}
        style = styles.get(block.kind, place.style)
        paragraph = self._paragraph(container, place, style)
        self._line(paragraph, block.line)
        if paragraph.text.rstrip().endswith(":"):
            paragraph.paragraph_format.keep_with_next = True

    @_block.register(b.Places)
    def _places(self, block: b.Places, *_: object) -> None:
        self._package.mark_next(block.names)

    @_block.register(b.Own)
    def _own(self, block: b.Own, container: Any, place: _Place) -> None:
        self._paragraph(container, place, "State").add_run(self.own(block.said))

    @_block.register(b.Display)
    def _display(self, block: b.Display, container: Any, place: _Place) -> None:
        self._formula(self._paragraph(container, place, "Formula"), block.source, block=True)

    @_block.register(b.Definitions)
    def _definitions(self, block: b.Definitions, container: Any, place: _Place) -> None:
        for terms, inner in block.items:
            for term in terms:
                self._line(self._paragraph(container, place, "Summary"), term)
            self.blocks(container, inner, place.deeper())

    @_block.register(b.Footnote)
    def _footnote(self, note: b.Footnote, container: Any, place: _Place) -> None:
        paragraph = self._paragraph(container, place, "Note")
        self._package.mark(paragraph, (note.target,))
        label, back = f"[{self.own(note.label)}]", self._leading(f"#{note.back}")
        self._package.text(paragraph, label, frozenset(), back)
        paragraph.add_run(" ")
        self._begun(paragraph, note.blocks, container, place.deeper("Note"))

    @_block.register(b.Rule)
    def _rule(self, _: b.Rule, container: Any, place: _Place) -> None:
        self._paragraph(container, place, "State").add_run("* * *")

    @_block.register(b.State)
    def _state(self, block: b.State, container: Any, place: _Place) -> None:
        if told := told_state(block.question, quiet=block.quiet):
            paragraph = self._paragraph(container, place, "State")
            paragraph.add_run(self.own(told))
            paragraph.paragraph_format.keep_with_next = True

    @_block.register(b.Prompt)
    def _prompt(self, block: b.Prompt, container: Any, place: _Place) -> None:
        self.blocks(container, block.blocks, _Place(0, "Prompt", place.width))
        self._package.part()

    @_block.register(b.Answer)
    def _answer(self, block: b.Answer, container: Any, place: _Place) -> None:
        self.blocks(container, block.blocks, place)

    def _begun(self, paragraph: Any, blocks: b.Blocks, container: Any, place: _Place) -> None:
        """Write blocks behind what begins in ``paragraph``; the first of them goes on with it, if it is text."""
        if blocks and isinstance(first := blocks[0], b.Paragraph) and not first.kind:
            self._line(paragraph, first.line)
            blocks = blocks[1:]
        self.blocks(container, blocks, place)

    def _paragraph(self, container: Any, place: _Place, style: str = "") -> Any:
        made = self._package.paragraph(container, style or place.style, place.indent * _STEP)
        if place.kept:
            made.paragraph_format.keep_with_next = True
        return made

    @_block.register(b.Code)
    def _code(self, code: b.Code, container: Any, place: _Place) -> None:
        paragraph = self._paragraph(container, place, "Code")
        for number, line in enumerate(code.text.strip("\n").expandtabs(4).split("\n")):
            if number:
                paragraph.add_run().add_break()
            paragraph.add_run(written(line))

    @_block.register(b.Figure)
    def _figure(self, figure: b.Figure, container: Any, place: _Place) -> None:
        paragraph = self._paragraph(container, place, "Figure")
        self._picture(paragraph, figure.picture, place)
        said = ": ".join(map(self.own, filter(None, (figure.number, figure.caption))))
        if figure.linked:
            said = f"{said} {self.own(Message('(linked in the answer)'))}"
        if said:
            self._paragraph(container, place, "Caption").add_run(said)

    def _picture(self, paragraph: Any, picture: b.Picture, place: _Place) -> None:
        name = self._pictures.name(picture.path)
        size = _pixels(picture, self._shown[name], place.room)
        address = self._leading(picture.address)
        self._package.picture(
            paragraph, name, written(picture.alt), size, place.room, address=address
        )

    def _leading(self, address: str) -> str:
        """Return where a link leads; empty: to a place that is not in the report."""
        return "" if address.startswith("#") and address[1:] not in self._names else address

    @_block.register(b.Items)
    def _items(self, block: b.Items, container: Any, place: _Place) -> None:
        numbers = None if block.start is None else self._package.numbers(block.start)
        inner = place.deeper()
        for item in block.items:
            paragraph = self._paragraph(container, inner)
            if item.ticked is None or numbers is not None:
                self._package.item(paragraph, inner.indent, numbers)
                mark = "" if item.ticked is None else f"{_TICKS[item.ticked]} "
            else:
                self._package.ticked(paragraph)
                mark = f"{_TICKS[item.ticked]}\t"
            if mark:
                paragraph.add_run(mark)
            if item is not block.items[-1]:
                self._package.close(paragraph)
            self._begun(paragraph, item.blocks, container, inner)

    @_block.register(b.Box)
    def _box(self, box: b.Box, container: Any, place: _Place) -> None:
        if box.kind == "example":
            self.blocks(container, box.blocks, place.deeper())
            return
        below = place.deeper("Quote" if not place.style and box.kind != "details" else "")
        if box.kind in ALERTS:
            self._paragraph(container, below, "Summary").add_run(self.own(ALERTS[box.kind]))
        self.blocks(container, box.blocks, below)

    @_block.register(b.Table)
    def _table(self, table: b.Table, container: Any, place: _Place) -> None:
        if not table.rows or not table.columns:
            return
        shares = [share * place.room for share in table.shares]
        spans = any((c.columns, c.rows) != (1, 1) for row in table.rows for c in row)
        grid = self._package.table(container, len(table.rows), shares, table.head, spans=spans)
        for row, cells in enumerate(table.rows):
            for cell in cells:
                last = min(row + cell.rows, len(table.rows)) - 1
                across = min(cell.column + cell.columns, table.columns) - 1
                made = self._package.cell(grid, row, cell.column, last, across)
                width = sum(shares[cell.column : across + 1])
                inner = _Place(0, "Table Head" if cell.is_head else "Table Text", width - 0.4)
                self.blocks(made, cell.blocks, inner)
                self._package.finish(made)
        self._package.after(container)

    # -- lines ------------------------------------------------------------------

    def _line(self, paragraph: Any, line: b.Line) -> None:
        begun = True  # a line, or behind a blank: another blank says nothing
        for piece in line:
            match piece:
                case b.Break():
                    paragraph.add_run().add_break()
                    begun = True
                    continue
                case b.Place(name):
                    self._package.mark(paragraph, (name,))
                case b.Formula(source, address):
                    self._formula(paragraph, source, self._leading(address), block=False)
                case b.Picture():
                    self._picture(paragraph, piece, _Place(width=_LINE / 2))
                case b.Note(label, target):
                    said = f"[{self.own(label)}]"
                    leading = self._leading(f"#{target}")
                    self._package.text(paragraph, said, frozenset(("super",)), leading)
                case b.Text(text, marks, address):
                    plain = written(text.translate(_SPACES))
                    if "literal" not in marks:
                        plain = _BLANKS.sub(" ", plain)
                        plain = plain.removeprefix(" ") if begun else plain
                    if plain:
                        self._package.text(paragraph, plain, marks, self._leading(address))
                        begun = plain.endswith(" ")
                    continue
            begun = begun and isinstance(piece, b.Place)

    def _formula(self, paragraph: Any, source: str, address: str = "", *, block: bool) -> None:
        math = mathml_of(source, block=block)
        made = None if math is None else office_math(math)
        if made is None:
            self.signs += 1
            signs = written(formula_text(source, block=block))
            self._package.text(paragraph, signs, frozenset(("emphasis",)), address)
        else:
            self._package.formula(paragraph, made, address, block=block)


def _pixels(picture: b.Picture, data: bytes, room: float) -> tuple[int, int]:
    """Return width and height in pixels: the file's own, at the width that the author gave, perhaps as a part of ``room``."""
    width, height = _size_of(data)
    given = picture.width.strip().removesuffix("px")
    number = given.removesuffix("%")
    if not (number.isascii() and number.isdecimal() and 0 < int(number) < 10_000):  # noqa: PLR2004
        return width, height
    wanted = int(number)
    if given.endswith("%"):
        wanted = max(1, round(min(wanted, 100) / 100 * room / 100 * _DENSITY))
    return wanted, max(1, round(height * wanted / max(1, width)))


def _size_of(data: bytes) -> tuple[int, int]:
    """Return the size that the header of a PNG or a JPEG tells (PNG 11.2.2; JPEG, B.2.2)."""
    if data.startswith(b"\x89PNG"):
        width, height = struct.unpack(">II", data[16:24])
        at = data[:1024].find(b"pHYs")
        metre = int.from_bytes(data[at + 4 : at + 8]) if at > 0 else 0
        scale = (
            _DENSITY / metre if metre > _FINE else 1.0
        )  # a drawing of ours, or a screen of twice the pixels
        return max(1, round(width * scale)), max(1, round(height * scale))
    at = 2
    while at + 9 < len(data):
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if data[at] == 0xFF and 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # noqa: PLR2004
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return max(1, width), max(1, height)
        at += 2 + length if data[at] == 0xFF else 1  # noqa: PLR2004
    return 640, 480
