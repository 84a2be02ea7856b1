"""A language that nobody speaks: each of our messages in letters of double width, so that what is none stands out."""

from __future__ import annotations

import re
import string
from html.parser import HTMLParser

from publisher.language.catalog import Catalog

_WIDE = {ord(letter): ord(letter) + 0xFEE0 for letter in string.ascii_letters}
_SHOWN = ("alt", "aria-label", "aria-description", "placeholder", "title", "data-done")
_WORD = re.compile(r"[A-Za-z]{2,}")


def widened(template: str) -> str:
    """Return a template in wide letters, its fields as they are."""
    made = []
    for text, field, spec, conversion in string.Formatter().parse(template):
        made.append(text.replace("{", "{{").replace("}", "}}").translate(_WIDE))
        if field is not None:
            made.append(
                f"{{{field}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}}}"
            )
    return "".join(made)


class _Translations:
    def gettext(self, message: str) -> str:
        # One without fields may hold braces of its own.
        return widened(message) if re.search(r"\{\w+[!:}]", message) else message.translate(_WIDE)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


PSEUDO = Catalog("x-pseudo", _Translations())


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag, attrs):
        self._hidden += tag in ("style", "script", "math", "svg")
        self.found += [value or "" for name, value in attrs if name in _SHOWN]

    def handle_endtag(self, tag):
        self._hidden -= tag in ("style", "script", "math", "svg")

    def handle_data(self, data):
        if not self._hidden:
            self.found.append(data)


def texts(html: str) -> str:
    """Return what a reader of a page, or who listens to it, gets."""
    reader = _Texts()
    reader.feed(html)
    return " ".join(reader.found)


def words(text: str) -> set[str]:
    """Return the words of ``text`` that are written in plain letters."""
    return set(_WORD.findall(text))
