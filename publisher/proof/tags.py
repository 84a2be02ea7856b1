"""A page's tags and texts, as a browser takes them."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import NamedTuple

_PART = re.compile(
    r"""(?P<text>[^<]+)
    |</(?P<end>[A-Za-z][A-Za-z0-9-]*)>
    # What is in these is no markup; where no end tag or comment begins in it, its end is beyond doubt.
    |<(?P<raw>script|style|title)(?P<raw_given>(?:\ [a-z-]+="[^"<>]*")*)>(?P<held>[^<]*(?:<(?![!/])[^<]*)*)</(?P=raw)>
    |<(?P<start>(?!(?:iframe|no(?:embed|frames|script)|plaintext|script|style|textarea|title|xmp)\b)[A-Za-z][A-Za-z0-9-]*)
      (?P<given>(?:\s+[A-Za-z_:][A-Za-z0-9_.:-]*(?:="[^"]*")?)*)\s*(?P<closed>/?)>
    |<!(?:doctype|DOCTYPE)\ html>
    |(?P<doubtful>.)""",
    re.VERBOSE | re.DOTALL,
)
_GIVEN = re.compile(r'([^\s=]+)(?:="([^"]*)")?')


class Token(NamedTuple):
    """A start tag with its attributes (names in lower case), an end tag, or a text without references."""

    kind: str
    """``start``, ``end`` or ``text``."""
    text: str
    """The tag's name in lower case, or the text."""
    given: dict[str, str]


_NONE: dict[str, str] = {}


@lru_cache(maxsize=1)
def tokens_of(html: str) -> list[Token]:
    """Return a page's tags and texts.

    What we write is of a simple form, which is read in half of the time that Python's parser takes; that reads the
    page as soon as anything in it is not.
    """
    found = _simple(html)
    return _parsed(html) if found is None else found


def _simple(html: str) -> list[Token] | None:
    """Return the tokens of a page of the simple form; None: it is not of that form."""
    found: list[Token] = []
    for match in _PART.finditer(html):
        kind = match.lastgroup
        if kind == "text":
            text = match["text"]
            found.append(Token("text", unescape(text) if "&" in text else text, _NONE))
        elif kind == "end":
            found.append(Token("end", match["end"].lower(), _NONE))
        elif kind == "closed":
            name, given = match["start"].lower(), match["given"]
            found.append(Token("start", name, _given(given) if given else _NONE))
            if match["closed"]:
                found.append(Token("end", name, _NONE))
        elif kind == "held":
            name, held = match["raw"], match["held"]
            if name == "title":
                if "<" in held:
                    return None
                held = unescape(held)
            found.append(Token("start", name, _given(match["raw_given"])))
            found += [Token("text", held, _NONE)] if held else []
            found.append(Token("end", name, _NONE))
        elif kind == "doubtful":
            return None
    return found


def _given(text: str) -> dict[str, str]:
    return {
        name.lower(): unescape(value) if "&" in value else value
        for name, value in _GIVEN.findall(text)
    }


def _parsed(html: str) -> list[Token]:
    """Return the tokens of any page."""
    from html.parser import HTMLParser  # late: hardly a page of ours needs it

    found: list[Token] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(Token("start", tag, {name: value or "" for name, value in attrs}))

        def handle_endtag(self, tag: str) -> None:
            found.append(Token("end", tag, _NONE))

        def handle_data(self, data: str) -> None:
            found.append(Token("text", data, _NONE))

    parser = Parser()
    parser.feed(html)
    parser.close()
    return found
