"""A report's tree as blocks: the one walk behind all formats that know no HTML."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final, cast

from docutils import nodes

from publisher import nodes as ours
from publisher.builders import blocks as b
from publisher.builders.captions import (
    Figures,
    Named,
    linked_pictures,
    plain_alt,
    said_of,
    words_of,
)
from publisher.builders.figures import pieces
from publisher.builders.page_base import address_of
from publisher.builders.parts import parts_of
from publisher.builders.rubrics import Rubrics
from publisher.builders.state import first_words
from publisher.builders.table_visitors import head_kind, spans_of
from publisher.builders.table_width import cells, shares_of
from publisher.builders.visitors import INLINE, MERMAID, SAID_OF_MERMAID
from publisher.language.message import Message
from publisher.report.question import question_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publisher.builders.paper import Paper
    from publisher.builders.parts import Part
    from publisher.builders.words import Words
    from publisher.read.files.folder import Folder
    from publisher.report.view import Report

_MARKS: Final[dict[type[nodes.Node], b.Mark]] = {
    nodes.strong: "strong",
    nodes.emphasis: "emphasis",
    nodes.literal: "literal",
    nodes.subscript: "sub",
    nodes.superscript: "super",
}


_NARROW: Final = 0.02


class Walk:
    """Reads parts of one report as blocks; figures are numbered as on its page."""

    def __init__(
        self, report: Report, folder: Folder, words: Words, paper: Paper | None = None
    ) -> None:
        """Take the report, the files beside it and our words; ``paper``: the plan of what is printed, None: all is."""
        self._report = report
        self._folder = folder
        self._words = words
        self._paper = paper
        self._rubrics = Rubrics()
        self._level = 0
        self._figures = Figures()
        self._answering: int | None = None

    def parts(self) -> Iterator[tuple[Part, b.Blocks]]:
        """Yield the report's parts, each with its blocks, in the order of the format."""
        for part in self._paper.parts if self._paper else parts_of(self._report):
            yield part, self.blocks(part.nodes)

    def blocks(self, children: Iterable[nodes.Node]) -> b.Blocks:
        """Return nodes as blocks; what stands in a line without a paragraph around it gets one."""
        found: list[b.Block] = []
        for inline, run in groupby(
            children, key=lambda n: isinstance(n, nodes.Text | nodes.Inline)
        ):
            if inline:
                line = self.line(list(run))
                found += [b.Paragraph(line)] if says(line) else []
                continue
            for node in run:
                if not (self._paper and self._paper.leaves_out(node)):
                    found += self._block(node)
        return tuple(found)

    def _block(self, node: nodes.Node) -> Iterator[b.Block]:  # noqa: C901, PLR0912, PLR0915 - a case a kind of node
        match node:
            case ours.question():
                yield from self._question(node)
            case nodes.section():
                self._level += 1
                yield from self.blocks(node.children)
                self._level -= 1
            case ours.example():
                yield b.Box("example", self.blocks(node.children))
            case ours.alert():
                yield b.Box(node["kind"], self.blocks(node.children[1:]))
            case ours.details():
                yield b.Box("details", self.blocks(node.children))
            case nodes.title():
                yield self._heading(min(6, self._level + 1), node, tuple(node.parent["ids"]))
            case nodes.rubric():
                level = self._rubrics.level(node, self._level)
                yield self._heading(level, node, tuple(node["ids"]))
            case ours.marker():
                pass
            case ours.placeholder():
                yield b.Paragraph(self.line(node.children), "placeholder")
            case ours.summary():
                yield b.Paragraph(self.line(node.children), "summary")
            case nodes.paragraph():
                yield from self._paragraph(node)
            case nodes.literal_block():
                yield b.Code(node.astext(), node.get("language", ""))
                if node.get("language") == MERMAID:
                    yield b.Own(SAID_OF_MERMAID)
            case nodes.math_block():
                yield b.Display(node.astext())
            case nodes.bullet_list():
                yield b.Items(tuple(map(self._item, node.children)))
            case nodes.enumerated_list():
                yield b.Items(tuple(map(self._item, node.children)), node.get("start", 1))
            case nodes.definition_list():
                yield b.Definitions(tuple(self._definition(item) for item in node.children))
            case nodes.block_quote():
                yield b.Box("quote", self.blocks(node.children))
            case nodes.table():
                yield self._table(node)
            case nodes.footnote():
                label, *rest = node.children
                yield b.Footnote(label.astext(), node["ids"][0], self.blocks(rest))
            case ours.thematic_break():
                yield b.Rule()
            case nodes.Invisible():
                pass
            case nodes.TextElement():
                yield b.Paragraph(self.line(node.children))
            case _:
                yield from self.blocks(node.children)

    def _heading(self, level: int, node: nodes.Element, ids: tuple[str, ...]) -> b.Heading:
        return b.Heading(level, self.line(node.children), ids)

    def _question(self, node: ours.question) -> Iterator[b.Block]:
        self._level += 1
        kind = self._paper.printing.states if self._paper else "full"
        state = b.State(question_of(node, self._report.count), quiet=kind == "margin")
        states: b.Blocks = () if kind == "none" else (state,)
        for child in node.children:
            if isinstance(child, ours.prompt):
                yield from (*states, *self._prompt(child))
                states = ()
            elif isinstance(child, ours.answer):
                yield from states
                yield self._answer(child, node["number"])
            else:
                yield from self._block(child)
        self._level -= 1

    def _prompt(self, node: ours.prompt) -> Iterator[b.Block]:
        if not (self._paper and self._paper.leaves_out(node)):
            asked = self.blocks(node.children)
        elif self._paper.printing.prompts == "short":
            asked = (b.Paragraph((b.Text(first_words(node)),)),)
        else:
            return
        if asked:
            yield b.Prompt(asked)

    def _answer(self, node: ours.answer, number: int) -> b.Answer:
        self._answering = number
        found: list[b.Block] = []
        if node["status"] == "unanswered":
            found.append(b.Own(Message("Not answered.")))
        found += self.blocks(node.children)
        for path, link in linked_pictures(node, lambda path: self._folder.picture(path).is_shown):
            said = said_of(link.astext(), link["refuri"])
            found.append(self._figure(path, said, linked=True))
        self._answering = None
        return b.Answer(number, tuple(found))

    def _paragraph(self, node: nodes.paragraph) -> Iterator[b.Block]:
        for piece in pieces(node):
            if isinstance(piece, list):
                yield b.Paragraph(self.line(piece))
                continue
            image = next(iter(piece.findall(nodes.image)))
            address = address_of(piece) if isinstance(piece, nodes.reference) else ""
            said = said_of(image["alt"], image["written"])
            yield self._figure(image["figure"], said, image, address)

    def _figure(
        self,
        path: str,
        said: str,
        image: nodes.image | None = None,
        address: str = "",
        *,
        linked: bool = False,
    ) -> b.Figure:
        named = Named(0, repeated=False, words=words_of(said))
        if self._answering is not None:
            named = self._figures.name(path, said, image)
        picture = self._picture(path, said, named.number, image)
        return b.Figure(picture, named.told(), named.words, self._leading(address), linked)

    def _picture(self, path: str, said: str, number: int, image: nodes.image | None) -> b.Picture:
        alt = said or plain_alt(path, number, self._answering, self._words)
        sizes = image.attributes if image else {}
        return b.Picture(path, alt, str(sizes.get("width", "")), str(sizes.get("height", "")))

    def _item(self, node: nodes.Node) -> b.Item:
        ticked = None
        if isinstance(node, ours.checklist_item) and not node["broken"]:
            ticked = bool(node["ticked"])
        return b.Item(self.blocks(node.children), ticked)

    def _definition(self, node: nodes.Node) -> tuple[tuple[b.Line, ...], b.Blocks]:
        terms = [child for child in node.children if isinstance(child, nodes.term)]
        rest = [child for child in node.children if not isinstance(child, nodes.term)]
        return tuple(self.line(term.children) for term in terms), self.blocks(rest)

    def _table(self, node: nodes.table) -> b.Table:
        spans = spans_of(node)
        rows: list[tuple[b.Cell, ...]] = []
        head = 0
        for row, held in groupby(cells(node), key=lambda found: found[1].parent):
            rows.append(
                tuple(
                    b.Cell(
                        self.blocks(cell.children),
                        column,
                        *spans.get(cell, (1, 1)),
                        is_head=bool(head_kind(cell)),
                    )
                    for column, cell in held
                )
            )
            head += isinstance(row.parent, nodes.thead)
        columns = max((c.column + c.columns for row in rows for c in row), default=0)
        size, shares = shares_of(node)
        shares += (_NARROW,) * (columns - len(shares))  # those in which no cell begins
        return b.Table(tuple(rows), head, columns, size, shares[:columns])

    # -- lines ------------------------------------------------------------------

    def line(self, children: Sequence[nodes.Node]) -> b.Line:
        """Return what stands in a line, with pieces that look alike joined."""
        return tuple(_joined(self._inline(children, frozenset(), "")))

    def _inline(  # noqa: C901 - as above
        self, children: Iterable[nodes.Node], marks: frozenset[b.Mark], address: str
    ) -> Iterator[b.Inline]:
        for node in children:
            match node:
                case nodes.Text():
                    yield b.Text(node.astext(), marks, address)
                case ours.line_break():
                    yield b.Break()
                case ours.image_note():
                    yield b.Text(self._words.plain(node.rawsource), marks, address)
                case nodes.math():
                    yield b.Formula(node.astext())
                case nodes.image():
                    said = said_of(node["alt"], node["written"])
                    yield self._picture(node["figure"], said, 0, node)
                case nodes.footnote_reference():
                    yield b.Note(node.astext(), node["refid"])
                case nodes.reference():
                    yield from self._link(node, marks)
                case nodes.inline():
                    names = [cast("b.Mark", name) for name in node["classes"] if name in INLINE]
                    yield from self._inline(node.children, marks | set(names), address)
                case nodes.Invisible():
                    pass
                case _:
                    mark = _MARKS.get(type(node))
                    more = marks | {mark} if mark else marks
                    yield from self._inline(node.children, more, address)

    def _link(self, node: nodes.reference, marks: frozenset[b.Mark]) -> Iterator[b.Inline]:
        found = address_of(node)
        yield from self._inline(node.children, marks, self._leading(found))
        path = node["refuri"]
        if not found and node.astext().strip() != path:  # a file beside the report: it is not here
            yield b.Text(f" ({path})", marks)

    def _leading(self, address: str) -> str:
        """Return ``address``; empty if it is a place that is left out on paper."""
        return "" if address.startswith("#") and address[1:] in self._absent else address

    @cached_property
    def _absent(self) -> set[str]:
        if self._paper is None:
            return set()
        gone = self._report.document.findall(self._paper.leaves_out)
        return {name for n in gone for e in n.findall(nodes.Element) for name in e["ids"]}


def says(line: b.Line) -> bool:
    """Tell whether a line holds anything but blanks."""
    return any(
        not isinstance(p, b.Text | b.Break) or bool(getattr(p, "text", "").strip()) for p in line
    )


def _joined(line: Iterable[b.Inline]) -> Iterator[b.Inline]:
    last: b.Text | None = None
    for piece in line:
        if isinstance(piece, b.Text):
            if last and (last.marks, last.address) == (piece.marks, piece.address):
                last = b.Text(last.text + piece.text, last.marks, last.address)
                continue
            if last:
                yield last
            last = piece
            continue
        if last:
            yield last
            last = None
        yield piece
    if last:
        yield last
