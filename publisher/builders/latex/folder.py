"""``report-latex/``: a report as LaTeX, with its figures, its fonts and the style that looks as our PDF does.

All that an author wrote is written by ``latex_text``, so it is text to TeX; arguments that are not text stand in square
brackets, by which the proof knows them.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import singledispatchmethod
from itertools import groupby
from typing import TYPE_CHECKING, Final

from publisher.builders import blocks as b
from publisher.builders.front import front_of
from publisher.builders.latex.escape import address, code, lacking, tex
from publisher.builders.latex.formula import display, inline
from publisher.builders.latex.setting import commands, font_files, fonts
from publisher.builders.link_notes import LinkNotes, needs_note
from publisher.builders.paper import Paper
from publisher.builders.pictures import Pictures
from publisher.builders.state import told_state
from publisher.builders.visitors import ALERTS
from publisher.builders.walk import Walk
from publisher.builders.words import Words
from publisher.builders.written import Said, Written
from publisher.diagnostics.model import Finding
from publisher.doors.assets import themes_folder
from publisher.doors.output import FORMATS
from publisher.fonts.characters import name_of
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publisher.builders.pictures import Convert
    from publisher.course.settings import Course
    from publisher.read.files.folder import Folder
    from publisher.report.view import Report

SOURCE: Final = "report.tex"
_TYPES: Final = {"image/png": "png", "image/jpeg": "jpg"}
"""The types of pictures that LuaTeX reads."""
_LEVELS: Final = ("section", "subsection", "subsubsection", "paragraph", "subparagraph")
_MARKS: Final[dict[b.Mark, str]] = {
    "strong": "textbf",
    "emphasis": "emph",
    "literal": "texttt",
    "deleted": "deleted",
    "inserted": "inserted",
    "marked": "marked",
    "kbd": "kbd",
    "small": "textsmall",
    "sub": "textsubscript",
    "super": "textsuperscript",
}
_SIZES: Final = {"tight": "footnotesize", "small": "scriptsize", "tiny": "tiny"}
_DEEP: Final = 8
"""Levels of lists below which a line keeps its width."""
_TALL: Final = 30
"""Lines of a cell, about, in a table that gets on a page."""
_COLUMNS: Final = 16
"""Of a table that gets on a page."""
_LETTERS: Final = 80
"""Of a line."""
_ASKED: Final = 95
"""Letters of a line of a prompt, which is smaller."""
_ROOM: Final = 2.5
"""Lines that a heading takes."""
_STATE: Final = 1.5
"""The same of a state."""
_FIRST: Final = 2.0
"""Lines of an answer that stand on the page of its prompt."""
_MOST: Final = 30.0
"""Lines that are kept on one page; it has 45."""
_ADDRESS: Final = 2048
"""Letters of an address that a link leads to: TeX writes it anew for each line of the link."""
_HEADING: Final = 1000
"""Letters of a heading that is one to TeX: no page ends within it."""
_HEAD: Final = 600
"""Letters of a table's head that stands on each of its pages."""
_POINTS: Final = 0.75
"""Of a pixel."""
_LOOK: Final = Message("look at the PDF's pages, or write other characters")


