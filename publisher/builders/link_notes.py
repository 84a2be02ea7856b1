"""Where links lead, for paper: numbered notes at the end of an answer."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import unquote

# An address that leads out of the page; what a reader need not see of it to know it again.
_OUTWARD = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_UNSAID = re.compile(r"\A(?:https?://|mailto:)?(?:www\.)?|/\Z", re.IGNORECASE)


class LinkNotes:
    """The notes of one answer, numbered from 1; each address stands there once."""

    def __init__(self) -> None:
        """Begin without a note."""
        self._numbers: dict[str, int] = {}

    def mark(self, address: str, text: str) -> str:
        """Return the HTML that leads from a link with this text to its note.

        Empty where a reader of paper needs none: the address stands in the text, or leads
        nowhere outside the page.
        """
        if not needs_note(address, text):
            return ""
        return f'<sup class="link-reference">[{self.number(address)}]</sup>'

    def number(self, address: str) -> int:
        """Return the number of the note that says ``address``."""
        return self._numbers.setdefault(address, len(self._numbers) + 1)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of all notes, in the order of their numbers."""
        return tuple(self._numbers)

    def html(self) -> str:
        """Return the notes."""
        if not self._numbers:
            return ""
        notes = "".join(
            f'<div class="link-note"><span class="link-number">[{number}]</span>\u00a0'
            f"{escape(address)}</div>\n"
            for address, number in self._numbers.items()
        )
        return f'<div class="link-notes">\n{notes}</div>\n'


def needs_note(address: str, text: str) -> bool:
    """Tell whether the text of a link to ``address`` does not say where it leads."""
    return bool(_OUTWARD.match(address)) and _said(address) not in _said(text)


def _said(text: str) -> str:
    return _UNSAID.sub("", "".join(unquote(text).split())).casefold()
