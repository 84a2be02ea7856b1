"""``report.txt``: a report for a terminal and for mail, wrapped at 72 columns.

A writer of our own, since a text is small and docutils has none: Sphinx's needs an application and an environment
around it, glues an item's box to its words, refuses a table within a cell and cuts no long word of one.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from publisher.builders import blocks as b
from publisher.builders.formula import formula_text
from publisher.builders.front import front_of
from publisher.builders.link_notes import needs_note
from publisher.builders.state import chips, quiet_counts
from publisher.builders.text.lines import width_of, wrapped
from publisher.builders.text.table import grid
from publisher.builders.visitors import ALERTS
from publisher.builders.walk import Walk
from publisher.builders.words import Words
from publisher.builders.written import Written
from publisher.diagnostics.model import Finding
from publisher.diagnostics.visible import visible
from publisher.doors.output import FORMATS
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from publisher.course.settings import Course
    from publisher.read.files.folder import Folder
    from publisher.report.question import Question
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
    made.own += (front.title, *front.facts, *front.tally)
    lines = _ruled(wrapped(visible(front.title), WIDTH), "=", above=True)
    for said in (front.facts, front.tally):
        lines += ["", *(line for text in said for line in wrapped(visible(text), WIDTH))]
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
    return Written({FORMATS["text"]: data.encode()}, tuple(made.own), told=told)


class _Text:
    """Writes blocks as lines; ``own``: what it says by itself."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.own: list[str] = []

    def lines(self, blocks: b.Blocks, width: int) -> list[str]:
        """Return blocks with an empty line between them."""
        found: list[str] = []
        for block in blocks:
            if lines := self._block(block, max(_LEAST, width)):
                found += ["", *lines] if found else lines
        return found

    def _own(self, said: str) -> str:
        """Return one of our texts in the report's language, and remember that it is ours."""
        plain = visible(self._words.plain(said))
        self.own.append(plain)
        return plain

    def _block(self, block: b.Block, width: int) -> list[str]:  # noqa: C901, PLR0911, PLR0912 - a case a kind
        match block:
            case b.Heading(level, line):
                return _ruled(self._wrapped(line, width), _LINES.get(level, "~"))
            case b.Paragraph(line, kind):
                marked = f"[{self._line(line)}]" if kind == "placeholder" else self._line(line)
                return wrapped(marked, width)
            case b.Own(said):
                return wrapped(f"({self._own(said)})", width)
            case b.Code(code, _):
                lines = code.strip("\n").expandtabs(4).split("\n")
                return [_INDENT + visible(line) for line in lines]
            case b.Display(source):
                return _indented(wrapped(visible(formula_text(source, block=True)), width - 4))
            case b.Figure():
                return wrapped(self._figure(block), width)
            case b.Items():
                return self._items(block, width)
            case b.Definitions(items):
                return self._definitions(items, width)
            case b.Box(kind, inner):
                return self._box(kind, inner, width)
            case b.Table():
                return self._table(block, width)
            case b.Footnote(label, _, inner):
                mark = f"[{self._own(label)}] "
                return _hanging(mark, self.lines(inner, width - len(mark)))
            case b.Rule():
                return ["* * *".center(width).rstrip()]
            case b.State(question, quiet):
                told = quiet_counts(question) if quiet else _state(question)
                return wrapped(f"[{self._own(told)}]", width) if told else []
            case b.Prompt(inner):
                return _prefixed(_PROMPT, self.lines(inner, width - len(_PROMPT)))
            case b.Answer(_, inner):
                return self.lines(inner, width)

    def _figure(self, figure: b.Figure) -> str:
        told = filter(None, (figure.number, figure.caption))
        said = [": ".join(map(self._own, told))]
        path = figure.picture.path
        if figure.linked:
            said.append(self._own(Message("(linked in the answer: {path})", path=path)))
        else:
            said.append(f"({self._own(path)})")
        if figure.address and needs_note(figure.address, ""):
            said.append(f"<{self._own(figure.address)}>")
        return f"[{' '.join(filter(None, said))}]"

    def _items(self, block: b.Items, width: int) -> list[str]:
        found: list[str] = []
        loose = any(
            sum(not isinstance(inner, b.Items) for inner in item.blocks) > 1 for item in block.items
        )
        for place, item in enumerate(block.items):
            mark = "- " if block.start is None else f"{self._own(str(block.start + place))}. "
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

    def _definitions(
        self, items: Iterable[tuple[tuple[b.Line, ...], b.Blocks]], width: int
    ) -> list[str]:
        found: list[str] = []
        for terms, inner in items:
            found += [""] if found else []
            for term in terms:
                found += self._wrapped(term, width)
            found += _indented(self.lines(inner, width - len(_INDENT)))
        return found

    def _box(self, kind: str, inner: b.Blocks, width: int) -> list[str]:
        if kind in ("example", "details"):
            return _prefixed("  ", self.lines(inner, width - 2))
        lines = self.lines(inner, width - len(_QUOTE))
        if kind in ALERTS:
            lines = [f"{self._own(ALERTS[kind])}:", *lines]
        return _prefixed(_QUOTE, lines)

    def _table(self, table: b.Table, width: int) -> list[str]:
        return grid(table, width, self._measured, self._cell) or self._rows(table, width)

    def _measured(self, blocks: b.Blocks, width: int) -> list[str]:
        said = len(self.own)
        lines = self._cell(blocks, width)
        del self.own[said:]
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
                        self.own.append(named)
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
            found += f"{said} <{self._own(visible(address))}>" if told else said
        return found

    def _piece(self, piece: b.Inline) -> str:
        match piece:
            case b.Break():
                return "\n"
            case b.Formula(source):
                return visible(formula_text(source))
            case b.Picture(path, alt):
                return self._own(Message("[Picture: {name}]", name=f"{alt}, {path}"))
            case b.Note(label):
                return f"[{self._own(label)}]"
            case b.Text(text, marks):
                return _marked(visible(" ".join(text.split("\n"))), marks)


def _state(question: Question) -> Message:
    return Message.joined([said for _, said in chips(question)], " \u00b7 ")


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