def latex(
    report: Report, folder: Folder, course: Course, convert: Convert, *, date: str = ""
) -> Written:
    """Return ``report-latex/``: what is on paper follows the print settings of ``course``.

    ``convert``: turns pictures that TeX cannot read into PNG; ``date``: ISO 8601 or empty.  Raises as ``convert``.
    """
    words = Words(course.language)
    front = front_of(report, course, date, words)
    paper = Paper(report, course)
    parts = list(Walk(report, folder, words, paper).parts())
    pictures = Pictures(folder, _TYPES)
    names = frozenset(b.names_in(tuple(blocks for _, blocks in parts)))
    writer = _Writer(report, folder, pictures, words, names, apart=paper.printing.question_per_page)
    body = [f"\\reporttitle{{{writer.own(front.title)}}}"]
    body += [f"\\reportfact{{{writer.own(fact)}}}" for fact in front.facts]
    if paper.printing.states != "none":
        body += [f"\\reporttally{{{writer.own(said)}}}" for said in front.tally]
    body.append("\\reportcontents")
    for _, blocks in parts:
        body += writer.lines(blocks)
    authors = tex(", ".join(name for name in (front.group, *front.members) if name))
    text = "\n".join(
        (
            "% !TeX program = lualatex",
            "\\documentclass[11pt,a4paper]{article}",
            "\\usepackage{report}",
            f"\\hypersetup{{pdftitle={{{tex(front.title)}}},pdfauthor={{{authors}}}}}",
            "\\begin{document}",
            # TeX has the patterns of English everywhere, those of others perhaps.
            *(() if course.language.lower().startswith("en") else ("\\unhyphenated",)),
            *body,
            "\\end{document}",
            "",
        )
    )
    shown, failed = pictures.files(convert)
    style = (themes_folder() / "publisher" / "static" / "report.sty").read_text(encoding="utf-8")
    files = {
        SOURCE: text.encode("utf-8", "replace"),
        "report.sty": style.replace("%FONTS%", fonts("./fonts/") + commands()).encode(),
        **shown,
        **{f"fonts/{path.name}": path.read_bytes() for path in font_files()},
    }
    place = FORMATS["latex"]
    return Written(
        {place + name: data for name, data in files.items()},
        tuple(writer.said.all),
        figures={name: pictures.path(name) for name in shown},
        told=(*pictures.told(report, place, failed), *_lacking(report, place)),
        contents=tuple(writer.contents),
    )


def _lacking(report: Report, place: str) -> Iterator[Finding]:
    """Yield that characters stand as boxes with their numbers, as in the PDF: no bundled font has them."""
    if names := ", ".join(map(name_of, lacking(report.document.astext()))):
        said = Message("{file} has boxes for characters that no font has: {names}", file=place, names=names)  # fmt: skip
        yield Finding(1, said, _LOOK)


