"""The font of formulas, as HarfBuzz reads it: glyphs, their sizes, and its table for mathematics.

All lengths are in ems.  (OpenType specification, "MATH - The mathematical typesetting table".)
"""

from __future__ import annotations

from contextlib import suppress
from ctypes import CDLL, POINTER, Structure, byref, c_int, c_int32, c_uint, c_uint32, c_void_p
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MathFont", "Part", "Shaped"]

_VARIANTS: Final = 32
"""So many sizes of a glyph are looked at; a font has fewer."""
_CONSTANTS: Final = (
    "script_scale", "script_script_scale", "delimited_sub_formula_min_height", "display_operator_min_height",
    "math_leading", "axis_height", "accent_base_height", "flattened_accent_base_height", "subscript_shift_down",
    "subscript_top_max", "subscript_baseline_drop_min", "superscript_shift_up", "superscript_shift_up_cramped",
    "superscript_bottom_min", "superscript_baseline_drop_max", "sub_superscript_gap_min",
    "superscript_bottom_max_with_subscript", "space_after_script", "upper_limit_gap_min",
    "upper_limit_baseline_rise_min", "lower_limit_gap_min", "lower_limit_baseline_drop_min", "stack_top_shift_up",
    "stack_top_display_shift_up", "stack_bottom_shift_down", "stack_bottom_display_shift_down", "stack_gap_min",
    "stack_display_gap_min", "stretch_stack_top_shift_up", "stretch_stack_bottom_shift_down",
    "stretch_stack_gap_above_min", "stretch_stack_gap_below_min", "fraction_numerator_shift_up",
    "fraction_numerator_display_shift_up", "fraction_denominator_shift_down",
    "fraction_denominator_display_shift_down", "fraction_numerator_gap_min", "fraction_numerator_display_gap_min",
    "fraction_rule_thickness", "fraction_denominator_gap_min", "fraction_denominator_display_gap_min",
    "skewed_fraction_horizontal_gap", "skewed_fraction_vertical_gap", "overbar_vertical_gap",
    "overbar_rule_thickness", "overbar_extra_ascender", "underbar_vertical_gap", "underbar_rule_thickness",
    "underbar_extra_descender", "radical_vertical_gap", "radical_display_vertical_gap",
    "radical_rule_thickness", "radical_extra_ascender", "radical_kern_before_degree",
    "radical_kern_after_degree", "radical_degree_bottom_raise",
)  # fmt: skip
"""In HarfBuzz's order (``hb_ot_math_constant_t``)."""
_PERCENT: Final = {"script_scale", "script_script_scale", "radical_degree_bottom_raise"}
_LIBRARIES: Final = (
    "libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll", "libharfbuzz-0", "harfbuzz", "harfbuzz-0.0",
)  # fmt: skip
"""Its names on the systems; WeasyPrint has loaded it."""
_LEFT_TO_RIGHT, _BOTTOM_TO_TOP = 4, 7
_EXTENDER: Final = 1


