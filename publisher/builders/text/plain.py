"""``report.txt``: a report for a terminal and for mail, wrapped at 72 columns.

A writer of our own, since a text is small and docutils has none: Sphinx's needs an application and an environment
around it, glues an item's box to its words, refuses a table within a cell and cuts no long word of one.
"""

from __future__ import annotations

from functools import singledispatchmethod
from itertools import groupby
from typing import TYPE_CHECKING, Final

from publisher.builders import blocks as b
from publisher.builders.formula import formula_text
from publisher.builders.front import front_of
from publisher.builders.link_notes import needs_note
from publisher.builders.state import told_state
from publisher.builders.text.lines import width_of, wrapped
from publisher.builders.text.table import grid
from publisher.builders.visitors import ALERTS
from publisher.builders.walk import Walk
from publisher.builders.words import Words
from publisher.builders.written import Said, Written
from publisher.diagnostics.model import Finding
from publisher.diagnostics.visible import visible
from publisher.doors.output import FORMATS
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.course.settings import Course
    from publisher.read.files.folder import Folder
    from publisher.report.view import Report

WIDTH: Final = 72
"""Columns of a line: what is quoted in a mail, twice, stays below 78 (RFC 5322, 2.1.1)."""
_PROMPT: Final = "> "
_QUOTE: Final = "| "
_INDENT: Final = "    "
_LEAST: Final = 20
"""Columns that a line has, however deep it stands."""
_LINES: Final = {1: "=", 2: "=", 3: "-"}
_SIGNS: Final[dict[b.Mark, str]] = {
    "strong": "*",
    "emphasis": "_",
    "literal": "`",
    "deleted": "~~",
    "kbd": "`",
}
_SHOWN: Final = Message("send report.html or report.pdf along, which show them")
_TICKS: Final = {True: "\u2611 ", False: "\u2610 "}


def text(report: Report, folder: Folder, course: Course, *, date: str = "") -> Written:
    """Return the whole report as ``report.txt``; ``date``: ISO 8601 or empty."""
    words = Words(course.language)
    made = _Text(words)
    front = front_of(report, course, date, words)
    lines = _ruled(wrapped(made.own(front.title), WIDTH), "=", above=True)
    for said in (front.facts, front.tally):
        lines += ["", *(line for text in said for line in wrapped(made.own(text), WIDTH))]
    for _, blocks in Walk(report, folder, words).parts():
        lines += ["", *made.lines(blocks, WIDTH)]
    data = "\n".join(line.rstrip() for line in lines) + "\n"
    told: tuple[Finding, ...] = ()
    if report.images:
        shown = Message.plural(
            "{file} names {count} picture, which a text cannot show",
            "{file} names {count} pictures, which a text cannot show",
            count=len(report.images),
            file=FORMATS["text"],
        )
        told = (Finding(report.images[0].line, shown, _SHOWN),)
    return Written({FORMATS["text"]: data.encode()}, tuple(made.own.all), told=told)