class _Writer:
    """Writes blocks as lines of TeX; ``said``: our own words in it, ``contents``: what the contents repeat."""

    def __init__(
        self,
        report: Report,
        folder: Folder,
        pictures: Pictures,
        words: Words,
        names: frozenset[str],
        *,
        apart: bool,
    ) -> None:
        """``names``: those of all places on paper, a link to another is text; ``apart``: each question begins a page."""
        self._report = report
        self._folder = folder
        self._pictures = pictures
        self._names = names
        self._apart = apart
        self._notes: LinkNotes | None = None
        self._depth = 0
        self._narrow = False  # a column in which words of usual length may break
        self._inside = 0  # of a cell or a frame, where no table may break
        self.said = Said(words)
        self.contents: list[str] = []

    def own(self, said: str) -> str:
        """Return one of our texts as TeX."""
        return tex(self.said(said))

    def lines(self, blocks: b.Blocks) -> list[str]:
        """Return blocks as lines, each block followed by an empty one."""
        return [
            line
            for at, block in enumerate(blocks)
            for line in (*_needs(blocks, at), *self._block(block), "")
        ]

    @singledispatchmethod
    def _block(self, block: b.Block) -> Iterable[str]:
        """Return the lines of a block; each kind is registered below."""
        raise TypeError(type(block))

    @_block.register(b.Paragraph)
    def _paragraph(self, block: b.Paragraph) -> Iterable[str]:
        text = self._line(block.line)
        return [f"\\report{block.kind}{{{text}}}" if block.kind else text]

    @_block.register(b.Places)
    def _places(self, block: b.Places) -> Iterable[str]:
        return [_targets(block.names)]

    @_block.register(b.Own)
    def _own(self, block: b.Own) -> Iterable[str]:
        return [f"\\reportsaid{{{self.own(block.said)}}}"]

    @_block.register(b.Code)
    def _code(self, block: b.Code) -> Iterable[str]:
        lines = block.text.strip("\n").split("\n")
        return ["\\begin{reportcode}", *map(code, lines), "\\end{reportcode}"]

    @_block.register(b.Display)
    def _display(self, block: b.Display) -> Iterable[str]:
        return [display(block.source)]

    @_block.register(b.Rule)
    def _rule(self, _: b.Rule) -> Iterable[str]:
        return ["\\reportrule"]

    @_block.register(b.Prompt)
    def _prompt(self, block: b.Prompt) -> Iterable[str]:
        self._inside += 1
        lines = ["\\begin{reportprompt}", *self.lines(block.blocks), "\\end{reportprompt}"]
        self._inside -= 1
        return lines

    @_block.register(b.Heading)
    def _heading(self, heading: b.Heading) -> Iterable[str]:
        name = _LEVELS[min(heading.level, 6) - 2]
        text = self._line(_unbroken(heading.line))
        plain = "".join(map(_plain, heading.line))
        marks = _targets(heading.ids)
        if len(plain) > _HEADING:
            return [f"\\reportsummary{{{marks}{text}}}"]
        if heading.level <= 3:  # noqa: PLR2004 - questions, and what they stand in
            self.contents.append(plain)
        clear = ["\\clearpage"] if self._apart and heading.level == 3 else []  # noqa: PLR2004
        return [*clear, f"\\{name}[{tex(plain)}]{{{marks}{text}}}"]

    @_block.register(b.State)
    def _state(self, block: b.State) -> Iterable[str]:
        told = told_state(block.question, quiet=block.quiet)
        return [f"\\reportstate{{{self.own(told)}}}"] if told else []

    @_block.register(b.Answer)
    def _answer(self, answer: b.Answer) -> Iterable[str]:
        line = next(q.line for q in self._report.questions if q.number == answer.number)
        self._notes = LinkNotes()
        lines = [f"% question {answer.number}, line {line}", "\\begin{reportanswer}"]
        lines += self.lines(answer.blocks)
        for count, target in enumerate(self._notes.addresses, 1):
            lines += [f"\\reportnote[{count}]{{{self.own(target)}}}", ""]
        self._notes = None
        return [*lines, "\\end{reportanswer}"]

    @_block.register(b.Figure)
    def _figure(self, figure: b.Figure) -> Iterable[str]:
        caption = ": ".join(map(self.own, filter(None, (figure.number, figure.caption))))
        if figure.linked:
            caption += f" {self.own(Message('(linked in the answer)'))}"
        target = figure.picture.address
        caption += self._mark(target, "")
        drawn = self._drawn("figure", figure.picture)
        if target:
            drawn = (
                f"\\reportcentred{{{self._link(target, self._drawn('picture', figure.picture))}}}"
            )
        told = [f"\\reportcaption{{{caption}}}"] if caption else []
        return ["\\begin{reportshown}", drawn, *told, "\\end{reportshown}"]

    def _drawn(self, kind: str, picture: b.Picture) -> str:
        return f"\\report{kind}[{self._pictures.name(picture.path)}][{self._size(picture)}]"

    def _size(self, picture: b.Picture) -> str:
        """Return the width of a picture: as its author gave it, or its own, a pixel for 3/4 of a point."""
        given = picture.width.strip().removesuffix("px")
        if given.endswith("%") and given[:-1].isdecimal():
            return f"width={min(100, int(given[:-1])) / 100:g}\\linewidth"
        pixels = int(given) if given.isdecimal() and given.isascii() else 0
        pixels = pixels or self._folder.picture(picture.path).width
        if self._pictures.name(picture.path) in self._pictures.converted and not given:
            pixels = 0
        return f"width={min(pixels, 5000) * _POINTS:g}bp" if pixels else "scale=1"

    @_block.register(b.Items)
    def _items(self, block: b.Items) -> Iterable[str]:
        kind = "itemize" if block.start is None else "enumerate"
        options = [] if block.start in (None, 1) else [f"start={block.start}"]
        if self._depth >= _DEEP:
            options.append("leftmargin=0.3em")
        self._depth += 1
        asked = f"[{','.join(options)}]" if options else ""
        lines = [f"\\begin{{{kind}}}{asked}"]
        for item in block.items:
            mark = "\\item{}"
            if item.ticked is not None:
                mark = "\\tickitem{}" if item.ticked else "\\openitem{}"
                if block.start is not None:
                    mark = "\\item{}" + ("\\tick{}" if item.ticked else "\\opentick{}")
            lines += [mark + _begun(item.blocks), *self.lines(item.blocks)]
        self._depth -= 1
        return [*lines, f"\\end{{{kind}}}"]

    @_block.register(b.Definitions)
    def _definitions(self, block: b.Definitions) -> Iterable[str]:
        for terms, inner in block.items:
            for term in terms:
                yield f"\\reportsummary{{{self._line(term)}}}"
            yield from self._quote(inner)

    def _quote(self, inner: b.Blocks, title: str = "") -> list[str]:
        margin = "[leftmargin=0.3em]" if self._depth >= _DEEP else ""
        self._depth += 1
        begun = "" if title else _begun(inner)
        lines = [f"\\begin{{reportquote}}{margin}", f"\\item{{}}{begun}", title, *self.lines(inner)]
        self._depth -= 1
        return [*lines, "\\end{reportquote}"]

    @_block.register(b.Box)
    def _box(self, box: b.Box) -> Iterable[str]:
        if box.kind == "example":
            return ["\\begin{reportexample}", *self.lines(box.blocks), "\\end{reportexample}"]
        title = ALERTS.get(box.kind)
        return self._quote(box.blocks, f"\\reportboxtitle{{{self.own(title)}}}" if title else "")

    @_block.register(b.Table)
    def _table(self, table: b.Table) -> Iterable[str]:
        # No page stands on its side here, and no row goes over a page's end: its cells one below the other.
        if table.columns > _COLUMNS or _tallest(table) > _TALL:
            cells = [cell for row in table.rows for cell in row]
            return [line for cell in cells for line in self._quote(cell.blocks)]
        long = not self._inside
        name = "reporttable" if long else "reportcells"
        columns = "".join(f"R{{{share:g}}}" for share in table.shares)
        self._inside += 1
        narrow, self._narrow = self._narrow, self._narrow or bool(table.size)
        lines = []
        repeats = (
            long
            and 0 < table.head < len(table.rows)
            and sum(len(s) for row in table.rows[: table.head] for s in map(_letters, row)) < _HEAD
        )
        for place, row in enumerate(table.rows, 1):
            lines += self._row(row, table)
            if place == table.head:
                lines.append("\\hline" + ("\\endhead" if repeats else ""))
        self._inside -= 1
        self._narrow = narrow
        size = f"\\{_SIZES[table.size]}" if table.size else ""
        start = ["\\begingroup" + size, f"\\begin{{{name}}}[{columns}]", "\\hline"]
        return [*start, *lines, "\\hline", f"\\end{{{name}}}", "\\par\\endgroup"]

    def _row(self, row: tuple[b.Cell, ...], table: b.Table) -> list[str]:
        lines: list[str] = []
        at = 0
        for cell in row:
            between = "&" * (cell.column - at) if at else "&" * cell.column
            inner = [line for line in self.lines(cell.blocks) if line]
            said = "\n\n".join(inner)
            said = f"{{\\bfseries{{}}{said}}}" if cell.is_head else said
            at = cell.column + cell.columns - 1
            if cell.columns > 1:
                share = sum(table.shares[cell.column : at + 1])
                said = f"\\spancell[{cell.columns}][{share:g}]{{{said}}}"
            lines += [between + " " if between else "", said]
        return [
            *(line for line in lines if line),
            "&" * (table.columns - 1 - at) + "\\tabularnewline",
        ]

    @_block.register(b.Footnote)
    def _footnote(self, note: b.Footnote) -> Iterable[str]:
        label = self._link(f"#{note.back}", tex(note.label))
        return [
            f"\\reportnote[{{{label}}}]{{{_targets((note.target,))}",
            *self.lines(note.blocks),
            "}",
        ]

    # -- lines ------------------------------------------------------------------

    def _line(self, line: b.Line) -> str:
        found = ""
        for target, held in groupby(
            _trimmed(line), key=lambda piece: getattr(piece, "address", "")
        ):
            pieces = list(held)
            said = "".join(map(self._piece, pieces))
            found += self._linked(target, said, "".join(map(_plain, pieces)))
        return found

    def _linked(self, target: str, said: str, plain: str) -> str:
        if not target or not said.strip():
            return said
        return self._link(target, said) + self._mark(target, plain)

    def _link(self, target: str, said: str) -> str:
        """Return what leads to ``target``; where no link can, what is said."""
        if target.startswith("#"):
            known = target[1:] in self._names
            return f"\\reportplace[{address(target[1:])}]{{{said}}}" if known else said
        return said if len(target) > _ADDRESS else f"\\reportlink[{address(target)}]{{{said}}}"

    def _mark(self, target: str, plain: str) -> str:
        """Return what leads to the note that says where a link leads, as on paper."""
        if self._notes is None or not target or not needs_note(target, plain):
            return ""
        return f"\\reportmark[{self._notes.number(target)}]"

    def _piece(self, piece: b.Inline) -> str:
        match piece:
            case b.Break():
                return "\\newline{}"
            case b.Place(name):
                return _targets((name,))
            case b.Formula(source):
                return inline(source)
            case b.Picture():
                return f"\\allowbreak{{}}{self._drawn('picture', piece)}\\allowbreak{{}}"
            case b.Note(label, target):
                return self._link(f"#{target}", f"\\reportmark[{tex(label)}]")
            case b.Text(text, marks):
                said = tex(text, narrow=self._narrow)
                for mark, command in _MARKS.items():
                    if mark in marks and said.strip():
                        said = f"\\{command}{{{said}}}"
                return said


