"""Styles of pages: WeasyPrint keeps what was declared for each page before, and goes through all of it.

The time goes with the square of the number of pages.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from weasyprint.layout import page as page_layout

from publisher.pdf.patches.patch import Patch

__all__ = ["PATCH", "apply"]

PATCH = Patch(
    needs={
        "weasyprint.layout.page.set_page_type_computed_styles": ("page_type", "html", "style_for")
    },
    without="a long report takes longer",
    weaker=False,
)


def apply() -> None:
    """Let WeasyPrint forget, for each page's style, those of the pages before it."""
    page_layout.set_page_type_computed_styles = partial(
        _styled, page_layout.set_page_type_computed_styles
    )


def _styled(give_style: Any, kind: Any, html: Any, styles: Any) -> None:
    """Compute a page's style; what was declared for those before it is of no use any more."""
    styles.get_cascaded_styles().clear()
    give_style(kind, html, styles)
