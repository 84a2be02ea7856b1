"""``:rocket:`` as GitHub shows it: the names are those of GitHub's own list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from publisher import nodes as ours

if TYPE_CHECKING:
    from collections.abc import Iterator

# Not within a word or a time of day, where GitHub would find one too: std::x::y, 10:100:20.
_NAME: Final = re.compile(r"(?<![\w:]):([a-z0-9_+-]{1,60}):(?![\w:])")


def with_emoji(text: str) -> Iterator[str | ours.emoji]:
    """Yield the pieces of ``text``, each name of an emoji as its node."""
    start = 0
    for match in _NAME.finditer(text):
        if sign := _sign(match[1]):
            yield text[start : match.start()]
            yield ours.emoji("", sign, name=match[1])
            start = match.end()
    yield text[start:]


def _sign(name: str) -> str:
    """Return the emoji that GitHub calls ``name``, or the empty string."""
    # Late: the list costs 20 ms, and most reports hold no name.
    from pymdownx import gemoji_db

    known = gemoji_db.emoji.get(gemoji_db.aliases.get(f":{name}:", f":{name}:"), {})
    codes = known.get("unicode_alt") or known.get("unicode", "")  # with the selector of its form
    return "".join(chr(int(code, 16)) for code in codes.split("-")) if codes else ""
