"""What WeasyPrint does over and over, and in vain, left out: the same bytes come out.

All of it grows with a report: half of the memory of 200 pages, and the square of their number.
"""

from __future__ import annotations

import zlib
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import pydyf
from weasyprint.layout import page as page_layout

__all__ = ["compress_quickly", "drop_notes", "keep_bytes", "keep_pages_apart"]

# The parts of notes that a page keeps at its foot.
NOTES = frozenset(("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"))

LEVEL = 6
"""A third of the time of 9, which pydyf takes, and a file larger by one in a hundred."""

_all_references = pydyf.PDF.page_references.fget
_give_style = page_layout.set_page_type_computed_styles


def drop_notes(page: Any) -> None:
    """Take notes at a page's foot out of WeasyPrint's own style, and markers but those of items.

    No theme has such notes, and that style gives all six to each element: six of seven styles
    that it computes and keeps.
    """
    for sheet in page._ua_stylesheets():  # noqa: SLF001  (no public way)
        selectors = sheet.matcher
        markers = [entry for entry in selectors.other_selectors if entry[3] == "marker"]
        selectors.lower_local_name_selectors["li"] += markers
        selectors.other_selectors[:] = [
            entry
            for entry in selectors.other_selectors
            if entry not in markers and entry[3] not in NOTES
        ]


def keep_pages_apart() -> None:
    """Let WeasyPrint not go through all pages for each page, and for each element of the text."""
    page_layout.set_page_type_computed_styles = _styled
    pydyf.PDF.page_references = property(_references)


def _styled(kind: Any, html: Any, styles: Any) -> None:
    """Compute a page's style; what was declared for those before it is of no use any more."""
    styles.get_cascaded_styles().clear()
    _give_style(kind, html, styles)


def _references(pdf: Any) -> tuple[bytes, ...]:
    """Return the references to all pages, put together anew only when there are more."""
    known: tuple[bytes, ...] = getattr(pdf, "known_references", ())
    if len(known) != pdf.pages["Count"]:
        pdf.known_references = known = _all_references(pdf)
    return known


def compress_quickly() -> None:
    """Let pydyf compress at a lower level."""
    pydyf.zlib = SimpleNamespace(
        compress=zlib.compress, compressobj=lambda level: zlib.compressobj(min(level, LEVEL))
    )


def _kept(kind: Any) -> Any:
    """Return a kind of objects whose bytes are made once, however often they are asked for."""
    return type(kind.__name__, (kind,), {"data": cached_property(kind.data.fget)})


_KEPT = {kind: _kept(kind) for kind in (pydyf.Stream, pydyf.Dictionary, pydyf.Array)}


def keep_bytes(pdf: Any) -> None:
    """Let pydyf make the bytes of each object once: it does so twice, for the file's identifier.

    After it no object can be changed.
    """
    for item in pdf.objects:
        for kind, kept in _KEPT.items():
            if isinstance(item, kind):
                item.__class__ = kept
        if isinstance(item, pydyf.Stream):
            item.data  # noqa: B018  (it is kept)
            item.stream = []
