"""Letters of mathematics: slanted ones, those without a dot, and what each is to a reader."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["DOTLESS", "italic", "plain"]

DOTLESS: Final = {"i": "𝚤", "j": "𝚥"}
"""Under an accent."""
_ITALIC: Final = {
    **{chr(ord("A") + place): chr(0x1D434 + place) for place in range(26)},
    **{chr(ord("a") + place): chr(0x1D44E + place) for place in range(26)},
    **{chr(ord("α") + place): chr(0x1D6FC + place) for place in range(25)},
    "h": "ℎ", "ı": "𝚤", "ȷ": "𝚥", "∂": "𝜕", "ϵ": "𝜖", "ϑ": "𝜗", "ϰ": "𝜘", "ϕ": "𝜙", "ϱ": "𝜚", "ϖ": "𝜛",
}  # fmt: skip


def italic(text: str) -> str:
    """Return a letter slanted; several stand upright, as the name of a function does."""
    return _ITALIC.get(text, text)


def plain(text: str) -> str:
    """Return a letter as a reader writes it: an x, be it slanted or bold."""
    return "".join(
        unicodedata.normalize("NFKC", c) if "\U0001d400" <= c <= "\U0001d7ff" or c == "ℎ" else c
        for c in text
    )
