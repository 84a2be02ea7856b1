"""The catalogs: what our messages are in each language that we speak (see ``docs/languages.md``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Protocol

from publisher.language.message import Message

ENGLISH: Final = "en"
LANGUAGES: Final = (ENGLISH, "da", "de")
"""The languages that we speak, by their BCP 47 tags: that in which messages are written, and the catalogs."""
_FOLDER: Final = Path(__file__).parent / "catalogs"


class _Translations(Protocol):
    """What a catalog is looked up in: see ``gettext`` of the standard library."""

    def gettext(self, message: str) -> str:
        """Return what a text is in the catalog's language."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the same of a plural."""


class Catalog:
    """Says messages in one language, its BCP 47 tag ``language``."""

    def __init__(self, language: str, translations: _Translations | None = None) -> None:
        """Take what messages are looked up in; None: they stay English."""
        self.language = language
        self._translations = translations

    def __call__(self, text: str) -> str:
        """Return ``text`` in this language, a plain string; what is no message stays as it is."""
        if not isinstance(text, Message):
            return text
        if self._translations is None:
            return str.__str__(text)
        if text.many:
            said = self._translations.ngettext(text.template, text.many, text.values["count"])
        else:
            # An empty text is the catalog's own description.
            said = text.template and self._translations.gettext(text.template)
        if text.values:
            said = said.format_map(
                {
                    name: self(value) if isinstance(value, str) else value
                    for name, value in text.values.items()
                }
            )
        return text.change(said) if text.change else said


IN_ENGLISH: Final = Catalog(ENGLISH)
"""Says messages as they are written."""


@cache
def catalog(language: str) -> Catalog:
    """Return the catalog of ``language``, one of LANGUAGES.  Neither clock nor environment has a say in it."""
    if language == ENGLISH:
        return IN_ENGLISH
    from gettext import GNUTranslations

    with (_FOLDER / f"{language}.mo").open("rb") as file:
        return Catalog(language, GNUTranslations(file))


def spoken(tag: str) -> str:
    """Return which of LANGUAGES says what is asked for by the BCP 47 ``tag``; empty: none.

    A tag that says more than we distinguish, ``de-AT``, has the language that it begins with (RFC 4647, 3.4).
    """
    wanted = tag.lower()
    while wanted and wanted not in LANGUAGES:
        wanted = wanted.rpartition("-")[0]
    return wanted