@dataclass(frozen=True, slots=True)
class Shaped:
    """A glyph that stands for a text.

    ``glyph``: its number in the font; ``text``: the characters that it shows; empty where another glyph shows
    them, too; ``advance``: to the next glyph.
    """

    glyph: int
    text: str
    advance: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a glyph that is put together.

    ``glyph``: its number in the font; ``start``: how far it may lie over the part before it; ``end``: how far
    the part behind it may lie over it; ``size``: its whole length; ``extends``: whether it is left out or
    repeated to fill a length.
    """

    glyph: int
    start: float
    end: float
    size: float
    extends: bool


class _Extents(Structure):
    _fields_ = (("left", c_int32), ("top", c_int32), ("width", c_int32), ("height", c_int32))


class _Variant(Structure):
    _fields_ = (("glyph", c_uint32), ("size", c_int32))


class _Part(Structure):
    _fields_ = (
        ("glyph", c_uint32), ("start", c_int32), ("end", c_int32), ("size", c_int32), ("flags", c_uint32)
    )  # fmt: skip


class _Info(Structure):
    _fields_ = (
        ("glyph", c_uint32),
        ("mask", c_uint32),
        ("cluster", c_uint32),
        ("others", c_uint32 * 2),
    )


class _Position(Structure):
    _fields_ = (("advance", c_int32), ("others", c_int32 * 3), ("other", c_uint32))


class _Feature(Structure):
    _fields_ = (("tag", c_uint32), ("value", c_uint32), ("start", c_uint32), ("end", c_uint32))


# What each function gives; a pointer if nothing is said.
_GIVES: Final = {
    "hb_font_get_nominal_glyph": c_int, "hb_font_get_glyph_h_advance": c_int32, "hb_face_get_upem": c_uint,
    "hb_font_get_glyph_extents": c_int, "hb_ot_math_get_constant": c_int32,
    "hb_ot_math_get_glyph_italics_correction": c_int32, "hb_ot_math_get_glyph_kerning": c_int32,
    "hb_ot_math_get_glyph_top_accent_attachment": c_int32, "hb_ot_math_get_min_connector_overlap": c_int32,
    "hb_ot_math_get_glyph_variants": c_uint, "hb_ot_math_get_glyph_assembly": c_uint,
    "hb_buffer_get_glyph_infos": POINTER(_Info), "hb_buffer_get_glyph_positions": POINTER(_Position),
}  # fmt: skip
_OTHERS: Final = (
    "hb_blob_create_from_file", "hb_face_create", "hb_font_create", "hb_buffer_create",
    "hb_buffer_clear_contents", "hb_buffer_add_utf32", "hb_buffer_set_direction", "hb_buffer_set_script", "hb_shape",
)  # fmt: skip


@cache
def _harfbuzz() -> Any:
    """Return the library.

    Raises OSError where it has none of its names, or lacks a function.
    """
    for name in _LIBRARIES:
        with suppress(OSError):
            library = CDLL(name)
            break
    else:
        raise OSError("no HarfBuzz")
    try:
        for name in (*_GIVES, *_OTHERS):
            getattr(library, name).restype = _GIVES.get(name, c_void_p)
    except AttributeError as error:
        raise OSError(str(error)) from error
    return library


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")


class MathFont:
    """One font, which stays open."""

    def __init__(self, path: Path) -> None:
        """Open the font at ``path``.

        Raises OSError where there is no HarfBuzz that knows of mathematics.
        """
        self._library = _harfbuzz()
        blob = c_void_p(self._library.hb_blob_create_from_file(str(path).encode()))
        face = c_void_p(self._library.hb_face_create(blob, 0))
        self._font = c_void_p(self._library.hb_font_create(face))
        self._em = float(self._library.hb_face_get_upem(face))
        self._buffer = c_void_p(self._library.hb_buffer_create())

    @cached_property
    def constants(self) -> SimpleNamespace:
        """What the table says once for the whole font: in ems, sizes and the radical's degree in shares."""
        made = SimpleNamespace()
        for number, name in enumerate(_CONSTANTS):
            value = self._library.hb_ot_math_get_constant(self._font, number)
            setattr(made, name, value / (100 if name in _PERCENT else self._em))
        return made

    def glyph(self, character: str) -> int:
        """Return the glyph of a character; 0: it has none."""
        found = c_uint32()
        self._library.hb_font_get_nominal_glyph(self._font, c_uint32(ord(character)), byref(found))
        return found.value

    @lru_cache(maxsize=2048)  # noqa: B019 - there is one font
    def advance(self, glyph: int) -> float:
        """Return how far it is to the next glyph."""
        found: int = self._library.hb_font_get_glyph_h_advance(self._font, c_uint32(glyph))
        return found / self._em

    @lru_cache(maxsize=2048)  # noqa: B019 - there is one font
    def ink(self, glyph: int) -> tuple[float, float, float, float]:
        """Return the left, the bottom, the right and the top of what is drawn of a glyph."""
        found = _Extents()
        self._library.hb_font_get_glyph_extents(self._font, c_uint32(glyph), byref(found))
        left, top = found.left / self._em, found.top / self._em
        return left, top + found.height / self._em, left + found.width / self._em, top

    def italic(self, glyph: int) -> float:
        """Return by how much a slanted glyph leans over what is beside its top."""
        return self._of("italics_correction", glyph)

    def accent(self, glyph: int) -> float:
        """Return where, from its left, an accent above a glyph has its middle."""
        return self._of("top_accent_attachment", glyph)

    @lru_cache(maxsize=4096)  # noqa: B019 - there is one font
    def _of(self, what: str, glyph: int) -> float:
        ask = getattr(self._library, f"hb_ot_math_get_glyph_{what}")
        found: int = ask(self._font, c_uint32(glyph))
        return found / self._em

    def kern(self, glyph: int, corner: int, height: float) -> float:
        """Return by how much a glyph's corner is cut in at a height.

        ``corner``: 0 its right top, 1 its left top, 2 its right bottom, 3 its left bottom.
        """
        at = c_int32(round(height * self._em))
        ask = self._library.hb_ot_math_get_glyph_kerning
        found: int = ask(self._font, c_uint32(glyph), c_int(corner), at)
        return found / self._em

    @lru_cache(maxsize=256)  # noqa: B019 - there is one font
    def variants(self, glyph: int, *, upright: bool) -> tuple[tuple[int, float], ...]:
        """Return a glyph's larger shapes with their sizes, the smallest first."""
        count, found = c_uint(_VARIANTS), (_Variant * _VARIANTS)()
        self._library.hb_ot_math_get_glyph_variants(
            self._font, c_uint32(glyph), _way(upright), 0, byref(count), found
        )
        return tuple((each.glyph, each.size / self._em) for each in found[: count.value])

    @lru_cache(maxsize=64)  # noqa: B019 - there is one font
    def assembly(self, glyph: int, *, upright: bool) -> tuple[Part, ...]:
        """Return the parts of which a glyph of any size is put together: from below, or from the left."""
        count, found, lean = c_uint(_VARIANTS), (_Part * _VARIANTS)(), c_int32()
        self._library.hb_ot_math_get_glyph_assembly(
            self._font, c_uint32(glyph), _way(upright), 0, byref(count), found, byref(lean)
        )
        return tuple(
            Part(
                part.glyph,
                part.start / self._em,
                part.end / self._em,
                part.size / self._em,
                bool(part.flags & _EXTENDER),
            )
            for part in found[: count.value]
        )

    def overlap(self, *, upright: bool) -> float:
        """Return how far two parts of a glyph at least lie over each other."""
        ask = self._library.hb_ot_math_get_min_connector_overlap
        found: int = ask(self._font, _way(upright))
        return found / self._em

    @lru_cache(maxsize=1024)  # noqa: B019 - there is one font
    def shaped(self, text: str, level: int) -> tuple[Shaped, ...]:
        """Return the glyphs of a text, as they are drawn for indices where ``level`` is above 0."""
        library, buffer = self._library, self._buffer
        library.hb_buffer_clear_contents(buffer)
        codes = (c_uint32 * len(text))(*map(ord, text))
        library.hb_buffer_add_utf32(buffer, codes, len(text), 0, len(text))
        library.hb_buffer_set_direction(buffer, _LEFT_TO_RIGHT)
        library.hb_buffer_set_script(buffer, c_uint32(_tag("Zmth")))
        smaller = _Feature(_tag("ssty"), level, 0, 2**32 - 1)
        library.hb_shape(self._font, buffer, byref(smaller), int(level > 0))
        count = c_uint()
        infos = library.hb_buffer_get_glyph_infos(buffer, byref(count))[: count.value]
        places = library.hb_buffer_get_glyph_positions(buffer, byref(count))[: count.value]
        starts = [*(info.cluster for info in infos), len(text)]
        return tuple(
            Shaped(info.glyph, text[start:end], place.advance / self._em)
            for info, place, (start, end) in zip(infos, places, pairwise(starts), strict=True)
        )


def _way(upright: bool) -> int:
    return _BOTTOM_TO_TOP if upright else _LEFT_TO_RIGHT
