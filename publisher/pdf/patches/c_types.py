"""Types of C that are asked for as text: cffi parses each as a program in C, with all that was declared before it.

That takes 2 ms, and is kept by the text.  WeasyPrint asks for an array by the number of a font's glyphs, twice for each
font, so that no two texts are the same; no issue tells of it (findings/weasyprint-arrays-as-text.sh).
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.pdf import fonts
from weasyprint.text import ffi

from publisher.pdf.patches.patch import Patch

__all__ = ["PATCH", "apply"]

PATCH = Patch(
    needs={
        "weasyprint.pdf.fonts.ffi": (),
        "weasyprint.text.ffi.ffi": (),
        "weasyprint.text.ffi.ffi.new": ("cdecl", "init"),
        "weasyprint.text.ffi.ffi.typeof": ("cdecl",),
    },
    without="the PDF takes longer",
    weaker=False,
)
_ARRAY: Final = "hb_codepoint_t["
_KNOWN: Final = (
    *("hb_codepoint_t[]", "hb_tag_t[100]", "char[4]", "char[]", "unsigned int *"),
    *("PangoFcFontMap *", "PangoLogAttr[]", "PangoRectangle *"),
)
"""Types that each PDF asks for."""


def apply() -> None:
    """Let arrays be as long as what they begin with, and have the types parsed before a job is there."""
    for kind in _KNOWN:
        ffi.ffi.typeof(kind)
    fonts.ffi = _Typed(ffi.ffi)


class _Typed:
    """Stands for cffi's interface, and asks it for arrays of any length."""

    def __init__(self, own: Any) -> None:
        self._own = own

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def new(self, kind: str, *values: Any) -> Any:
        """Return a new value of a type; an array of code points is as long as its values."""
        of_any_length = values and kind.startswith(_ARRAY)
        return self._own.new(f"{_ARRAY}]" if of_any_length else kind, *values)
