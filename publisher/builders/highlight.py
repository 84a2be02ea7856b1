"""Colours in code: the one place that imports Pygments."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

MAX_HIGHLIGHTED = 50_000
"""Characters: longer blocks stay plain, some lexers take quadratic time on odd input."""


class Highlighter:
    """Marks up code; an unknown language stays plain text."""

    def __init__(self) -> None:
        """Start without lexers; each is made when it is first asked for."""
        self._lexers: dict[str, Lexer | None] = {}

    def highlight(self, code: str, language: str) -> str:
        """Return ``code`` as HTML with Pygments' short class names, without a wrapper."""
        lexer = self.lexer(code, language)
        if lexer is None:
            return escape(code, quote=False)
        from pygments import highlight
        from pygments.formatters.html import HtmlFormatter

        marked = highlight(code, lexer, HtmlFormatter(nowrap=True))
        return marked.removesuffix("\n")

    def lexer(self, code: str, language: str) -> Lexer | None:
        """Return what marks up ``code``; None where it stays plain."""
        if len(code) > MAX_HIGHLIGHTED:
            return None
        if language not in self._lexers:
            self._lexers[language] = None
            if language not in ("", "none", "text", "mermaid"):
                from pygments.lexers import get_lexer_by_name
                from pygments.util import ClassNotFound

                with suppress(ClassNotFound):
                    self._lexers[language] = get_lexer_by_name(
                        language, stripnl=False, ensurenl=False
                    )
        return self._lexers[language]
