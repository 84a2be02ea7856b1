"""A report's tree as blocks: the one walk behind all formats that know no HTML."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, singledispatchmethod
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
from publisher.builders.figures import pieces, places_of
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
                found += self._lined(list(run))
                continue
            for node in run:
                if not (self._paper and self._paper.leaves_out(node)):
                    found += self._placed(node, tuple(self._block(node)))
        return tuple(found)

    def _lined(self, children: Sequence[nodes.Node]) -> b.Blocks:
        """Return what stands in a line as a paragraph; of one that says nothing its places."""
        line = self.line(children)
        if says(line):
            return (b.Paragraph(line),)
        names = tuple(b.names_in(line))
        return (b.Places(names),) if names else ()

    def _placed(self, node: nodes.Node, blocks: b.Blocks) -> b.Blocks:
        """Return the blocks of a node with those of its places that they do not have yet: in its first line, or before all."""
        if not (places := self._places(node)):
            return blocks
        has = set(b.names_in(blocks))
        places = tuple(place for place in places if place.name not in has)
        if not places:
            return blocks
        if blocks and isinstance(first := blocks[0], b.Paragraph):
            return (replace(first, line=(*places, *first.line)), *blocks[1:])
        return (b.Places(tuple(place.name for place in places)), *blocks)

    def _places(self, node: nodes.Node, address: str = "") -> tuple[b.Place, ...]:
        """Return the places that a node is: only those to which a link leads."""
        ids = node["ids"] if isinstance(node, nodes.Element) else ()
        return tuple(b.Place(name, address) for name in ids if name in self._led)

    @cached_property
    def _led(self) -> set[str]:
        """The names to which links lead, and those to which footnotes lead back."""
        document = self._report.document
        links = map(address_of, document.findall(nodes.reference))
        notes = document.findall(nodes.footnote)
        return {link[1:] for link in links if link[:1] == "#"}.union(
            *(n["backrefs"] for n in notes)
        )

    @singledispatchmethod
    def _block(self, node: nodes.Node) -> Iterable[b.Block]:
        """Yield what a node is; those of a kind are registered below, others are what is in them."""
        return self.blocks(node.children)

    @_block.register(nodes.section)
    def _section(self, node: nodes.section) -> Iterable[b.Block]:
        self._level += 1
        found = self.blocks(node.children)
        self._level -= 1
        return found

    @_block.register(nodes.title)
    def _title(self, node: nodes.title) -> Iterable[b.Block]:
        yield self._heading(min(6, self._level + 1), node, tuple(node.parent["ids"]))

    @_block.register(nodes.rubric)
    def _rubric(self, node: nodes.rubric) -> Iterable[b.Block]:
        yield self._heading(self._rubrics.level(node, self._level), node, tuple(node["ids"]))

    @_block.register(ours.example)
    @_block.register(ours.details)
    @_block.register(nodes.block_quote)
    def _box(self, node: nodes.Element) -> Iterable[b.Block]:
        kinds: dict[type, str] = {ours.example: "example", ours.details: "details"}
        yield b.Box(kinds.get(type(node), "quote"), self.blocks(node.children))

    @_block.register(ours.alert)
    def _alert(self, node: ours.alert) -> Iterable[b.Block]:
        yield b.Box(node["kind"], self.blocks(node.children[1:]))

    @_block.register(ours.placeholder)
    def _placeholder(self, node: ours.placeholder) -> Iterable[b.Block]:
        yield b.Paragraph(self.line(node.children), "placeholder")

    @_block.register(ours.summary)
    def _summary(self, node: ours.summary) -> Iterable[b.Block]:
        yield b.Paragraph(self.line(node.children), "summary")

    @_block.register(nodes.literal_block)
    def _code(self, node: nodes.literal_block) -> Iterable[b.Block]:
        yield b.Code(node.astext(), node.get("language", ""))
        if node.get("language") == MERMAID:
            yield b.Own(SAID_OF_MERMAID)

    @_block.register(nodes.math_block)
    def _display(self, node: nodes.math_block) -> Iterable[b.Block]:
        yield b.Display(node.astext())

    @_block.register(nodes.bullet_list)
    @_block.register(nodes.enumerated_list)
    def _items(self, node: nodes.Element) -> Iterable[b.Block]:
        start = node.get("start", 1) if isinstance(node, nodes.enumerated_list) else None
        yield b.Items(tuple(map(self._item, node.children)), start)

    @_block.register(nodes.definition_list)
    def _definitions(self, node: nodes.definition_list) -> Iterable[b.Block]:
        yield b.Definitions(tuple(self._definition(item) for item in node.children))

    @_block.register(nodes.footnote)
    def _footnote(self, node: nodes.footnote) -> Iterable[b.Block]:
        label, *rest = node.children
        back = next(iter(node["backrefs"]), "")
        yield b.Footnote(label.astext(), node["ids"][0], self.blocks(rest), back)

    @_block.register(ours.thematic_break)
    def _rule(self, _: ours.thematic_break) -> Iterable[b.Block]:
        yield b.Rule()

    @_block.register(ours.marker)
    @_block.register(nodes.Invisible)
    def _nothing(self, _: nodes.Node) -> Iterable[b.Block]:
        return ()

    @_block.register(nodes.TextElement)
    def _text(self, node: nodes.TextElement) -> Iterable[b.Block]:
        yield from self._lined(node.children)

    def _heading(self, level: int, node: nodes.Element, ids: tuple[str, ...]) -> b.Heading:
        return b.Heading(level, self.line(node.children), ids)

    @_block.register(ours.question)
    def _question(self, node: ours.question) -> Iterable[b.Block]:
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

    @_block.register(nodes.paragraph)
    def _paragraph(self, node: nodes.paragraph) -> Iterable[b.Block]:
        leading = places_of(node)
        for piece in pieces(node) or [node.children]:  # what says nothing may have a name
            if isinstance(piece, list):
                yield from self._lined(piece)
                continue
            if names := tuple(name for name in leading[piece] if name in self._led):
                yield b.Places(names)
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
        picture = self._picture(path, said, named.number, image, address)
        return b.Figure(picture, named.told(), named.words, linked)

    def _picture(
        self, path: str, said: str, number: int, image: nodes.image | None, address: str
    ) -> b.Picture:
        alt = said or plain_alt(path, number, self._answering, self._words)
        width, height = (str(image.get(name, "")) if image else "" for name in ("width", "height"))
        return b.Picture(path, alt, width, height, address)

    def _item(self, node: nodes.Node) -> b.Item:
        ticked = None
        if isinstance(node, ours.checklist_item) and not node["broken"]:
            ticked = bool(node["ticked"])
        return b.Item(self._placed(node, self.blocks(node.children)), ticked)

    def _definition(self, node: nodes.Node) -> tuple[tuple[b.Line, ...], b.Blocks]:
        terms = [child for child in node.children if isinstance(child, nodes.term)]
        rest = [child for child in node.children if not isinstance(child, nodes.term)]
        lines = [(*self._places(term), *self.line(term.children)) for term in terms]
        if lines:
            lines[0] = (*self._places(node), *lines[0])
        return tuple(lines), self.blocks(rest)

    @_block.register(nodes.table)
    def _table(self, node: nodes.table) -> Iterable[b.Block]:
        spans = spans_of(node)
        rows: list[tuple[b.Cell, ...]] = []
        head = 0
        for row, held in groupby(cells(node), key=lambda found: found[1].parent):
            rows.append(
                tuple(
                    b.Cell(
                        self._cell(row, cell),
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
        yield b.Table(tuple(rows), head, columns, size, shares[:columns])

    def _cell(self, row: nodes.Node, cell: nodes.entry) -> b.Blocks:
        blocks = self._placed(cell, self.blocks(cell.children))
        return self._placed(row, blocks) if cell is row.children[0] else blocks

    # -- lines ------------------------------------------------------------------

    def line(self, children: Sequence[nodes.Node]) -> b.Line:
        """Return what stands in a line, with pieces that look alike joined."""
        return tuple(_joined(self._inline(children, frozenset(), "")))

    def _inline(
        self, children: Iterable[nodes.Node], marks: frozenset[b.Mark], address: str
    ) -> Iterator[b.Inline]:
        for node in children:
            yield from self._places(node, address)
            yield from self._piece(node, marks, address)

    @singledispatchmethod
    def _piece(
        self, node: nodes.Node, marks: frozenset[b.Mark], address: str
    ) -> Iterable[b.Inline]:
        """Yield the pieces of what stands in a line: as ``_block``."""
        mark = _MARKS.get(type(node))
        return self._inline(node.children, marks | {mark} if mark else marks, address)

    @_piece.register(nodes.Text)
    def _letters(
        self, node: nodes.Text, marks: frozenset[b.Mark], address: str
    ) -> Iterable[b.Inline]:
        yield b.Text(node.astext(), marks, address)

    @_piece.register(ours.line_break)
    def _break(self, *_: object) -> Iterable[b.Inline]:
        yield b.Break()

    @_piece.register(ours.image_note)
    def _image_note(
        self, node: ours.image_note, marks: frozenset[b.Mark], address: str
    ) -> Iterable[b.Inline]:
        yield b.Text(self._words.plain(node.rawsource), marks, address)

    @_piece.register(nodes.math)
    def _formula(self, node: nodes.math, _: frozenset[b.Mark], address: str) -> Iterable[b.Inline]:
        yield b.Formula(node.astext(), address)

    @_piece.register(nodes.image)
    def _image(self, node: nodes.image, _: frozenset[b.Mark], address: str) -> Iterable[b.Inline]:
        said = said_of(node["alt"], node["written"])
        yield self._picture(node["figure"], said, 0, node, address)

    @_piece.register(nodes.footnote_reference)
    def _note(self, node: nodes.footnote_reference, *_: object) -> Iterable[b.Inline]:
        yield b.Note(node.astext(), node["refid"])

    @_piece.register(nodes.inline)
    def _marked(
        self, node: nodes.inline, marks: frozenset[b.Mark], address: str
    ) -> Iterable[b.Inline]:
        names = [cast("b.Mark", name) for name in node["classes"] if name in INLINE]
        return self._inline(node.children, marks | set(names), address)

    @_piece.register(nodes.Invisible)
    def _unseen(self, *_: object) -> Iterable[b.Inline]:
        return ()

    @_piece.register(nodes.reference)
    def _link(self, node: nodes.reference, marks: frozenset[b.Mark], _: str) -> Iterable[b.Inline]:
        found = address_of(node)
        yield from self._inline(node.children, marks, found)
        path = node["refuri"]
        if not found and node.astext().strip() != path:  # a file beside the report: it is not here
            yield b.Text(f" ({path})", marks)


def says(line: b.Line) -> bool:
    """Tell whether a line holds anything but blanks and places."""
    return any(
        not isinstance(p, b.Text | b.Break | b.Place) or bool(getattr(p, "text", "").strip())
        for p in line
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
