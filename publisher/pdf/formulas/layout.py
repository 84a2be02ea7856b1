"""MathML to boxes: MathML Core's rules for each element, with the room that the MathML itself names.

(W3C, "MathML Core"; what it leaves to the program is TeX's: The TeXbook, appendix G.)
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from publisher.pdf.formulas.boxes import Box, Rule, Stroke
from publisher.pdf.formulas.letters import DOTLESS, italic, plain
from publisher.pdf.formulas.stretch import grown, one_glyph, widest
from publisher.pdf.formulas.style import Style
from publisher.pdf.formulas.tables import laid_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from xml.etree.ElementTree import Element

    from publisher.pdf.formulas.font import MathFont

__all__ = ["Layout", "MissingGlyphError", "ems"]

_LARGE: Final = frozenset("∑∏∐∫∬∭⨌∮∯∰∱∲∳⋂⋃⋀⋁⨀⨁⨂⨄⨅⨆")
_INTEGRALS: Final = frozenset("∫∬∭⨌∮∯∰∱∲∳")
# What MathML has beside a letter, as the font has it above one.
_ABOVE: Final = {
    "ˆ": "\u0302", "^": "\u0302", "ˉ": "\u0304", "~": "\u0303", "˙": "\u0307", "¨": "\u0308", "´": "\u0301",
    "`": "\u0300", "˘": "\u0306", "ˇ": "\u030c", "˚": "\u030a", "→": "\u20d7", "←": "\u20d6", "↔": "\u20e1",
}  # fmt: skip
_BELOW: Final = {"→": "\u20ef", "←": "\u20ee", "↔": "\u034d"}
_LINE: Final = "‾"
_NULL: Final = 0.12
"""Room beside a fraction: TeX's \\nulldelimiterspace."""
_COVERED: Final = 0.901
_SHORT: Final = 0.5
"""A bracket covers so much of what it stands around, or is so many ems short of it, as in TeX."""
_PADDING: Final = 0.25
"""Between a frame and what is in it."""
_FRAME: Final = 0.045
_ARROW: Final = 1.75
"""The least length of an arrow that something stands on, as in KaTeX."""
_HUGE: Final = 4.0
"""More than anything is high: what is put into a box makes its height."""


class MissingGlyphError(ValueError):
    """The font has no glyph for a character of a formula; the character is the error's text."""


def ems(length: str | None) -> float:
    """Return a length that MathML names, which is one in ems."""
    return float(length.removesuffix("em")) if length else 0.0


