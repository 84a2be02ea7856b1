"""What a formula is laid out in: boxes with a base line, glyphs and rules in them.  Lengths are ems of the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.pdf.formulas.font import MathFont

__all__ = ["Box", "Glyph", "Mark", "Placed", "Rule", "Stroke"]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of the font, ``size`` ems large, that shows a text."""

    glyph: int
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A filled rectangle above its place and to the right of it."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line from its place to another, so far to the right and up."""

    right: float
    up: float
    thickness: float


Mark = Glyph | Rule | Stroke


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark where it stands: from the box's left and its base line, upwards."""

    x: float
    y: float
    mark: Mark
    colour: str


@dataclass(slots=True)
class Box:
    """A part of a formula.

    ``width``: to what stands beside it; ``height``: above the base line; ``depth``: below it; ``parts``: marks
    and boxes in it, with their places: from its left, and upwards from its base line; ``glyph``: the one glyph
    that it is, 0: it is none or more; ``size``: of that glyph; ``italic``: by how much its end leans over what
    is beside its top; ``colour``: of its marks; empty: that around it.
    """

    width: float = 0
    height: float = 0
    depth: float = 0
    parts: list[tuple[float, float, Mark | Box]] = field(default_factory=list)
    glyph: int = 0
    size: float = 1
    italic: float = 0
    colour: str = ""

    def put(self, x: float, y: float, part: Box) -> None:
        """Put a box ``x`` to the right and ``y`` up into this one, which grows in height and depth to hold it."""
        self.parts.append((x, y, part))
        self.height = max(self.height, part.height + y)
        self.depth = max(self.depth, part.depth - y)

    def marks(self) -> Iterator[Placed]:
        """Yield all marks, in the order in which they were put."""
        waiting: list[tuple[float, float, Mark | Box, str]] = [(0.0, 0.0, self, "")]
        while waiting:
            x, y, part, colour = waiting.pop()
            if isinstance(part, Box):
                own = part.colour or colour
                waiting += [(x + a, y + b, inner, own) for a, b, inner in reversed(part.parts)]
            else:
                yield Placed(x, y, part, colour)

    def ink(self, font: MathFont) -> tuple[float, float]:
        """Return the left and the right of what is drawn: a slanted letter leans out of its box."""
        left, right = 0.0, self.width
        for placed in self.marks():
            if isinstance(placed.mark, Glyph):
                sides = font.ink(placed.mark.glyph)
                left = min(left, placed.x + sides[0] * placed.mark.size)
                right = max(right, placed.x + sides[2] * placed.mark.size)
        return left, right
