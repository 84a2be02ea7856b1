"""How large a part of a formula is drawn, by where it stands in it (The TeXbook, chapter 17: the styles)."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Style"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a part is drawn.

    ``level``: of an index: 0 none, 1 an index, 2 one of an index; ``display``: as large as a formula on lines
    of its own; ``cramped``: with something above it, so that exponents are lower.
    """

    level: int = 0
    display: bool = False
    cramped: bool = False

    def script(self, *, cramped: bool) -> Style:
        """Return that of an index or exponent."""
        return Style(min(2, self.level + 1), cramped=cramped or self.cramped)

    def part(self, *, cramped: bool) -> Style:
        """Return that of a part of a fraction."""
        level = self.level if self.display else min(2, self.level + 1)
        return Style(level, cramped=cramped or self.cramped)
