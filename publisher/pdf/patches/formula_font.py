"""The font of formulas as WeasyPrint knows fonts: what is noted there stands in the PDF.

Nothing of WeasyPrint is changed; but how it keeps the fonts of a PDF is private to it.
"""

from __future__ import annotations

from typing import Any

from weasyprint.text.ffi import TO_UNITS, ffi, gobject, pango

from publisher.pdf.patches.patch import Patch

__all__ = ["PATCH", "record_of"]

PATCH = Patch(
    needs={
        "weasyprint.pdf.stream.Stream.add_font": ("self", "pango_font"),
        "weasyprint.pdf.fonts.Font": ("pango_font", "description", "font_size"),
        "weasyprint.text.fonts.FontConfiguration": (),
        "weasyprint.text.ffi.pango.pango_font_map_load_font": (),
    },
    without="formulas are lines of signs",
)


def record_of(stream: Any, configuration: Any, family: str) -> Any:
    """Return WeasyPrint's record of a font, for the widths and texts of the glyphs that are drawn."""
    description = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    name = ffi.new("char []", family.encode())
    pango.pango_font_description_set_family(description, name)
    pango.pango_font_description_set_absolute_size(description, 10 * TO_UNITS)
    fonts = configuration.font_map
    context = ffi.gc(pango.pango_font_map_create_context(fonts), gobject.g_object_unref)
    found = pango.pango_font_map_load_font(fonts, context, description)
    record, _ = stream.add_font(ffi.gc(found, gobject.g_object_unref))
    return record
