"""The last hand on the PDF's objects before they are written: what two standards ask for.

PDF/A-3a is ISO 19005-3, PDF/UA-1 is ISO 14289-1. WeasyPrint 70 comes close to both; each repair
below mends one thing and names its clause. Leave one out, and a validator says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publisher.pdf.artifacts import mark_decoration, mark_page_furniture
from publisher.pdf.metadata import declare_ua, describe_attachments
from publisher.pdf.structure import point_links_at_annotations, scope_headers, wrap_list_items
from publisher.pdf.textmaps import complete_text_maps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.pdf.job import PdfAttachment

__all__ = ["finish"]


def finish(document: Any, pdf: Any, attachments: Sequence[PdfAttachment] = ()) -> None:
    """Mend the objects of a PDF that WeasyPrint has laid out and not yet written.

    The order matters once: annotations move to their links before figures without a text go.
    """
    declare_ua(pdf)
    describe_attachments(pdf, attachments)
    scope_headers(pdf, _row_headers(document))
    wrap_list_items(pdf)
    point_links_at_annotations(pdf)
    mark_decoration(pdf)
    mark_page_furniture(pdf)
    complete_text_maps(pdf)


def _row_headers(document: Any) -> frozenset[int]:
    """Return the object numbers of the cells that the HTML calls headers of a row."""
    return frozenset(
        box.mark.number
        for page in document.pages
        for box in page._page_box.descendants()  # noqa: SLF001  (no public way to the boxes)
        if getattr(box, "mark", None) is not None
        and box.element.tag == "th"
        and box.element.get("scope") in {"row", "rowgroup"}
    )
