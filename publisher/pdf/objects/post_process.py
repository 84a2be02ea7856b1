"""The last hand on the PDF's objects before they are written: what two standards ask for.

PDF/A-3a is ISO 19005-3, PDF/UA-1 is ISO 14289-1. WeasyPrint 70 comes close to both; each repair
below mends one thing and names its clause. Leave one out, and a validator says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from publisher.pdf.objects.artifacts import mark_decoration, mark_page_furniture
from publisher.pdf.objects.fonts import hold_fonts
from publisher.pdf.objects.joins import join_parts
from publisher.pdf.objects.metadata import bound_texts, declare_ua, describe_attachments
from publisher.pdf.objects.streams import compress_streams
from publisher.pdf.objects.structure import (
    describe_links,
    name_contents,
    name_elements,
    name_terms,
    wrap_list_items,
)
from publisher.pdf.objects.tables import regularise_tables, scope_headers, unname_grids
from publisher.pdf.objects.text_maps import complete_text_maps
from publisher.pdf.objects.wrap_marks import draw_wraps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.pdf.job import PdfAttachment
    from publisher.pdf.objects.wrap_marks import Wrap

__all__ = ["finish"]


def finish(pdf: Any, attachments: Sequence[PdfAttachment], wraps: Sequence[Wrap]) -> None:
    """Mend the objects of a PDF that WeasyPrint has laid out and not yet written.

    The order matters: what a page's end cut is joined before anything is counted; what is out of
    the tree in the end is page furniture.

    Raises ForeignFontError (as ``hold_fonts``).
    """
    hold_fonts(pdf)
    declare_ua(pdf)
    describe_attachments(pdf, attachments)
    join_parts(pdf)
    name_elements(pdf)
    name_contents(pdf)
    name_terms(pdf)
    wrap_list_items(pdf)
    unname_grids(pdf)
    scope_headers(pdf)
    regularise_tables(pdf)
    describe_links(pdf)
    bound_texts(pdf)
    mark_decoration(pdf)
    mark_page_furniture(pdf)
    complete_text_maps(pdf)
    draw_wraps(pdf, wraps)
    compress_streams(pdf)
