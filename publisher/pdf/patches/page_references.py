"""References to pages: pydyf puts them all together anew for each element of the text.

With 200 pages that is a tenth of the time; no issue tells of it.
"""

from __future__ import annotations

from typing import Any

import pydyf

from publisher.pdf.patches.patch import Patch

__all__ = ["PATCH", "apply"]

PATCH = Patch(
    needs={"pydyf.PDF.page_references": ()},
    without="a long report takes longer",
    weaker=False,
)


def apply() -> None:
    """Let pydyf put the references to all pages together anew only when there are more."""
    all_references = pydyf.PDF.page_references.fget

    def references(pdf: Any) -> tuple[bytes, ...]:
        known: tuple[bytes, ...] = getattr(pdf, "known_references", ())
        if len(known) != pdf.pages["Count"]:
            pdf.known_references = known = all_references(pdf)
        return known

    pydyf.PDF.page_references = property(references)
