"""Glyphs that grow: brackets, roots, arrows and braces of any size."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from publisher.pdf.formulas.boxes import Box, Glyph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.pdf.formulas.font import MathFont, Part

__all__ = ["grown", "one_glyph", "widest"]

_MOST_PARTS = 500
"""Of a bracket: it stands around more lines than a page has."""


def one_glyph(font: MathFont, glyph: int, size: float, text: str) -> Box:
    """Return a glyph, ``size`` ems large, as a box: as high and as deep as its ink."""
    _, bottom, _, top = font.ink(glyph)
    return Box(
        width=font.advance(glyph) * size,
        height=top * size,
        depth=-bottom * size,
        parts=[(0, 0, Glyph(glyph, size, text))],
        glyph=glyph,
        size=size,
        italic=font.italic(glyph) * size,
    )


def grown(font: MathFont, character: str, size: float, length: float, *, upright: bool) -> Box:
    """Return a character ``size`` ems large, at least ``length`` ems long or as long as it gets.

    Its shape stands on the base line if it is upright, else it begins at the left.
    """
    glyph = font.glyph(character)
    wanted = length / size
    variants = font.variants(glyph, upright=upright) or ((glyph, 0.0),)
    found = next((variant for variant, long in variants if long >= wanted), None)
    if found is None and (parts := font.assembly(glyph, upright=upright)):
        return _assembled(font, parts, size, wanted, character, upright=upright)
    return one_glyph(font, found or variants[-1][0], size, character)


def widest(font: MathFont, character: str, size: float, width: float) -> Box:
    """Return the widest shape of an accent, ``size`` ems large, that is not wider than ``width`` ems."""
    glyph = font.glyph(character)
    fitting = [
        variant
        for variant, _ in font.variants(glyph, upright=False)
        if _width(font, variant) * size <= width
    ]
    return one_glyph(font, fitting[-1] if fitting else glyph, size, character)


def _width(font: MathFont, glyph: int) -> float:
    left, _, right, _ = font.ink(glyph)
    return right - left


def _assembled(
    font: MathFont, parts: Sequence[Part], size: float, wanted: float, text: str, *, upright: bool
) -> Box:
    """Put parts together: as few repeats as fill the length, which then lie over each other as needed."""
    least = font.overlap(upright=upright)
    one, two = (_longest(_repeated(parts, times), least) for times in (1, 2))
    times = 1
    if two > one:
        times += min(_MOST_PARTS, max(0, -int((one - wanted) // (two - one))))
    row = _repeated(parts, times)
    spare = max(0.0, _longest(row, least) - wanted)
    joints = [_joint(a, b, least) for a, b in pairwise(row)]
    room = sum(most - few for few, most in joints)
    share = min(1.0, spare / room) if room else 0.0
    overlaps = [*(few + share * (most - few) for few, most in joints), 0.0]
    made = Box()
    at = 0.0
    for place, part in enumerate(row):
        mark = one_glyph(font, part.glyph, size, "" if place else text)
        if upright:  # each part stands on the one below it
            made.put(0, at * size + mark.depth, mark)
            made.width = max(made.width, mark.width)
        else:
            left, _, _, _ = font.ink(part.glyph)
            made.put((at - left) * size, 0, mark)
        at += part.size - overlaps[place]
    if not upright:
        made.width = at * size
    return made


def _repeated(parts: Sequence[Part], times: int) -> list[Part]:
    return [part for part in parts for _ in range(times if part.extends else 1)]


def _longest(row: Sequence[Part], least: float) -> float:
    """Return the length of parts that lie over each other as little as they may."""
    joints = sum(_joint(a, b, least)[0] for a, b in pairwise(row))
    return sum(part.size for part in row) - joints


def _joint(one: Part, other: Part, least: float) -> tuple[float, float]:
    """Return how far two parts at least and at most lie over each other."""
    most = min(one.end, other.start)
    return min(least, most), most
