"""The package of ``report.docx`` (Office Open XML, ECMA-376): the one place that imports python-docx."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from publisher.language.message import Message
from publisher.pdf.errors import PdfLibraryMissing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from publisher.builders.blocks import Mark

_PIXEL: Final = 9525
"""English metric units, of which an inch has 914,400."""
_CENTIMETRE: Final = 360_000
_TWIPS: Final = 567
"""Of a centimetre."""
_HANGING: Final = 360
"""Twips by which the mark of an item stands before its lines."""
_HIGHEST: Final = 19.0
"""Centimetres of a picture."""
_MEDIA: Final = {"png": "image/png", "jpg": "image/jpeg"}
_LEVELS: Final = 9
_BULLETS: Final = "\u2022\u25e6\u25aa"
_TABLES: Final = ("TableNormal", "TableGrid")
# Name, what it is based on, size in points, whether in bold, whether in italics, a font of its own.
_STYLES: Final = (
    ("Prompt", "Normal", 10, False, False, ""),
    ("State", "Normal", 9, False, False, ""),
    ("Placeholder", "Normal", 10, False, True, ""),
    ("Summary", "Normal", 11, True, False, ""),
    ("Code", "Normal", 9, False, False, "Consolas"),
    ("Formula", "Normal", 11, False, False, "Cambria Math"),
    ("Figure", "Normal", 11, False, False, ""),
    ("Note", "Normal", 9, False, False, ""),
    ("Table Text", "Normal", 10, False, False, ""),
    ("Table Head", "Table Text", 10, True, False, ""),
)


class Package:
    """One document: its body, its styles, its numbers and its pictures."""

    def __init__(self, language: str, pictures: Mapping[str, bytes]) -> None:
        """Begin a document in ``language``; ``pictures``: bytes by the names in ``Pictures``.

        Raises PdfLibraryMissing.
        """
        try:
            import docx
        except ImportError:
            raise PdfLibraryMissing(
                Message(
                    "--to docx needs python-docx; install it with: {command}",
                    command="pip install 'report-publisher[docx]'",
                )
            ) from None
        from docx.opc.constants import RELATIONSHIP_TYPE

        self._kinds = RELATIONSHIP_TYPE
        self._document = docx.Document()
        self._pictures = pictures
        self._parts: dict[str, str] = {}
        self._links: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._bookmarks = 0
        self._last: Any = None
        self._waiting: list[str] = []
        """Names that are to be the next paragraph's."""
        self._styles: dict[str, str] = {}
        self._plain: dict[int, list[Any]] = {}
        """The cells of tables in which none spans another: to ask the table for each takes the square of them."""
        self._tables: list[Any] = []  # so that no other gets the number of one that is gone
        self._shapes = 0
        self.body: Any = self._document
        self._page()
        self._style(language)
        self._numbering()

    def _page(self) -> None:
        from docx.shared import Cm

        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = Cm(2.5)
        section.bottom_margin = Cm(2.5)

    def _style(self, language: str) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        styles: Any = self._document.styles
        for name, base, size, bold, italic, font in _STYLES:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles[base]
            style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
            style.paragraph_format.space_after = Pt(6)
            if font:
                style.font.name = font
        for name in ("Prompt", "State", "Note"):
            styles[name].font.color.rgb = RGBColor(0x40, 0x4A, 0x55)
        for name in ("Figure", "Prompt", *(f"Heading {level}" for level in range(1, 6))):
            styles[name].paragraph_format.keep_with_next = True
        for name in ("Table Text", "Table Head"):
            styles[name].paragraph_format.space_after = Pt(2)
        border = _element(
            "w:pBdr", {}, _element("w:left", {"val": "single", "sz": "12", "space": "8", "color": "8FA3C7"})
        )  # fmt: skip
        styles["Prompt"].element.get_or_add_pPr().append(border)
        for properties in styles.element.iter(qn("w:rPrDefault")):
            for lang in properties.iter(qn("w:lang")):
                lang.set(qn("w:val"), language)
        # The template brings 90 styles of tables; one is used, and the others are two thirds of what is left.
        for style in list(styles.element.iter(qn("w:style"))):
            if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in _TABLES:
                styles.element.remove(style)

    def _numbering(self) -> None:
        """Put one definition of bullets and one of numbers in place of those of the template."""
        numbering: Any = self._document.part.numbering_part.element
        for child in list(numbering):
            numbering.remove(child)
        for number, kind in ((0, "bullet"), (1, "decimal")):
            levels = []
            for level in range(_LEVELS):
                text = _BULLETS[level % 3] if kind == "bullet" else f"%{level + 1}."
                indent = {"left": str(round(0.7 * (level + 1) * _TWIPS)), "hanging": str(_HANGING)}
                levels.append(
                    _element(
                        "w:lvl",
                        {"ilvl": str(level)},
                        _element("w:start", {"val": "1"}),
                        _element("w:numFmt", {"val": kind}),
                        _element("w:lvlText", {"val": text}),
                        _element("w:lvlJc", {"val": "left"}),
                        _element("w:pPr", {}, _element("w:ind", indent)),
                    )
                )
            multi = _element("w:multiLevelType", {"val": "multilevel"})
            numbering.append(
                _element("w:abstractNum", {"abstractNumId": str(number)}, multi, *levels)
            )
        self._numbers = 1
        bullets = _element("w:abstractNumId", {"val": "0"})
        numbering.append(_element("w:num", {"numId": "1"}, bullets))
        self._numbered = numbering

    def numbers(self, start: int) -> int:
        """Return the number of a list whose items are counted from ``start``."""
        self._numbers += 1
        overrides = [
            _element(
                "w:lvlOverride",
                {"ilvl": str(level)},
                _element("w:startOverride", {"val": str(start)}),
            )
            for level in range(_LEVELS)
        ]
        kind = _element("w:abstractNumId", {"val": "1"})
        self._numbered.append(_element("w:num", {"numId": str(self._numbers)}, kind, *overrides))
        return self._numbers

    # -- paragraphs ---------------------------------------------------------------

    def paragraph(self, container: Any, style: str = "", indent: float = 0) -> Any:
        """Return a new paragraph at the end of a document or a cell; ``indent``: in centimetres."""
        from docx.shared import Cm

        made = container.add_paragraph()
        if style:
            # Not by its name: python-docx then goes through all styles for each paragraph.
            if style not in self._styles:
                self._styles[style] = self._document.styles[style].style_id
            made._p.style = self._styles[style]  # noqa: SLF001
        if indent:
            made.paragraph_format.left_indent = Cm(indent)
        waiting, self._waiting = self._waiting, []
        self.mark(made, waiting)
        self._last = made
        return made

    def part(self) -> None:
        """Leave more room behind the last paragraph: what follows is said by others."""
        from docx.shared import Pt

        self._last.paragraph_format.space_after = Pt(12)

    def close(self, paragraph: Any) -> None:
        """Leave less room behind a paragraph: more of its list follows."""
        from docx.shared import Pt

        paragraph.paragraph_format.space_after = Pt(4)

    def ticked(self, paragraph: Any) -> None:
        """Let a box stand before a paragraph's lines, as far as a bullet."""
        from docx.shared import Twips

        paragraph.paragraph_format.first_line_indent = Twips(-_HANGING)

    def item(self, paragraph: Any, level: int, numbers: int | None) -> None:
        """Make a paragraph an item, of bullets where it has no ``numbers``; ``level``: from 1."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - as its documentation does
        properties.get_or_add_ilvl().val = min(level, _LEVELS) - 1
        properties.get_or_add_numId().val = 1 if numbers is None else numbers

    def mark(self, paragraph: Any, names: Iterable[str]) -> None:
        """Let links to ``names`` lead to where a paragraph ends now."""
        for name in names:
            number = str(self._bookmarks)
            self._bookmarks += 1
            start = _element("w:bookmarkStart", {"id": number, "name": self._place(name)})
            paragraph._p.append(start)  # noqa: SLF001
            paragraph._p.append(_element("w:bookmarkEnd", {"id": number}))  # noqa: SLF001

    def mark_next(self, names: Iterable[str]) -> None:
        """Let links to ``names`` lead to the next paragraph, wherever that is."""
        self._waiting += names

    def _place(self, name: str) -> str:
        """Return the bookmark of a name: of an author's Word takes few letters, and 40 at most."""
        return self._places.setdefault(name, f"place{len(self._places) + 1}")

    def text(self, paragraph: Any, text: str, marks: frozenset[Mark], address: str = "") -> None:
        """Write a piece of a line."""
        run = paragraph.add_run(text)
        font = run.font
        for mark, names in (
            ("strong", ("bold",)),
            ("emphasis", ("italic",)),
            ("deleted", ("strike",)),
            ("inserted", ("underline",)),
            ("sub", ("subscript",)),
            ("super", ("superscript",)),
        ):
            if mark in marks:
                for name in names:
                    setattr(font, name, True)
        if marks & {"literal", "kbd"}:
            font.name = "Consolas"
        if "marked" in marks:
            from docx.enum.text import WD_COLOR_INDEX

            font.highlight_color = WD_COLOR_INDEX.YELLOW
        if address:
            from docx.shared import RGBColor

            font.color.rgb, font.underline = RGBColor(0x1F, 0x4E, 0x9C), True
            self._link(run._r, address)  # noqa: SLF001

    def formula(self, paragraph: Any, inner: str, address: str = "", *, block: bool) -> None:
        """Write a formula; ``inner``: see ``office_math``; ``block``: it stands on lines of its own."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        made = f"<m:oMath>{inner}</m:oMath>"
        if block:
            place = '<m:oMathParaPr><m:jc m:val="center"/></m:oMathParaPr>'
            made = f"<m:oMathPara>{place}{made}</m:oMathPara>"
        name, _, rest = made.partition(">")
        element = parse_xml(f"{name} {nsdecls('m', 'w')}>{rest}")
        paragraph._p.append(element)  # noqa: SLF001
        if address:
            self._link(element, address)

    def _link(self, element: Any, address: str) -> None:
        """Put an element of a paragraph into a link."""
        from docx.oxml.ns import qn

        link = _element("w:hyperlink", {})
        if address.startswith("#"):
            link.set(qn("w:anchor"), self._place(address[1:]))
        else:
            if address not in self._links:
                self._links[address] = self._document.part.relate_to(
                    address, self._kinds.HYPERLINK, is_external=True
                )
            link.set(qn("r:id"), self._links[address])
        element.addprevious(link)
        link.append(element)

    def picture(
        self,
        paragraph: Any,
        name: str,
        alt: str,
        pixels: tuple[int, int],
        room: float,
        *,
        address: str = "",
    ) -> None:
        """Write a picture; ``alt``: what it shows; ``pixels``: its width and height; ``room``: centimetres of the line."""
        from docx.oxml.shape import CT_Inline

        if name not in self._parts:
            self._parts[name] = self._related(name)
        width, height = (side * _PIXEL for side in pixels)
        scale = min(1.0, room * _CENTIMETRE / width, _HIGHEST * _CENTIMETRE / height)
        self._shapes += 1
        inline: Any = CT_Inline.new_pic_inline(
            self._shapes,
            self._parts[name],
            name,
            max(1, round(width * scale)),  # type: ignore[arg-type]  # a length is a number
            max(1, round(height * scale)),  # type: ignore[arg-type]
        )
        inline.docPr.set("descr", alt)
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")  # or LibreOffice leaves 3 mm
        run = paragraph.add_run()
        run._r.add_drawing(inline)  # noqa: SLF001
        if address:
            self._link(run._r, address)  # noqa: SLF001

    def _related(self, name: str) -> str:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        place = PackURI(f"/word/{name}")
        media = _MEDIA[name.rpartition(".")[2]]
        part = Part(place, media, self._pictures[name], self._document.part.package)
        return self._document.part.relate_to(part, self._kinds.IMAGE)

    # -- tables -------------------------------------------------------------------

    def table(
        self,
        container: Any,
        rows: int,
        widths: Sequence[float],
        head: int,
        *,
        spans: bool,
    ) -> Any:
        """Return a new table with the first ``head`` of its ``rows`` on each of its pages.

        ``widths``: of its columns, in centimetres; ``spans``: whether a cell spans others.
        """
        from docx.shared import Cm
        from docx.table import Table, _Cell

        if isinstance(container, _Cell):
            made: Table = container.add_table(rows, len(widths))
        else:
            made = container.add_table(rows, len(widths))
        made.style = self._document.styles["Table Grid"]
        made.autofit = False
        for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):  # noqa: SLF001
            column.w = Cm(width)
        for number, row in enumerate(made._tbl.tr_lst):  # noqa: SLF001
            for cell, width in zip(row.tc_lst, widths, strict=True):
                cell.width = Cm(width)
            if number < head < rows:
                row.get_or_add_trPr().append(_element("w:tblHeader", {}))
        self._tables.append(made)
        if not spans:
            self._plain[id(made)] = [row.tc_lst for row in made._tbl.tr_lst]  # noqa: SLF001
        return made

    def cell(self, table: Any, row: int, column: int, last: int, across: int) -> Any:
        """Return a cell that reaches to the row ``last`` and the column ``across``."""
        from docx.table import _Cell

        if (row, column) == (last, across):
            if id(table) in self._plain:
                return _Cell(self._plain[id(table)][row][column], table)
            return table.cell(row, column)
        return table.cell(row, column).merge(table.cell(last, across))

    def finish(self, cell: Any) -> None:
        """Take the empty paragraphs out with which a cell began, but for the last: it must end with one."""
        from docx.oxml.ns import qn

        paragraphs = [child for child in cell._tc if child.tag == qn("w:p")]  # noqa: SLF001
        for paragraph in paragraphs:
            rest = [c for c in cell._tc if c.tag in (qn("w:p"), qn("w:tbl"))]  # noqa: SLF001
            empty = not paragraph.xpath(".//w:r|.//w:hyperlink|.//w:bookmarkStart")
            if empty and rest[-1] is not paragraph:
                cell._tc.remove(paragraph)  # noqa: SLF001

    def after(self, container: Any) -> None:
        """Write what keeps two tables from being one."""
        from docx.table import _Cell

        if not isinstance(container, _Cell):
            self.paragraph(container, "Table Text")

    # -- the whole ----------------------------------------------------------------

    def describe(self, title: str, authors: str, when: dt.datetime) -> None:
        """Say whose document it is, and when it was made."""
        properties = self._document.core_properties
        properties.title, properties.author = title[:255], authors[:255]
        properties.last_modified_by, properties.comments, properties.revision = "", "", 1
        properties.created = properties.modified = when
        package: Any = self._document.part.package
        for key, relation in list(package.rels.items()):
            if relation.reltype == self._kinds.THUMBNAIL:  # of python-docx's own template
                del package.rels[key]
        rels = self._document.part.rels
        for key, relation in list(rels.items()):
            if relation.reltype.endswith(
                "/stylesWithEffects"
            ):  # for Word 2010 alone: half of all bytes
                del rels[key]

    def bytes(self) -> bytes:
        """Return the document."""
        if self._waiting:
            self.paragraph(self.body)
        made = io.BytesIO()
        self._document.save(made)
        return made.getvalue()


def _element(name: str, attributes: Mapping[str, str], *children: Any) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    for child in children:
        made.append(child)
    return made