class _Text:
    """Writes blocks as lines; ``own``: what it says by itself."""

    def __init__(self, words: Words) -> None:
        self.own = Said(words, visible)

    def lines(self, blocks: b.Blocks, width: int) -> list[str]:
        """Return blocks with an empty line between them."""
        found: list[str] = []
        for block in blocks:
            if lines := self._block(block, max(_LEAST, width)):
                found += ["", *lines] if found else lines
        return found

    @singledispatchmethod
    def _block(self, block: b.Block, width: int) -> list[str]:
        """Return the lines of a block; each kind is registered below."""
        raise TypeError(type(block), width)

    @_block.register(b.Heading)
    def _heading(self, block: b.Heading, width: int) -> list[str]:
        return _ruled(self._wrapped(block.line, width), _LINES.get(block.level, "~"))

    @_block.register(b.Paragraph)
    def _paragraph(self, block: b.Paragraph, width: int) -> list[str]:
        said = self._line(block.line)
        return wrapped(f"[{said}]" if block.kind == "placeholder" else said, width)

    @_block.register(b.Places)
    def _places(self, *_: object) -> list[str]:
        return []

    @_block.register(b.Own)
    def _said(self, block: b.Own, width: int) -> list[str]:
        return wrapped(f"({self.own(block.said)})", width)

    @_block.register(b.Code)
    def _code(self, block: b.Code, _: int) -> list[str]:
        lines = block.text.strip("\n").expandtabs(4).split("\n")
        return [_INDENT + visible(line) for line in lines]

    @_block.register(b.Display)
    def _display(self, block: b.Display, width: int) -> list[str]:
        signs = visible(formula_text(block.source, block=True))
        return _indented(wrapped(signs, width - len(_INDENT)))

    @_block.register(b.Footnote)
    def _footnote(self, block: b.Footnote, width: int) -> list[str]:
        mark = f"[{self.own(block.label)}] "
        return _hanging(mark, self.lines(block.blocks, width - len(mark)))

    @_block.register(b.Rule)
    def _rule(self, _: b.Rule, width: int) -> list[str]:
        return ["* * *".center(width).rstrip()]

    @_block.register(b.State)
    def _state(self, block: b.State, width: int) -> list[str]:
        told = told_state(block.question, quiet=block.quiet)
        return wrapped(f"[{self.own(told)}]", width) if told else []

    @_block.register(b.Prompt)
    def _prompt(self, block: b.Prompt, width: int) -> list[str]:
        return _prefixed(_PROMPT, self.lines(block.blocks, width - len(_PROMPT)))

    @_block.register(b.Answer)
    def _answer(self, block: b.Answer, width: int) -> list[str]:
        return self.lines(block.blocks, width)

    @_block.register(b.Figure)
    def _figure(self, figure: b.Figure, width: int) -> list[str]:
        told = filter(None, (figure.number, figure.caption))
        said = [": ".join(map(self.own, told))]
        path = figure.picture.path
        if figure.linked:
            said.append(self.own(Message("(linked in the answer: {path})", path=path)))
        else:
            said.append(f"({self.own(path)})")
        if (address := figure.picture.address) and needs_note(address, ""):
            said.append(f"<{self.own(address)}>")
        return wrapped(f"[{' '.join(filter(None, said))}]", width)

    @_block.register(b.Items)
    def _items(self, block: b.Items, width: int) -> list[str]:
        found: list[str] = []
        loose = any(
            sum(not isinstance(inner, b.Items) for inner in item.blocks) > 1 for item in block.items
        )
        for place, item in enumerate(block.items):
            mark = "- " if block.start is None else f"{self.own(str(block.start + place))}. "
            if item.ticked is not None:
                mark = _TICKS[item.ticked] if block.start is None else mark + _TICKS[item.ticked]
            mark = f"  {mark}"
            if loose and found:
                found.append("")
            inner = width - len(mark)
            if loose:
                found += _hanging(mark, self.lines(item.blocks, inner))
                continue
            lines = [line for one in item.blocks for line in self._block(one, max(_LEAST, inner))]
            found += _hanging(mark, lines)
        return found

    @_block.register(b.Definitions)
    def _definitions(self, block: b.Definitions, width: int) -> list[str]:
        found: list[str] = []
        for terms, inner in block.items:
            found += [""] if found else []
            for term in terms:
                found += self._wrapped(term, width)
            found += _indented(self.lines(inner, width - len(_INDENT)))
        return found

    @_block.register(b.Box)
    def _box(self, box: b.Box, width: int) -> list[str]:
        if box.kind in ("example", "details"):
            return _prefixed("  ", self.lines(box.blocks, width - 2))
        lines = self.lines(box.blocks, width - len(_QUOTE))
        if box.kind in ALERTS:
            lines = [f"{self.own(ALERTS[box.kind])}:", *lines]
        return _prefixed(_QUOTE, lines)

    @_block.register(b.Table)
    def _table(self, table: b.Table, width: int) -> list[str]:
        return grid(table, width, self._measured, self._cell) or self._rows(table, width)

    def _measured(self, blocks: b.Blocks, width: int) -> list[str]:
        said = len(self.own.all)
        lines = self._cell(blocks, width)
        del self.own.all[said:]
        return lines

    def _cell(self, blocks: b.Blocks, width: int) -> list[str]:
        """Return the lines of a cell, whose words are cut where they are longer than it is wide."""
        found: list[str] = []
        for block in blocks:
            if isinstance(block, b.Paragraph):
                found += wrapped(self._line(block.line), width, cut=True)
            else:
                found += self._block(block, width)
        return found

    def _rows(self, table: b.Table, width: int) -> list[str]:
        """Return a table that is wider than a line: its rows one below the other, each cell behind its head."""
        room = width - len(_INDENT)
        body = table.rows[table.head :]
        headed = table.head == 1 and {c.column for c in table.rows[0]} <= {
            c.column for row in body for c in row
        }
        heads: dict[int, str] = {}
        if headed:
            heads = {c.column: " ".join(self.lines(c.blocks, room)) for c in table.rows[0]}
        told: set[int] = set()
        found: list[str] = []
        for row in body if headed else table.rows:
            found += [""] if found else []
            for cell in row:
                said = self.lines(cell.blocks, room)
                if named := heads.get(cell.column):
                    said = [*wrapped(f"{named}:", room), *_indented(said)]
                    if cell.column in told:  # the first time it is the report's own
                        self.own(named)
                    told.add(cell.column)
                found += _hanging("  - ", said)
        return found

    # -- lines ------------------------------------------------------------------

    def _wrapped(self, line: b.Line, width: int) -> list[str]:
        return wrapped(self._line(line), width)

    def _line(self, line: b.Line) -> str:
        found = ""
        for address, held in groupby(line, key=lambda piece: getattr(piece, "address", "")):
            said = "".join(map(self._piece, held))
            told = bool(address) and needs_note(address, said)
            found += f"{said} <{self.own(address)}>" if told else said
        return found

    def _piece(self, piece: b.Inline) -> str:
        match piece:
            case b.Break():
                return "\n"
            case b.Place():
                return ""
            case b.Formula(source):
                return visible(formula_text(source))
            case b.Picture(path, alt):
                return self.own(Message("[Picture: {name}]", name=f"{alt}, {path}"))
            case b.Note(label):
                return f"[{self.own(label)}]"
            case b.Text(text, marks):
                return _marked(visible(" ".join(text.split("\n"))), marks)


def _marked(text: str, marks: frozenset[b.Mark]) -> str:
    said = text.strip()
    if not said:
        return text
    shown = said
    if "sub" in marks or "super" in marks:
        sign = "_" if "sub" in marks else "^"
        shown = f"{sign}{said}" if len(said) == 1 or said.isdigit() else f"{sign}({said})"
    for mark, sign in _SIGNS.items():
        if mark in marks:
            shown = f"{sign}{shown}{sign}"
    return text.replace(said, shown, 1)


def _ruled(lines: Sequence[str], sign: str, *, above: bool = False) -> list[str]:
    rule = sign * max(map(width_of, lines), default=0)
    return [*([rule] if above else []), *lines, rule]


def _prefixed(prefix: str, lines: Iterable[str]) -> list[str]:
    return [(prefix + line).rstrip() for line in lines]


def _indented(lines: Iterable[str]) -> list[str]:
    return _prefixed(_INDENT, lines)


def _hanging(mark: str, lines: Sequence[str]) -> list[str]:
    """Return lines behind ``mark``, which stands before the first."""
    first, *rest = lines or [""]
    return [mark + first, *((" " * width_of(mark) + line).rstrip() for line in rest)]