def _needs(blocks: b.Blocks, at: int) -> list[str]:
    """Return what keeps a heading, the one ``at`` this place, on the page of the prompt below it."""
    if not isinstance(blocks[at], b.Heading):
        return []
    needed = _FIRST
    for block in blocks[at:]:
        if isinstance(block, b.Heading | b.State):
            needed += _ROOM if isinstance(block, b.Heading) else _STATE
        elif isinstance(block, b.Box | b.Paragraph | b.Prompt):
            needed += _height(block, _ASKED)
        else:
            return []
        if isinstance(block, b.Prompt):
            return [f"\\reportneeds[{min(needed, _MOST):.0f}]"]
    return []


def _targets(names: Iterable[str]) -> str:
    return "".join(f"\\reporttarget[{address(name)}]" for name in names)


def _begun(blocks: b.Blocks) -> str:
    """Return what begins a line: TeX misses an item that begins with a heading, a rule or nothing."""
    first = blocks[0] if blocks else None
    return "" if isinstance(first, b.Paragraph) and first.line else "\\leavevmode{}"


def _plain(piece: b.Inline) -> str:
    return piece.text if isinstance(piece, b.Text) else " " if isinstance(piece, b.Break) else ""


def _letters(cell: b.Cell) -> str:
    return "".join(_plain(p) for block in cell.blocks for p in getattr(block, "line", ()))


