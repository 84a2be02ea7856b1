"""Sections and questions of a report: for an outline, and to fold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from lsprotocol import types

from publisher.desk.lsp.phrases import meter
from publisher.diagnostics.ranges import Position, Range
from publisher.read.transforms import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.desk.lsp.documents import Judged


class _Section(NamedTuple):
    """A section of the tree, with its first line and its last, and how deep it lies."""

    node: nodes.section
    first: int
    last: int
    depth: int


def _sections(judged: Judged) -> list[_Section]:
    """Return the sections in the order of the text; each ends before the next that is not inside it."""
    if judged.report is None:
        return []
    found = [
        (node, max(1, line_of(node)), _depth(node))
        for node in judged.report.document.findall(nodes.section)
    ]
    end = len(judged.text.lines)
    sections = []
    for index, (node, first, depth) in enumerate(found):
        behind = (line for _, line, other in found[index + 1 :] if other <= depth)
        sections.append(_Section(node, first, max(first, next(behind, end + 1) - 1), depth))
    return sections


def _depth(node: nodes.Node) -> int:
    depth = 0
    while node.parent is not None:
        depth, node = depth + 1, node.parent
    return depth


def symbols(judged: Judged) -> list[types.DocumentSymbol]:
    """Return sections and questions, those inside others as their children."""
    questions = {id(question.node): question for question in judged.questions}
    top: list[types.DocumentSymbol] = []
    open_: list[tuple[int, list[types.DocumentSymbol]]] = [(-1, top)]
    for section in _sections(judged):
        question = questions.get(id(section.node))
        name = _title(section.node) or (question.label if question else "-")
        heading = _line(judged, section.first)
        children: list[types.DocumentSymbol] = []
        made = types.DocumentSymbol(
            name,
            types.SymbolKind.Field if question else types.SymbolKind.String,
            judged.text.range(Range(Position(section.first, 1), _end(judged, section.last))),
            judged.text.range(heading),
            detail=judged.said(meter(question)) if question else None,
            children=children,
        )
        while open_[-1][0] >= section.depth:
            open_.pop()
        open_[-1][1].append(made)
        open_.append((section.depth, children))
    return top


def flat(
    symbols: list[types.DocumentSymbol], uri: str, around: str = ""
) -> Iterator[types.SymbolInformation]:
    """Yield the same for an editor that knows no children."""
    for symbol in symbols:
        place = types.Location(uri, symbol.range)
        yield types.SymbolInformation(
            place, symbol.name, symbol.kind, container_name=around or None
        )
        yield from flat(list(symbol.children or ()), uri, symbol.name)


def folds(judged: Judged) -> list[types.FoldingRange]:
    """Return what can be folded: sections, questions, and the prompts in them; whole lines."""
    spans = [(section.first, section.last) for section in _sections(judged)]
    prompts = [list(_lines(q.prompt)) for q in judged.questions if q.prompt is not None]
    spans += ((min(lines), max(lines)) for lines in prompts if lines)
    found = {}
    for start, end in spans:
        filled = [n for n in range(start, end + 1) if judged.text.lines[n - 1].strip(" \t>")]
        if len(filled) > 1:
            found[filled[0]] = types.FoldingRange(filled[0] - 1, filled[-1] - 1)
    return [found[first] for first in sorted(found)]


def _lines(node: nodes.Element) -> Iterator[int]:
    """Yield the lines in which the blocks of a prompt begin, that of its marker last."""
    return (inner.line for inner in node.findall(nodes.Element) if inner.line)


def _title(node: nodes.section) -> str:
    title = next(iter(node.findall(nodes.title)), None)
    return " ".join(title.astext().split()) if title is not None else ""


def _line(judged: Judged, line: int) -> Range:
    return Range(Position(line, 1), _end(judged, line))


def _end(judged: Judged, line: int) -> Position:
    lines = judged.text.lines
    line = min(line, len(lines))
    return Position(line, len(lines[line - 1]) + 1)
