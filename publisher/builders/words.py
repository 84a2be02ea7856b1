"""Our own words on a page: in its language where we speak it, else in English, and marked as such."""

from __future__ import annotations

from html import escape
from typing import Final

from publisher.language.catalog import ENGLISH as LANGUAGE
from publisher.language.catalog import IN_ENGLISH, Catalog, catalog, spoken


class Words:
    """Writes messages into a page whose language is the BCP 47 ``language``.

    ``mark``: the attribute of an element in whose attributes they stand, empty where they are in the page's language.
    """

    def __init__(self, language: str = LANGUAGE, said: Catalog | None = None) -> None:
        """Take the catalog of ``language``, unless another one ``said`` is given."""
        found = spoken(language)
        self.language = language
        self.plain: Final = said or (catalog(found) if found else IN_ENGLISH)
        """Says a message as a text that nothing marks: for attributes, titles and styles."""
        self.mark: Final = "" if said or found else f' lang="{LANGUAGE}"'

    def html(self, text: str) -> str:
        """Return ``text`` in HTML."""
        said = escape(self.plain(text), quote=False)
        return f"<span{self.mark}>{said}</span>" if self.mark else said


ENGLISH: Final = Words()
"""Our words on an English page."""