def _tallest(table: b.Table) -> float:
    """Return how many lines the tallest of a table's cells takes, about."""
    cells = [cell for row in table.rows for cell in row]
    shares = (sum(table.shares[c.column : c.column + c.columns]) for c in cells)
    return max(
        (_height(c.blocks, _LETTERS * s) for c, s in zip(cells, shares, strict=True)), default=0
    )


def _height(found: object, letters: float) -> float:
    """Return how many lines blocks take, about, of so many ``letters`` each."""
    if isinstance(found, b.Place | b.Places):
        return 0.0
    if isinstance(found, b.Picture):
        return _TALL / 2
    if isinstance(found, str):
        return found.count("\n") + len(found) / max(4.0, letters)
    if isinstance(found, tuple):
        return sum(_height(part, letters) for part in found)
    if is_dataclass(found):
        begun = 0.0 if isinstance(found, b.Text) else 1.0
        return begun + sum(_height(getattr(found, f.name), letters) for f in fields(found))
    return 0.0


def _unbroken(line: b.Line) -> b.Line:
    return tuple(b.Text(" ") if isinstance(piece, b.Break) else piece for piece in line)


def _trimmed(line: b.Line) -> b.Line:
    """Return a line without breaks at its ends, where TeX has no line to break; the places there stay."""
    said = [
        at
        for at, piece in enumerate(line)
        if not isinstance(piece, b.Place) and not _is_blank(piece)
    ]
    first, end = (said[0], said[-1] + 1) if said else (0, 0)
    before, behind = (
        tuple(piece for piece in part if isinstance(piece, b.Place))
        for part in (line[:first], line[end:])
    )
    return (*before, *line[first:end], *behind)


def _is_blank(piece: b.Inline) -> bool:
    return isinstance(piece, b.Break) or (isinstance(piece, b.Text) and not piece.text.strip())
