"""All patches, and which of them cannot be put on: for the child, and for ``publisher doctor``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.pdf.patches.patch import Patch

__all__ = ["NAMES", "apply_all", "lacking"]

NAMES = (
    "c_types",
    "figure_room",
    "formula_font",
    "origins",
    "page_boxes",
    "page_numbers",
    "page_references",
    "section_progress",
    "spoken_text",
    "table_heads",
    "unused_styles",
)
"""A file here each.  `late_imports` needs nothing of WeasyPrint, and is put on before it is there."""


def lacking() -> Iterator[tuple[str, Patch]]:
    """Yield the name of each patch that does not find what it needs, and what it says of itself."""
    for name in NAMES:
        patch: Patch = import_module(f"publisher.pdf.patches.{name}").PATCH
        if patch.lacks():
            yield name, patch


@cache
def apply_all() -> tuple[str, ...]:
    """Put on what finds what it needs, once; return what the PDF lacks without the others.

    Five are used elsewhere, where what they are for is made: they ask the same.
    """
    missing = dict(lacking())
    for name in NAMES:
        put_on = getattr(import_module(f"publisher.pdf.patches.{name}"), "apply", None)
        if name not in missing and put_on:
            put_on()
    return tuple(patch.without for patch in missing.values() if patch.weaker)
