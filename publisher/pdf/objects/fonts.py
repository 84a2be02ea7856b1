"""The fonts that a PDF came out in: ours alone, or it is not the PDF that another machine makes."""

from __future__ import annotations

from typing import Any

from publisher.pdf.environment import FALLBACKS, FAMILIES, MATHEMATICS

__all__ = ["ForeignFontError", "hold_fonts"]


class ForeignFontError(Exception):
    """A font is the host's; ``args`` are the families that are not ours, sorted."""


def hold_fonts(pdf: Any) -> None:
    """Raise ForeignFontError if a font of the PDF is none of those that come with publisher.

    So it is where fontconfig lost its configuration, which lies in the child's folder: it then takes what the
    host has, and a line breaks elsewhere.
    """
    ours = {*FAMILIES.values(), *FALLBACKS, MATHEMATICS}
    families = {
        item["FontFamily"].string
        for item in pdf.objects
        if isinstance(item, dict) and item.get("Type") == "/FontDescriptor"
    }
    if foreign := sorted(families - ours):
        raise ForeignFontError(*foreign)
