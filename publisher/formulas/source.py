"""The source of a formula, read token by token."""

from __future__ import annotations

import re
from typing import Final

from publisher.language.message import Message

__all__ = ["CLOSERS", "TOKEN", "LatexError", "Source"]

TOKEN: Final = re.compile(r"\\(?:[A-Za-z]+|.)|[^\\][\u0300-\u036f]*", re.DOTALL)
CLOSERS: Final = frozenset(("", "}", "&", "\\\\", "\\cr", "\\right", "\\middle", "\\end"))
"""What ends a row of atoms, whatever began it; the empty string is the end of the source."""
_LENGTH: Final = re.compile(r"\s*(-?(?:\d+\.?\d*|\.\d+))\s*(em|ex|mu|pt|mm|cm|in|px|pc)")
# In eighteenths of an em that has ten points.
_UNITS: Final = {"em": 18, "ex": 7.75, "mu": 1, "pt": 1.8, "mm": 5.12, "cm": 51.2, "in": 130.1,
                 "px": 1.35, "pc": 21.6}  # fmt: skip
_PIECE: Final = re.compile(r"\\.|[{}]", re.DOTALL)


class LatexError(ValueError):
    """A formula is not understood; its text says why.

    ``unknown``: the command, environment or character that is not known; empty: another fault.
    """

    def __init__(self, message: str, unknown: str = "") -> None:
        """Take why, for the formula's author, and what is not known."""
        super().__init__(message)
        self.unknown = unknown


class Source:
    """A formula's source, and how far it has been read (``at``)."""

    def __init__(self, text: str) -> None:
        """Begin at its beginning."""
        self.text = text
        self.at = 0

    def peek(self) -> str:
        """Return the next token behind blanks; the empty string at the end."""
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1
        return self.plain()

    def plain(self) -> str:
        """Return the next token, be it a blank. Raises LatexError."""
        found = TOKEN.match(self.text, self.at)
        if not found and self.at < len(self.text):
            raise LatexError(Message(r"it ends in a single \ "))
        return found[0] if found else ""

    def take(self) -> str:
        """Return the next token and go behind it."""
        token = self.peek()
        self.at += len(token)
        return token

    def skip(self, token: str) -> bool:
        """Go behind ``token`` if it is the next one; return whether it was."""
        found = self.peek() == token
        self.at += len(token) * found
        return found

    def expect(self, token: str, what: str) -> None:
        """Go behind ``token``; ``what`` lacks it if something else stands there.

        Raises LatexError.
        """
        if not self.skip(token):
            raise LatexError(Message("{what} lacks its {sign}", what=what, sign=token))

    def raw(self, command: str) -> str:
        """Return the text of the group behind a command as it is written. Raises LatexError."""
        self.expect("{", command)
        first, depth = self.at, 1
        for found in _PIECE.finditer(self.text, first):
            depth += {"{": 1, "}": -1}.get(found[0], 0)
            if not depth:
                self.at = found.end()
                return self.text[first : found.start()]
        raise LatexError(Message("a { lacks its }"))

    def optional(self) -> str:
        """Return the text in brackets that may stand here. Raises LatexError."""
        if not self.skip("["):
            return ""
        end = self.text.find("]", self.at)
        if end < 0:
            raise LatexError(Message("a [ lacks its ]"))
        found, self.at = self.text[self.at : end], end + 1
        return found

    def length(self, command: str) -> float:
        """Return a length, in braces or not, in eighteenths of an em. Raises LatexError."""
        braced = self.skip("{")
        found = _LENGTH.match(self.text, self.at)
        if not found:
            raise LatexError(Message("{command} lacks a length such as 1em", command=command))
        self.at = found.end()
        if braced:
            self.expect("}", command)
        return float(found[1]) * _UNITS[found[2]]