class Layout:
    """Lays out formulas with one font."""

    def __init__(self, font: MathFont) -> None:
        """Take the font."""
        self.font = font
        self.constants = font.constants
        self._sizes = (1.0, font.constants.script_scale, font.constants.script_script_scale)
        self._by_tag: dict[str, Callable[[Element, Style], Box]] = {
            "mi": self._identifier, "mn": self._text, "mtext": self._text, "mo": self._operator, "mspace": self._space,
            "mfrac": self._fraction, "msqrt": self._root, "mroot": self._root, "msub": self._scripts,
            "msup": self._scripts, "msubsup": self._scripts, "munder": self._limits, "mover": self._limits,
            "munderover": self._limits, "mtable": self._table, "mstyle": self._styled, "mpadded": self._padded,
            "mphantom": self._phantom, "menclose": self._enclosed,
        }  # fmt: skip

    def size(self, style: Style) -> float:
        """Return the size of letters, in ems of the text."""
        return self._sizes[style.level]

    def axis(self, style: Style) -> float:
        """Return the height of fraction bars, and of the middle of brackets."""
        return float(self.constants.axis_height) * self.size(style)

    def box(self, element: Element, style: Style) -> Box:
        """Return an element laid out.

        Raises MissingGlyphError where a character has no glyph.
        """
        made = self._by_tag.get(element.tag, self._row)(element, style)
        made.colour = element.get("mathcolor", made.colour)
        return made

    # -- rows ---------------------------------------------------------------------------------

    def _row(self, element: Element, style: Style) -> Box:
        return beside(self.boxes(list(element), style))

    def boxes(self, elements: Sequence[Element], style: Style) -> list[Box]:
        """Return elements of a row, with brackets as large as what they stand around."""
        sized = [None if _grows(part) else self.box(part, style) for part in elements]
        axis = self.axis(style)
        others = [part for part in sized if part is not None]
        half = max([max(part.height - axis, part.depth + axis) for part in others], default=0.0)
        covered = max(2 * half * _COVERED, 2 * half - _SHORT)
        return [
            self._bracket(element, style, covered) if made is None else made
            for element, made in zip(elements, sized, strict=True)
        ]

    def _bracket(self, element: Element, style: Style, length: float) -> Box:
        size = self.size(style)
        asked = ems(element.get("minsize"))
        made = grown(self.font, element.text or "", size, asked * size or length, upright=True)
        made = self._centred(made, style)
        made.colour = element.get("mathcolor", "")
        return made

    def _centred(self, box: Box, style: Style) -> Box:
        """Return a box moved so that its middle is at the height of fraction bars."""
        moved = Box(width=box.width, glyph=box.glyph, size=box.size, italic=box.italic)
        moved.height = moved.depth = -_HUGE
        moved.put(0, self.axis(style) - (box.height - box.depth) / 2, box)
        return moved

    # -- signs --------------------------------------------------------------------------------

    def _signs(self, text: str, style: Style) -> Box:
        """Return a text as it stands."""
        size = self.size(style)
        made = Box(height=-_HUGE, depth=-_HUGE)
        shaped = self.font.shaped(text, style.level)
        for glyph in shaped:
            if not glyph.glyph:
                raise MissingGlyphError(glyph.text)
            box = one_glyph(self.font, glyph.glyph, size, plain(glyph.text))
            made.put(made.width, 0, box)
            made.width += glyph.advance * size
        if not shaped:
            made.height = made.depth = 0
        if len(shaped) == 1:
            made.glyph, made.size, made.italic = shaped[0].glyph, size, box.italic
        return made

    def _text(self, element: Element, style: Style) -> Box:
        return self._signs(element.text or "", style)

    def _identifier(self, element: Element, style: Style) -> Box:
        text = element.text or ""
        upright = element.get("mathvariant") == "normal"
        return self._signs(text if upright else italic(text), style)

    def _operator(self, element: Element, style: Style) -> Box:
        text = element.text or ""
        size = self.size(style)
        if text == "\u2061":  # a function is applied: nothing to see
            return Box(width=ems(element.get("rspace")) * size)
        if text in _LARGE and self.font.glyph(text):
            length = self.constants.display_operator_min_height * size if style.display else 0
            made = self._centred(grown(self.font, text, size, length, upright=True), style)
        else:
            made = self._signs(text, style)
        left, right = (ems(element.get(side)) * size for side in ("lspace", "rspace"))
        if not left and not right:
            return made
        roomy = Box(width=left + made.width + right, height=-_HUGE, depth=-_HUGE)
        roomy.put(left, 0, made)
        return roomy

    def _space(self, element: Element, style: Style) -> Box:
        return Box(width=ems(element.get("width")) * self.size(style))

    # -- fractions and roots ------------------------------------------------------------------

    def _fraction(self, element: Element, style: Style) -> Box:
        c, size = self.constants, self.size(style)
        above = self.box(element[0], style.part(cramped=False))
        below = self.box(element[1], style.part(cramped=True))
        ruled = element.get("linethickness") != "0"
        axis = self.axis(style)
        thick = c.fraction_rule_thickness * size if ruled else 0.0
        kind = "fraction" if ruled else "stack"
        names = {
            "fraction": ("numerator", "denominator"),
            "stack": ("top", "bottom"),
        }[kind]
        shown = "_display" if style.display else ""
        up = getattr(c, f"{kind}_{names[0]}{shown}_shift_up") * size
        down = getattr(c, f"{kind}_{names[1]}{shown}_shift_down") * size
        if ruled:
            gap_above = getattr(c, f"fraction_numerator{shown}_gap_min") * size
            gap_below = getattr(c, f"fraction_denominator{shown}_gap_min") * size
            up = max(up, axis + thick / 2 + gap_above + above.depth)
            down = max(down, below.height + gap_below + thick / 2 - axis)
        else:
            missing = getattr(c, f"stack{shown}_gap_min") * size - (
                up - above.depth + down - below.height
            )
            up, down = up + max(0, missing) / 2, down + max(0, missing) / 2
        width = max(above.width, below.width)
        pad = _NULL * size if ruled else 0.0
        made = Box(width=width + 2 * pad)
        made.put(pad + (width - above.width) / 2, up, above)
        made.put(pad + (width - below.width) / 2, -down, below)
        if ruled:
            made.parts.append((pad, axis - thick / 2, Rule(width, thick)))
        return made

    def _root(self, element: Element, style: Style) -> Box:
        c, size = self.constants, self.size(style)
        inner = self.box(element[0], replace(style, cramped=True))
        gap = c.radical_display_vertical_gap if style.display else c.radical_vertical_gap
        gap, thick = gap * size, c.radical_rule_thickness * size
        radical = grown(
            self.font, "√", size, inner.height + inner.depth + gap + thick, upright=True
        )
        whole = radical.height + radical.depth
        gap = max(gap, (gap + whole - thick - inner.height - inner.depth) / 2)
        top = inner.height + gap + thick
        made = Box()
        left = 0.0
        if element.tag == "mroot":
            degree = self.box(element[1], Style(2, cramped=style.cramped))
            raised = top - whole + c.radical_degree_bottom_raise * whole
            before = c.radical_kern_before_degree * size
            left = max(0.0, before + degree.width + c.radical_kern_after_degree * size)
            made.put(
                max(before, left - degree.width - c.radical_kern_after_degree * size),
                raised + degree.depth,
                degree,
            )
        made.put(left, top - radical.height, radical)
        left += radical.width
        made.put(left, 0, inner)
        made.parts.append((left, top - thick, Rule(inner.width, thick)))
        made.width = left + inner.width
        made.height = max(made.height, top + c.radical_extra_ascender * size)
        return made

    # -- indices ------------------------------------------------------------------------------

    def _scripts(self, element: Element, style: Style) -> Box:
        c, size = self.constants, self.size(style)
        base = self.box(element[0], style)
        sub = sup = None
        if element.tag != "msup":
            sub = self.box(element[1], style.script(cramped=True))
        if element.tag != "msub":
            sup = self.box(element[-1], style.script(cramped=False))
        single = bool(base.glyph) and not _is_large(element[0])
        down = up = 0.0
        if sub is not None:
            drop = 0 if single else base.depth + c.subscript_baseline_drop_min * size
            down = max(c.subscript_shift_down * size, drop, sub.height - c.subscript_top_max * size)
        if sup is not None:
            least = (
                c.superscript_shift_up_cramped if style.cramped else c.superscript_shift_up
            ) * size
            drop = 0 if single else base.height - c.superscript_baseline_drop_max * size
            up = max(least, drop, sup.depth + c.superscript_bottom_min * size)
        if sub is not None and sup is not None:
            missing = c.sub_superscript_gap_min * size - (up - sup.depth + down - sub.height)
            if missing > 0:
                lift = c.superscript_bottom_max_with_subscript * size - (up - sup.depth)
                lift = min(missing, max(0.0, lift))
                up, down = up + lift, down + missing - lift
        made = Box(height=-_HUGE, depth=-_HUGE)
        made.put(0, 0, base)
        leaning = _base_text(element[0]) in _INTEGRALS
        right = 0.0
        if sub is not None:
            x = base.width - (base.italic if leaning else 0)
            x += self._cut_in(base, sub, 2, down) if single else 0
            made.put(x, -down, sub)
            right = x + sub.width
        if sup is not None:
            x = base.width + (0 if leaning else base.italic)
            x += self._cut_in(base, sup, 0, up) if single else 0
            made.put(x, up, sup)
            right = max(right, x + sup.width)
        made.width = max(base.width, right) + c.space_after_script * size
        return made

    def _cut_in(self, base: Box, script: Box, corner: int, shift: float) -> float:
        """Return by how much a script moves into the corner of the letter that it belongs to."""
        if corner:  # below: at the script's top, and at the letter's bottom
            heights = script.height - shift, -base.depth
        else:
            heights = shift - script.depth, base.height
        kerns = [
            self.font.kern(base.glyph, corner, height / base.size) * base.size for height in heights
        ]
        return min(kerns)

    def _limits(self, element: Element, style: Style) -> Box:
        if "true" in (element.get("accent"), element.get("accentunder")):
            return self._marked(element, style)
        c, size = self.constants, self.size(style)
        under = over = None
        if element.tag != "mover":
            under = self.box(element[1], style.script(cramped=True))
        if element.tag != "munder":
            over = self.box(element[-1], style.script(cramped=False))
        if _grows(element[0]):  # an arrow, as long as what is above and below it
            long = max([_ARROW * size, *(part.width for part in (under, over) if part is not None)])
            base = grown(self.font, element[0].text or "", size, long, upright=False)
        else:
            base = self.box(element[0], style)
        lean = base.italic / 2
        middle = base.width / 2
        places: list[tuple[float, float, Box]] = [(0.0, 0.0, base)]
        if under is not None:
            down = max(
                base.depth + c.lower_limit_gap_min * size + under.height,
                base.depth + c.lower_limit_baseline_drop_min * size,
            )
            places.append((middle - under.width / 2 - lean, -down, under))
        if over is not None:
            up = max(
                base.height + c.upper_limit_gap_min * size + over.depth,
                base.height + c.upper_limit_baseline_rise_min * size,
            )
            places.append((middle - over.width / 2 + lean, up, over))
        return _held(places)

    def _marked(self, element: Element, style: Style) -> Box:
        """Return what has an accent, a line, a brace or an arrow above or below it."""
        c, size = self.constants, self.size(style)
        below = element.tag == "munder"
        text = element[1].text or ""
        base = self._without_dot(element[0], style) if not below else None
        base = base or self.box(element[0], replace(style, cramped=True))
        if text == _LINE:
            return self._lined(base, size, below=below)
        grows = element[1].get("stretchy") == "true"
        found = (_BELOW if below else _ABOVE).get(text, text)
        if not self.font.glyph(found):
            raise MissingGlyphError(text)
        if grows and found in "\u0302\u0303\u030c":
            mark = widest(self.font, found, size, base.width)
        elif grows:
            mark = grown(self.font, found, size, base.width, upright=False)
        else:
            mark = one_glyph(self.font, self.font.glyph(found), size, text)
        left, right = mark.ink(self.font)
        if mark.glyph:
            inks = self.font.ink(mark.glyph)
            left, right = inks[0] * size, inks[2] * size
        at = base.width / 2 - (left + right) / 2
        if base.glyph and not below and not grows:
            own = self.font.accent(mark.glyph) * size if mark.glyph else (left + right) / 2
            at = self.font.accent(base.glyph) * base.size - own
        combining = unicodedata.category(found) == "Mn"
        gap = c.stretch_stack_gap_above_min * size
        if below:
            y = -(base.depth + gap + mark.height)
        elif combining:
            y = base.height - min(base.height, c.accent_base_height * size)
        else:
            y = base.height + gap + mark.depth
        mark.width = 0
        made = Box(width=base.width, glyph=base.glyph, size=base.size, italic=base.italic)
        made.height = made.depth = -_HUGE
        made.put(0, 0, base)
        made.put(at, y, mark)
        return made

    def _without_dot(self, element: Element, style: Style) -> Box | None:
        """Return an i or a j under an accent; None: it is none."""
        bare = DOTLESS.get(element.text or "") if element.tag == "mi" else None
        return self._signs(bare, replace(style, cramped=True)) if bare else None

    def _lined(self, base: Box, size: float, *, below: bool) -> Box:
        c = self.constants
        made = Box(width=base.width, height=-_HUGE, depth=-_HUGE)
        made.put(0, 0, base)
        thick = (c.underbar_rule_thickness if below else c.overbar_rule_thickness) * size
        if below:
            y = -base.depth - c.underbar_vertical_gap * size - thick
            made.depth = -y + c.underbar_extra_descender * size
        else:
            y = base.height + c.overbar_vertical_gap * size
            made.height = y + thick + c.overbar_extra_ascender * size
        made.parts.append((0, y, Rule(base.width, thick)))
        return made

    # -- what stands around -------------------------------------------------------------------

    def _table(self, element: Element, style: Style) -> Box:
        return laid_out(self, element, style)

    def _styled(self, element: Element, style: Style) -> Box:
        level = int(element.get("scriptlevel", style.level))
        display = {"true": True, "false": False}.get(
            element.get("displaystyle", ""), style.display and level == style.level
        )
        return self._row(element, replace(style, level=min(2, level), display=display))

    def _padded(self, element: Element, style: Style) -> Box:
        made = self._row(element, style)
        size = self.size(style)
        width = element.get("width")
        moved = Box(width=made.width, height=-_HUGE, depth=-_HUGE)
        moved.put(ems(element.get("lspace")) * size, 0, made)
        if width is not None:
            own = ems(width.removeprefix("+")) * size
            moved.width = made.width + own if width.startswith("+") else own
        if element.get("height") is not None:
            moved.height = ems(element.get("height")) * size
        if element.get("depth") is not None:
            moved.depth = ems(element.get("depth")) * size
        return moved

    def _phantom(self, element: Element, style: Style) -> Box:
        inner = self._row(element, style)
        return Box(inner.width, inner.height, inner.depth)

    def _enclosed(self, element: Element, style: Style) -> Box:
        inner = self._row(element, style)
        size = self.size(style)
        notation = element.get("notation", "").split()
        pad = _PADDING * size if "box" in notation else 0.0
        thick = _FRAME * size
        made = Box(inner.width + 2 * pad, inner.height + pad, inner.depth + pad)
        made.parts.append((pad, 0, inner))
        high = made.height + made.depth
        if "box" in notation:
            for x, y, wide, tall in (
                (0, -made.depth, made.width, thick),
                (0, made.height - thick, made.width, thick),
                (0, -made.depth, thick, high),
                (made.width - thick, -made.depth, thick, high),
            ):
                made.parts.append((x, y, Rule(wide, tall)))
        if "updiagonalstrike" in notation:
            made.parts.append((0, -made.depth, Stroke(made.width, high, thick)))
        if "downdiagonalstrike" in notation:
            made.parts.append((0, made.height, Stroke(made.width, -high, thick)))
        if "horizontalstrike" in notation:
            made.parts.append((0, self.axis(style) - thick / 2, Rule(made.width, thick)))
        return made


def beside(boxes: Sequence[Box]) -> Box:
    """Return boxes side by side on one base line."""
    if len(boxes) == 1:
        return boxes[0]
    made = Box(height=-_HUGE, depth=-_HUGE) if boxes else Box()
    for box in boxes:
        made.put(made.width, 0, box)
        made.width += box.width
    return made


def _held(places: Sequence[tuple[float, float, Box]]) -> Box:
    """Return boxes at their places, moved so that none begins left of the whole."""
    left = min(x for x, _, _ in places)
    made = Box(height=-_HUGE, depth=-_HUGE)
    for x, y, box in places:
        made.put(x - left, y, box)
        made.width = max(made.width, x - left + box.width)
    return made


def _grows(element: Element) -> bool:
    return element.tag == "mo" and element.get("stretchy") == "true"


def _base_text(element: Element) -> str:
    return (element.text or "") if element.tag == "mo" else ""


def _is_large(element: Element) -> bool:
    return _base_text(element) in _LARGE
