"""A report as blocks: what the formats that know no HTML are written from (``walk`` makes them).

They say what is there, and nothing of how it looks; whatever of docutils' odds matters to a reader is solved.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.language.message import Message
    from publisher.report.question import Question

Mark = Literal[
    "strong", "emphasis", "literal", "deleted", "inserted", "kbd", "marked", "small", "sub", "super"
]
"""What sets a piece of a line apart."""


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of a line.  ``address``: where it leads as a link, ``#name`` within the report; empty: nowhere."""

    text: str
    marks: frozenset[Mark] = frozenset()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A new line within a paragraph."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a line to which a link of the report leads, by ``name``; ``address``: as of ``Text``, what it stands in."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a line; ``source``: its LaTeX; ``address``: as of ``Text``."""

    source: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a line.

    ``path``: of the file; ``alt``: never empty; ``width``, ``height``: as an author gave them, may be empty; ``address``:
    as of ``Text``.
    """

    path: str
    alt: str
    width: str = ""
    height: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote's number in the text; ``label``: the number, ``target``: the footnote's name."""

    label: str
    target: str


Inline = Text | Break | Place | Formula | Picture | Note
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level``: 2 for a part, the report's title has 1; ``ids``: its names."""

    level: int
    line: Line
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``kind``: empty, ``summary`` (of what folds on a screen), ``placeholder``."""

    line: Line
    kind: Literal["", "summary", "placeholder"] = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Places before the next block, which has no line that could hold them; ``names``: as of ``Place``."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """A paragraph of our own."""

    said: Message


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of code."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Display:
    """A formula on lines of its own; ``source``: its LaTeX."""

    source: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with a caption.

    ``number``: as it is said, None where figures are not counted (outside of answers); ``caption``: the author's, or empty;
    ``linked``: the answer only links to it.
    """

    picture: Picture
    number: Message | None
    caption: str
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; ``ticked``: None where it has no box."""

    blocks: Blocks
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``start``: of its numbers, None: it has none."""

    items: tuple[Item, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms, each with what is said of it."""

    items: tuple[tuple[tuple[Line, ...], Blocks], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """What is set apart; ``kind``: ``quote``, ``example`` (in a prompt), ``details`` or that of an alert."""

    kind: str
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``column``: where it begins, from 0; ``columns``, ``rows``: that it spans."""

    blocks: Blocks
    column: int
    columns: int = 1
    rows: int = 1
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    ``head``: how many of its rows stand above the others; ``size``, ``shares``: see ``table_width.shares_of``.
    """

    rows: tuple[tuple[Cell, ...], ...]
    head: int
    columns: int
    size: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote's text; ``label``, ``target``: as of ``Note``; ``back``: the name of its number's place in the text, or empty."""

    label: str
    target: str
    blocks: Blocks
    back: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between paragraphs."""


@dataclass(frozen=True, slots=True)
class State:
    """The place where a question's state is said; ``quiet``: its counts only."""

    question: Question
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is asked."""

    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered; ``number``: the question's."""

    number: int
    blocks: Blocks


Block = (
    Heading
    | Paragraph
    | Places
    | Own
    | Code
    | Display
    | Figure
    | Items
    | Definitions
    | Box
    | Table
    | Footnote
    | Rule
    | State
    | Prompt
    | Answer
)
Blocks = tuple[Block, ...]


def pictures_in(found: object) -> Iterator[Picture]:
    """Yield the pictures in blocks, or in what else they are made of, in their order."""
    return (part for part in _all_in(found) if isinstance(part, Picture))


def names_in(found: object) -> Iterator[str]:
    """Yield the names of all places in blocks, or in what else they are made of: those to which a link can lead."""
    for part in _all_in(found):
        match part:
            case Place(name) | Footnote(target=name):
                yield name
            case Places(names) | Heading(ids=names):
                yield from names


def _all_in(found: object) -> Iterator[object]:
    if isinstance(found, tuple):
        for part in found:
            yield from _all_in(part)
    elif is_dataclass(found) and not isinstance(found, State):
        yield found
        for field in fields(found):
            yield from _all_in(getattr(found, field.name))
